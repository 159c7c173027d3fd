/** The element of this id. */
export const byId = (id) => document.getElementById(id);

/** A new element: properties, attributes (those with a dash, `role`, `for`, `colspan`), children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "class") made.className = value;
    else if (key in made && !key.includes("-") && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Writes a text where it differs, so that nothing is told twice. */
export function write(target, text) {
  const node = typeof target === "string" ? byId(target) : target;
  if (node.textContent !== text) node.textContent = text;
}

/** A card's state: `loading`, `ready`, `empty` or `error`, the last two with what to say. */
export function setState(card, state, message = "") {
  card.dataset.state = state;
  card.setAttribute("aria-busy", String(state === "loading"));
  let said = card.querySelector(":scope > .message");
  if (!message) {
    said?.remove();
    return;
  }
  if (!said) {
    said = element("p", { class: "message" });
    const above = card.querySelector(":scope > .about") ?? card.querySelector(":scope > header");
    if (above) above.after(said);
    else card.prepend(said);
  }
  write(said, message);
}

/** Links to the same data for programs. */
export function dataLinks(what, json, csv) {
  const links = [element("a", { href: json, "aria-label": `${what} as JSON` }, "JSON")];
  if (csv) links.push(element("a", { href: csv, "aria-label": `${what} as CSV` }, "CSV"));
  return links;
}
