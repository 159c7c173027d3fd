/** Returns the element with an id. */
export const byId = (id) => document.getElementById(id);

/** Creates an element with properties or attributes (names with a dash, and names that are no properties) and children. */
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

/** Sets the text of an element if it differs, so that live regions do not announce it twice. */
export function write(target, text) {
  const node = typeof target === "string" ? byId(target) : target;
  if (node.textContent !== text) node.textContent = text;
}

/** Sets the state of a card: `loading`, `ready`, `empty` or `error`, the last two with a message. */
export function setState(card, state, message = "") {
  card.dataset.state = state;
  card.setAttribute("aria-busy", String(state === "loading"));
  let shown = card.querySelector(":scope > .message");
  if (!message) {
    shown?.remove();
    return;
  }
  if (!shown) {
    shown = element("p", { class: "message" });
    const above = card.querySelector(":scope > .about") ?? card.querySelector(":scope > header");
    if (above) above.after(shown);
    else card.prepend(shown);
  }
  write(shown, message);
}

/** Says in a card that its data could not be loaded, unless it shows earlier data. */
export function setFailed(card, error) {
  if (card.dataset.state !== "ready") setState(card, "error", `${error.message} Retrying.`);
}

/** Creates links to the data as JSON and CSV. */
export function dataLinks(what, json, csv) {
  const links = [element("a", { href: json, "aria-label": `${what} as JSON` }, "JSON")];
  if (csv) links.push(element("a", { href: csv, "aria-label": `${what} as CSV` }, "CSV"));
  return links;
}

/** Returns when the browser can have painted what has been written. A hidden page is not painted. */
export const painted = () =>
  new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve));
  });

/** Replaces the children of an element. If one of them has the focus, the one with the same label receives it. */
export function refill(box, ...children) {
  const focused = box.contains(document.activeElement) ? document.activeElement : null;
  const label = focused?.getAttribute("aria-label");
  box.replaceChildren(...children);
  if (!label) return;
  const same = [...box.querySelectorAll("[aria-label]")].find((one) => one.getAttribute("aria-label") === label);
  same?.focus({ preventScroll: true });
}
