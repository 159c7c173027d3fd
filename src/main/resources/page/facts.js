import { element } from "./dom.js";
import { count, time, UNKNOWN } from "./format.js";

/** Creates a list of facts, which are `[name, value, more]`, where `more` may be missing. */
export const facts = (list, style = "") => element("dl", { class: `facts ${style}` }, ...factsOf(list));

/** Creates the entries of a list of facts. */
export const factsOf = (list) =>
  list.map(([name, value, more]) =>
    element(
      "div",
      {},
      element("dt", {}, name),
      element("dd", {}, value, more ? element("span", { class: "when" }, more) : null),
    ),
  );

/** Returns the value and the rest of a fact about a block in which something was seen; null if it never was. */
export const sighting = (seen) => (seen ? [time(Date.parse(seen.time)), `block ${count(seen.block)}`] : [UNKNOWN]);
