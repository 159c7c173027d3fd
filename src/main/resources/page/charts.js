import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, setState, write } from "./dom.js";
import { count, day, hour } from "./format.js";
import { Plot } from "./plot.js";
import { DAYS, HOURS, rangeChoice } from "./range.js";

const HOUR_CHARTS = [
  {
    id: "hourly",
    title: "Active addresses",
    about: "Distinct addresses that sent or received in the hour",
    series: [{ metric: "addresses", label: "Active addresses", kind: "area", colour: "c1" }],
  },
  {
    id: "transactions-chart",
    title: "Transactions",
    about: "Transactions in the hour, including failed ones",
    series: [{ metric: "transactions", label: "Transactions", kind: "area", colour: "c2" }],
  },
];

const DAY_CHARTS = [
  {
    id: "daily",
    title: "Active addresses",
    about: "Distinct addresses of the day, and of the 7 and 30 days that end with it",
    series: [
      { metric: "addresses", label: "Day", kind: "bar", colour: "c1" },
      { metric: "weeklyAddresses", label: "7 days", kind: "line", colour: "c2" },
      { metric: "monthlyAddresses", label: "30 days", kind: "line", colour: "c3" },
    ],
  },
  {
    id: "senders-recipients",
    title: "Senders and recipients",
    about: "Distinct senders and distinct recipients of the day",
    series: [
      { metric: "senders", label: "Senders", kind: "line", colour: "c1" },
      { metric: "recipients", label: "Recipients", kind: "line", colour: "c2" },
    ],
  },
  {
    id: "new-returning",
    title: "New and returning senders",
    about: "New: sent its first transaction. Returning: also sent in the 7 days before. Total: all senders",
    stack: true,
    series: [
      { metric: "returningSenders", label: "Returning", kind: "bar", colour: "c1" },
      { metric: "resurrectedSenders", label: "Resurrected (inactive for more than 7 days)", kind: "bar", colour: "c2" },
      { metric: "newSenders", label: "New", kind: "bar", colour: "c3" },
    ],
  },
];

class ChartCard {
  constructor(parent, spec) {
    this.spec = spec;
    const heading = `${spec.id}-title`;
    this.plotArea = element("div", { class: "plot" });
    this.summary = element("p", { class: "summary", id: `${spec.id}-summary` });
    this.links = element("footer", { class: "links" });
    this.card = element(
      "article",
      { class: "card chart", id: spec.id, "aria-labelledby": heading },
      element("header", {}, element("h3", { id: heading }, spec.title), legend(spec)),
      element("p", { class: "about" }, spec.about),
      this.plotArea,
      this.summary,
      this.links,
    );
    this.plotArea.setAttribute("aria-describedby", this.summary.id);
    parent.append(this.card);
    setState(this.card, "loading");
    this.plot = new Plot(this.plotArea, spec);
  }

  show(points) {
    const known = (value) => value !== null;
    const drawable = ({ values }) => (this.spec.stack ? values.every(known) : values.some(known));
    if (!points.some(drawable)) {
      setState(this.card, "empty", "There is no data for this time yet. It appears when blocks are fetched.");
      return;
    }
    setState(this.card, "ready");
    const text = summary(points, this.spec.series);
    this.plotArea.setAttribute("aria-label", `Chart: ${this.spec.title}. ${text}`);
    write(this.summary, text);
    this.plot.show(points);
  }

  linkTo(...links) {
    this.links.replaceChildren(...links);
  }

  fail(error) {
    if (this.card.dataset.state !== "ready") setState(this.card, "error", `${error.message} Retrying.`);
  }
}

function legend({ series }) {
  if (series.length < 2) return null;
  const items = series.map(({ label, colour, kind }) =>
    element("li", {}, element("span", { class: `swatch ${colour} ${kind}` }), label),
  );
  return element("ul", { class: "legend" }, ...items);
}

/** Returns the text alternative: the last, highest and lowest value of the complete periods of the first series. */
function summary(points, series) {
  const of = series.length > 1 ? `${series[0].label}: last` : "Last";
  const soFar = series.length > 1 ? `${series[0].label}: so far` : "So far";
  const known = points.filter((point) => point.complete && point.values[0] !== null);
  const periodText = ({ start, end }) =>
    end - start > 3_600_000 ? day(start) : `${day(start)}, ${hour(start)}`;
  if (known.length === 0) {
    const last = points.at(-1);
    return `${soFar} ${count(last.values[0])} (${periodText(last)}); no complete period yet.`;
  }
  const by = (better) => known.reduce((a, b) => (better(b.values[0], a.values[0]) ? b : a));
  const high = by((a, b) => a > b);
  const low = by((a, b) => a < b);
  const last = known.at(-1);
  return (
    `${of} ${count(last.values[0])} (${periodText(last)}), ` +
    `highest ${count(high.values[0])} (${periodText(high)}), lowest ${count(low.values[0])} (${periodText(low)})`
  );
}

/** The charts by the hour. Each chart loads one series. */
export class HourCharts {
  constructor(onChange) {
    this.cards = HOUR_CHARTS.map((spec) => new ChartCard(byId("hour-charts"), spec));
    this.range = rangeChoice(byId("hours-range"), "hours", "Range by the hour", HOURS, "7d", (range) => {
      this.range = range;
      onChange();
    });
  }

  /** @param asOf the time of the last processed block; null if there is none yet */
  async load(asOf) {
    const { seconds } = this.range;
    const from =
      Number.isFinite(seconds) && asOf
        ? `&from=${new Date(Math.floor((asOf - seconds * 1000) / 3_600_000 + 1) * 3_600_000).toISOString()}`
        : "";
    await Promise.all(this.cards.map((card) => this.#show(card, from)));
  }

  async #show(card, from) {
    const { metric } = card.spec.series[0];
    const path = `api/v1/series/${metric}?resolution=hour${from}`;
    card.linkTo(...dataLinks(`${card.spec.title} by the hour`, path, asCsv(path)));
    try {
      const { points } = await get(path);
      card.show(
        points.map(({ start, end, complete, value }) => ({
          start: Date.parse(start),
          end: Date.parse(end),
          complete,
          values: [value],
        })),
      );
    } catch (error) {
      card.fail(error);
      throw error;
    }
  }
}

/** The charts by the day, which share one table of days. */
export class DayCharts {
  constructor(onRange) {
    this.cards = DAY_CHARTS.map((spec) => new ChartCard(byId("day-charts"), spec));
    this.range = rangeChoice(byId("days-range"), "days", "Range by the day", DAYS, "30d", (range) => {
      this.range = range;
      this.#draw();
      onRange(range);
    });
  }

  /** The maximum number of days that are shown. */
  get limit() {
    return Math.min(1000, this.range.seconds / 86_400);
  }

  async load() {
    try {
      this.days = (await get("api/v1/days?limit=1000")).days;
    } catch (error) {
      for (const card of this.cards) card.fail(error);
      throw error;
    }
    this.#draw();
  }

  #draw() {
    if (!this.days) return;
    const shown = this.days.slice(0, this.limit).reverse();
    const path = `api/v1/days?limit=${this.limit}`;
    for (const card of this.cards) {
      card.linkTo(...dataLinks(`${card.spec.title} by the day`, path, asCsv(path)));
      card.show(
        shown.map((one) => ({
          start: Date.parse(one.date),
          end: Date.parse(one.date) + 86_400_000,
          complete: one.complete,
          values: card.spec.series.map(({ metric }) => one[metric]),
        })),
      );
    }
  }
}
