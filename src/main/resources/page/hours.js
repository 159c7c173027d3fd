import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { count, day, hour } from "./format.js";
import { fill, filterParameter, table } from "./tables.js";

const HOURS = 8;
const METRICS = ["addresses", "senders", "recipients", "newSenders", "transactions", "blocks"];

/** Loads the last hours. */
export const loadHours = () =>
  fill("last-hours", async (card) => {
    const path = `api/v1/hours?limit=${HOURS}${filterParameter()}`;
    byId("last-hours-links").replaceChildren(...dataLinks("Hours", path, asCsv(path)));
    const { hours } = await get(path);
    if (hours.length === 0) {
      byId("last-hours-body").replaceChildren();
      setState(card, "empty", "There is no hour yet. The first one appears when its blocks are fetched.");
      return;
    }
    setState(card, "ready");
    refill(
      byId("last-hours-body"),
      table(
        "Table of the last hours",
        [
          ["Hour", "wide"],
          ["Active", "number"],
          ["Senders", "number"],
          ["Recipients", "number"],
          ["New", "number"],
          ["Transactions", "number"],
          ["Blocks", "number"],
          ["State", "state"],
        ],
        hours.map((one, i) => {
          const [start, end] = [one.start, one.end].map(Date.parse);
          return [
            `${day(start)}, ${hour(start)}–${hour(end)}`,
            ...METRICS.map((metric) => count(one[metric])),
            element(
              "span",
              { class: `tag ${one.complete ? "" : "tag-open"}` },
              one.complete ? "complete" : i === 0 ? "so far" : "not complete",
            ),
          ];
        }),
      ),
    );
  });
