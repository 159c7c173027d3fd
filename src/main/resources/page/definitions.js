import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { change, count } from "./format.js";
import { fill, table, windowParameter } from "./tables.js";

const NO_BLOCKS = "No block of this time is stored yet.";

/** Creates the name of a definition, linked to its source, and what it counts. */
function definition({ definition: key, publisher, metric, formula, source }) {
  const own = key === "addresses";
  return element(
    "span",
    { class: "named" },
    own
      ? element("span", { class: "name" }, "This page")
      : element(
          "a",
          { class: "name", href: source, rel: "noopener noreferrer" },
          publisher === "rei-dau-stats" ? metric : publisher,
        ),
    element("span", { class: "formula" }, formula),
  );
}

/** Loads the active addresses of the window of the view by several definitions. */
export const loadDefinitions = () =>
  fill("definitions", async (card) => {
    const path = `api/v1/definitions?${windowParameter()}`;
    byId("definitions-links").replaceChildren(...dataLinks("Definitions", path, asCsv(path)));
    const { definitions } = await get(path);
    if (definitions.every(({ value }) => value === null)) {
      byId("definitions-body").replaceChildren();
      setState(card, "empty", NO_BLOCKS);
      return;
    }
    setState(card, "ready");
    refill(
      byId("definitions-body"),
      table(
        "Table of active addresses by definition",
        [
          ["Definition", "wide"],
          ["Active", "number"],
          ["Difference", "number"],
        ],
        definitions.map((one) => [
          definition(one),
          count(one.value),
          one.difference === 0 ? "none" : change(one.relativeDifference),
        ]),
      ),
    );
  });
