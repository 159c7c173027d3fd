import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, setState } from "./dom.js";
import { count, day, fullDay, percent, UNKNOWN } from "./format.js";

const AFTER = [1, 7, 30];
const SHADES = 6;

/** The retention of the new senders of each day, as a table with a heat map. */
export class Retention {
  constructor() {
    this.body = element("div", {
      class: "heat-scroll",
      tabIndex: 0,
      role: "region",
      "aria-label": "Retention of new senders, day by day",
    });
    this.links = element("footer", { class: "links" });
    this.card = element(
      "article",
      { class: "card", id: "retention", "aria-labelledby": "retention-title" },
      element("header", {}, element("h3", { id: "retention-title" }, "Retention of new senders")),
      element("p", { class: "about" }, "The share of the new senders of a day that sent again 1, 7 and 30 days later"),
      this.body,
      this.links,
    );
    byId("day-charts").append(this.card);
    setState(this.card, "loading");
  }

  /** @param limit the number of days */
  async load(limit) {
    const path = `api/v1/retention?limit=${limit}`;
    this.links.replaceChildren(...dataLinks("Retention", path, asCsv(path)));
    let cohorts;
    try {
      ({ cohorts } = await get(path));
    } catch (error) {
      if (this.card.dataset.state !== "ready") {
        setState(this.card, "error", `${error.message} Retrying.`);
      }
      throw error;
    }
    const known = cohorts.filter((cohort) => cohort.newSenders !== null);
    if (known.length === 0) {
      setState(this.card, "empty", "No day is complete yet, so the retention is not known.");
      return;
    }
    setState(this.card, "ready");
    this.body.replaceChildren(table(known));
  }
}

function table(cohorts) {
  const highest = Math.max(0.01, ...cohorts.flatMap((c) => AFTER.map((n) => c[`day${n}`] ?? 0)));
  return element(
    "table",
    { class: "heat" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, "Day"),
        element("th", { scope: "col", class: "number" }, "New"),
        ...AFTER.map((n) => element("th", { scope: "col" }, n === 1 ? "1 day" : `${n} days`)),
      ),
    ),
    element("tbody", {}, ...cohorts.map((cohort) => row(cohort, highest))),
  );
}

function row(cohort, highest) {
  const date = Date.parse(cohort.date);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, day(date)),
    element("td", { class: "number" }, count(cohort.newSenders)),
    ...AFTER.map((n) => cell(cohort, n, date, highest)),
  );
}

function cell(cohort, n, date, highest) {
  const share = cohort[`day${n}`];
  if (share === null) {
    const from = cohort[`day${n}AvailableFrom`];
    const reason = from ? `available from ${day(Date.parse(from))}` : "not known";
    return element(
      "td",
      { class: "heat-none", title: reason },
      element("span", { "aria-hidden": "true" }, UNKNOWN),
      element("span", { class: "visually-hidden" }, reason),
    );
  }
  const shade = Math.min(SHADES, Math.round((share / highest) * SHADES));
  const senders = count(cohort[`day${n}Senders`]);
  return element(
    "td",
    {
      class: `heat-${shade}`,
      title: `${fullDay(date)} UTC: ${senders} of ${count(cohort.newSenders)} sent again after ${n} d`,
    },
    percent(share),
  );
}
