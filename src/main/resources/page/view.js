// What the page shows. All of it is in the query of the URL, so that each view is a link.

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?$/;

/** Each parameter with its default and its allowed values. */
const PARAMETERS = {
  metric: [null, /^[A-Za-z]{1,40}$/],
  contract: [null, /^(0x[0-9a-fA-F]{40}|group:.{1,200})$/],
  range: ["30d", /^(24h|7d|30d|90d|1y|all)$/],
  from: [null, TIME],
  to: [null, TIME],
  resolution: [null, /^(hour|day|week|month)$/],
  filter: ["raw", /^organic$/],
  window: ["24h", /^(24h|7d)$/],
  by: ["total", /^(total|sent|received)$/],
  contractsBy: ["users", /^(users|transactions)$/],
  cohort: ["users", /^newUsers$/],
  address: [null, /^0x[0-9a-fA-F]{40}$/],
};

const listeners = [];
let current = complete(allowed(location.search));

/** Returns the present view: an object with a value for each parameter. */
export const view = () => current;

/** Calls a function with the view before, whenever the view changes. */
export const onView = (listener) => listeners.push(listener);

/** Changes some parameters of the view. The view before is the previous entry of the browser's history. */
export function changeView(changes) {
  const next = { ...current, ...changes };
  if (query(next) === query(current)) return;
  history.pushState(null, "", url(next));
  show(next);
}

/** Makes an element a link to the present view with some changes. */
export function linkTo(link, changes) {
  link.viewChanges = changes;
  link.dataset.view = "";
  link.href = url({ ...current, ...changes });
  return link;
}

/** Returns the present view with some changes as an absolute URL. */
export const absoluteUrl = (changes = {}) => new URL(url({ ...current, ...changes }), location.href).href;

/** Opens links to views without loading the page again, and follows the browser's history. */
export function startViews() {
  refreshLinks();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-view]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    changeView(link.viewChanges);
  });
  addEventListener("popstate", () => show(complete(allowed(location.search))));
}

function show(next) {
  const before = current;
  current = next;
  refreshLinks();
  for (const listener of listeners) listener(before);
}

/** Lets each link keep what else the view shows. Links of the document name their changes in their query. */
function refreshLinks() {
  for (const link of document.querySelectorAll("a[data-view]")) {
    linkTo(link, (link.viewChanges ??= allowed(link.search)));
  }
}

function allowed(search) {
  const values = {};
  for (const [name, value] of new URLSearchParams(search)) {
    if (!Object.hasOwn(PARAMETERS, name) || !PARAMETERS[name][1].test(value)) continue;
    if (PARAMETERS[name][1] === TIME && Number.isNaN(Date.parse(value))) continue;
    values[name] = value;
  }
  return values;
}

function complete(values) {
  // Only a link that was written by hand ends before it begins.
  if (Date.parse(values.to) <= Date.parse(values.from)) values = { ...values, from: undefined, to: undefined };
  return Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, [usual]]) => [name, values[name] ?? usual]),
  );
}

function query(values) {
  const parameters = new URLSearchParams();
  for (const [name, [usual]] of Object.entries(PARAMETERS)) {
    if (values[name] !== usual) parameters.set(name, values[name]);
  }
  return parameters.toString().replaceAll("%3A", ":");
}

const url = (values) => {
  const text = query(values);
  return text ? `${location.pathname}?${text}` : location.pathname;
};
