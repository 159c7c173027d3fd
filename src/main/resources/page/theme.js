// Runs before the first paint. The choice is kept in the browser; without one, the system decides.
(() => {
  const KEY = "rei-dau-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  let choice = ["light", "dark"].includes(stored()) ? stored() : "auto";

  function apply() {
    const theme = choice === "auto" ? (system.matches ? "dark" : "light") : choice;
    document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", theme === "dark" ? "#0d1015" : "#f6f7f9");
    document.dispatchEvent(new Event("themechange"));
  }

  window.theme = {
    get choice() {
      return choice;
    },
    set choice(next) {
      choice = next;
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // The choice then ends with the visit.
      }
      apply();
    },
  };
  system.addEventListener("change", apply);
  apply();
})();
