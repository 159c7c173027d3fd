import { element } from "./dom.js";
import { wholePercent } from "./format.js";

/** The lowest share of each shade. The scale is fixed, so that colours mean the same for each chain and time. */
const SHADES = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5];

/** Returns the number of the shade of a share. */
export const shadeOf = (share) => SHADES.findLastIndex((lowest) => share >= lowest);

/** Creates a legend of the shades. */
export const scale = () =>
  element(
    "p",
    { class: "heat-scale", "aria-hidden": "true" },
    ...SHADES.map((lowest, i) =>
      element("span", { class: `heat-${i}` }, i === 0 ? "0" : `${wholePercent(lowest)}${i === SHADES.length - 1 ? "+" : ""}`),
    ),
  );
