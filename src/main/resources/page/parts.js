import { ApiError } from "./api.js";
import { element } from "./dom.js";

/** How far from the viewport a section is loaded. */
const MARGIN = "400px 0px";

/** Returns a function that creates something on its first call, and again after a failure. */
export function once(create) {
  let made = null;
  return () =>
    (made ??= create().catch((error) => {
      made = null;
      throw error instanceof ApiError ? error : new ApiError(`A part of the page could not be loaded: ${error.message}`, 0, 5);
    }));
}

const urlOf = (file) => new URL(file, import.meta.url).href;

/** Appends an element to the head of the document, and waits until its file is loaded. */
const inHead = (made) =>
  new Promise((resolve, reject) => {
    made.addEventListener("load", resolve);
    made.addEventListener("error", () => reject(new Error(made.src || made.href)));
    document.head.append(made);
  });

/** Loads uPlot, which is no module, and its styles. */
const chartLibrary = once(() =>
  Promise.all([
    inHead(element("script", { src: urlOf("uplot.js") })),
    inHead(element("link", { rel: "stylesheet", href: urlOf("uplot.css") })),
  ]),
);

/** Returns a function that creates a part with charts from its module. */
export const withCharts = (load, create) => once(async () => create((await Promise.all([load(), chartLibrary()]))[0]));

/**
 * Observes sections, and returns a function that says whether the section with an id is in the viewport or near to it.
 *
 * @param onChange is called when that has changed
 */
export function observe(sections, onChange) {
  const near = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) near[isIntersecting ? "add" : "delete"](target.id);
      onChange();
    },
    { rootMargin: MARGIN },
  );
  for (const section of sections) observer.observe(section);
  return (id) => near.has(id);
}
