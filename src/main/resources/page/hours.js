import { asCsv } from "./api.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { count, day, hour } from "./format.js";
import { startOf } from "./periods.js";
import { loadPoints, seriesPath } from "./series.js";
import { fill, table } from "./tables.js";
import { view } from "./view.js";

const HOUR = 3_600_000;
const HOURS = 8;
const METRICS = ["addresses", "senders", "recipients", "newSenders", "transactions", "blocks"];

/** Loads the last hours. @param asOf the time of the last block; null if there is none */
export const loadHours = (asOf) =>
  fill("last-hours", async (card) => {
    const from = asOf === null ? null : startOf("hour", asOf) - (HOURS - 1) * HOUR;
    const span = { from, to: null, resolution: "hour" };
    const path = seriesPath(METRICS[0], span, view().filter);
    byId("last-hours-links").replaceChildren(...dataLinks("Hours", path, asCsv(path)));
    const points = asOf === null ? [] : await loadPoints(METRICS, span, view().filter);
    if (points.length === 0) {
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
        points
          .reverse()
          .map(({ start, end, complete, values }, i) => [
            `${day(start)}, ${hour(start)}–${hour(end)}`,
            ...values.map(count),
            element(
              "span",
              { class: `tag ${complete ? "" : "tag-open"}` },
              complete ? "complete" : i === 0 ? "so far" : "not complete",
            ),
          ]),
      ),
    );
  });
