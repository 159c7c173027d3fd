const html = document.documentElement;
const followTheme = () => html.classList.toggle("dark-mode", html.dataset.theme === "dark");
followTheme();
document.addEventListener("themechange", followTheme);

SwaggerUIBundle({
  url: "../openapi.yaml",
  dom_id: "#api",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
