import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { count, day, percent, UNKNOWN } from "./format.js";
import { scale, shadeOf } from "./heat.js";
import { startOf } from "./periods.js";

const AFTER = [1, 7, 30];
const WEEKS = 16;

/** The retention of the new senders of each ISO week, as a table with a heat map. */
export class Retention {
  constructor() {
    this.body = element("div", {
      class: "heat-scroll",
      tabIndex: 0,
      role: "region",
      "aria-label": "Retention of new senders, week by week",
    });
    this.links = element("footer", { class: "links" });
    this.card = element(
      "article",
      { class: "card", id: "retention", "aria-labelledby": "retention-title" },
      element("header", {}, element("h3", { id: "retention-title" }, "Retention of new senders")),
      element(
        "p",
        { class: "about" },
        "The share of the new senders of a week that sent again 1, 7 and 30 days after their first day",
      ),
      this.body,
      scale(),
      this.links,
    );
    byId("growth-charts").append(this.card);
    setState(this.card, "loading");
  }

  async load() {
    const path = `api/v1/retention?limit=${WEEKS * 7}`;
    this.links.replaceChildren(...dataLinks("Retention by the day", path, asCsv(path)));
    let cohorts;
    try {
      ({ cohorts } = await get(path));
    } catch (error) {
      if (this.card.dataset.state !== "ready") {
        setState(this.card, "error", `${error.message} Retrying.`);
      }
      throw error;
    }
    const known = cohorts.filter((cohort) => cohort.complete && cohort.newSenders !== null);
    if (known.length === 0) {
      setState(this.card, "empty", "No day is complete yet, so the retention is not known.");
      return;
    }
    setState(this.card, "ready");
    refill(this.body, table(weeksOf(known), summed(known)));
  }
}

/** Adds up the days of each week, newest week first. */
function weeksOf(days) {
  const weeks = new Map();
  for (const one of days) {
    const start = startOf("week", Date.parse(one.date));
    weeks.set(start, [...(weeks.get(start) ?? []), one]);
  }
  return [...weeks].map(([start, members]) => ({ start, ...summed(members) }));
}

/** Adds up days. A share is of those new senders of whom it is known whether they sent again. */
function summed(days) {
  const sums = { newSenders: days.reduce((sum, { newSenders }) => sum + newSenders, 0) };
  for (const n of AFTER) {
    const known = days.filter((one) => one[`day${n}`] !== null);
    const of = known.reduce((sum, { newSenders }) => sum + newSenders, 0);
    const again = known.reduce((sum, one) => sum + one[`day${n}Senders`], 0);
    const awaited = days.map((one) => one[`day${n}AvailableFrom`]).filter(Boolean).sort();
    sums[n] = { of, again, share: of > 0 ? again / of : null, from: awaited[0] ?? null };
  }
  return sums;
}

function table(weeks, all) {
  return element(
    "table",
    { class: "heat" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, "Week of"),
        element("th", { scope: "col", class: "number" }, "New"),
        ...AFTER.map((n) => element("th", { scope: "col" }, n === 1 ? "1 day" : `${n} days`)),
      ),
    ),
    element(
      "tbody",
      {},
      row("Average", all, "heat-average"),
      ...weeks.slice(0, WEEKS).map((week) => row(day(week.start), week)),
    ),
  );
}

const row = (name, sums, style = "") =>
  element(
    "tr",
    { class: style },
    element("th", { scope: "row" }, name),
    element("td", { class: "number" }, count(sums.newSenders)),
    ...AFTER.map((n) => cell(sums[n], n)),
  );

function cell({ of, again, share, from }, n) {
  if (share === null) {
    const reason = from ? `available from ${day(Date.parse(from))}` : "not known";
    return element(
      "td",
      { class: "heat-none", title: reason },
      element("span", { "aria-hidden": "true" }, from ? element("span", { class: "from" }, `from `) : UNKNOWN, from ? day(Date.parse(from)) : null),
      element("span", { class: "visually-hidden" }, reason),
    );
  }
  return element(
    "td",
    { class: `heat-${shadeOf(share)}`, title: `${count(again)} of ${count(of)} sent again after ${n} d` },
    percent(share),
  );
}
