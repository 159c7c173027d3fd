import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { change, count, percent, ratio } from "./format.js";
import { fill, filteredWindow, table, windowParameter } from "./tables.js";

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

/** Loads how the transactions of the window of the view are shared among their senders. */
export const loadConcentration = () =>
  fill("concentration", async (card) => {
    const path = `api/v1/concentration?${filteredWindow()}`;
    byId("concentration-links").replaceChildren(...dataLinks("Concentration", path, asCsv(path)));
    const shares = await get(path);
    if (shares.gini === null) {
      byId("concentration-body").replaceChildren();
      setState(
        card,
        "empty",
        shares.transactions === 0 ? "There is no transaction in this time." : NO_BLOCKS,
      );
      return;
    }
    setState(card, "ready");
    const parts = [
      ["The 10 busiest senders", shares.top10Share],
      ["The 100 busiest senders", shares.top100Share],
      ["The busiest 1 % of the senders", shares.top1PercentShare],
    ];
    const facts = [
      ["Half of the transactions are of", senders(shares.sendersOfHalf)],
      ["80 % of the transactions are of", senders(shares.sendersOf80Percent)],
      ["Gini coefficient (0 is equal)", ratio(shares.gini)],
    ];
    byId("concentration-body").replaceChildren(
      element(
        "ul",
        { class: "shares" },
        ...parts.map(([name, share]) =>
          element(
            "li",
            {},
            element("span", { class: "share-name" }, name, element("b", {}, percent(share))),
            element("meter", { value: share, "aria-label": `${name}: share of the transactions` }),
          ),
        ),
      ),
      element(
        "dl",
        { class: "facts" },
        ...facts.map(([name, value]) =>
          element("div", {}, element("dt", {}, name), element("dd", {}, value)),
        ),
      ),
    );
  });

const senders = (number) => `${count(number)} ${number === 1 ? "sender" : "senders"}`;
