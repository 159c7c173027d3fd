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

/** Loads uPlot, which is no module. */
const chartLibrary = once(
  () =>
    new Promise((resolve, reject) => {
      const script = element("script", { src: new URL("uplot.js", import.meta.url).href });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error("uplot.js")));
      document.head.append(script);
    }),
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
