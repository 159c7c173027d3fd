import { byId, element } from "./dom.js";
import { describe } from "./catalogue.js";
import { ChartCard } from "./charts.js";
import { daysPath, pointsOfDays } from "./days.js";
import { span } from "./periods.js";
import { formats, loadHoursWithMean, loadPoints, seriesPath } from "./series.js";
import { linkTo, view } from "./view.js";

const DAY = 86_400_000;

/** From this length on, hours are shown with their mean of 24 hours. */
const MEAN_FROM = 14 * DAY;
const LEAST_DAYS = 30;

const CHARTS = [
  {
    id: "addresses-chart",
    title: "Active addresses",
    about: "Distinct addresses that sent or received a transaction",
    metrics: ["addresses"],
    series: [{ label: "Active addresses", kind: "trend", colour: "c1" }],
  },
  {
    id: "transactions-chart",
    title: "Transactions",
    about: "All transactions, including failed ones",
    metrics: ["transactions"],
    series: [{ label: "Transactions", kind: "trend", colour: "c3" }],
  },
  {
    id: "senders-recipients",
    title: "Senders and recipients",
    about: "Distinct senders and distinct recipients",
    metrics: ["senders", "recipients"],
    series: [
      { label: "Senders", kind: "line", colour: "c1" },
      { label: "Recipients", kind: "line", colour: "c2" },
    ],
  },
  {
    id: "new-senders",
    title: "New senders",
    about: "Distinct senders of a first transaction (nonce 0)",
    metrics: ["newSenders"],
    series: [{ label: "New senders", kind: "trend", colour: "c2" }],
  },
];

const GROWTH = [
  {
    id: "daily",
    title: "Daily, weekly and monthly",
    about: "Distinct active addresses of the day, and of the 7 and 30 days that end with it",
    metrics: ["addresses", "weeklyAddresses", "monthlyAddresses"],
    series: [
      { label: "Day", kind: "bar", colour: "c1" },
      { label: "7 days", kind: "line", colour: "c2" },
      { label: "30 days", kind: "line", colour: "c3" },
    ],
  },
  {
    id: "new-returning",
    title: "New and returning senders",
    about: "New: sent its first transaction. Returning: also sent in the 7 days before. Resurrected: did not",
    metrics: ["returningSenders", "resurrectedSenders", "newSenders"],
    stack: true,
    series: [
      { label: "Returning", kind: "bar", colour: "c1" },
      { label: "Resurrected", kind: "bar", colour: "c2" },
      { label: "New", kind: "bar", colour: "c3" },
    ],
  },
  {
    id: "stickiness",
    title: "Stickiness",
    about: "Senders of the day divided by the distinct senders of 30 days (DAU/MAU)",
    unit: "share",
    metrics: ["stickiness"],
    series: [{ label: "Stickiness", kind: "line", colour: "c2" }],
  },
];

/** Makes the title of a chart of one metric a link to the view of the metric. */
function titled(spec) {
  if (spec.metrics.length > 1) return { unit: "addresses", ...spec };
  const link = element("a", { class: "title-link" }, spec.title);
  return { unit: "addresses", ...spec, heading: linkTo(link, { metric: spec.metrics[0] }) };
}

/** The charts of the range and the resolution of the view. */
export class ActivityCharts {
  constructor() {
    this.cards = CHARTS.map((spec) => new ChartCard(byId("activity-charts"), titled(spec)));
  }

  /** @param asOf the time of the last block; null if there is none */
  async load(asOf) {
    const shown = span(view(), asOf ?? Date.now());
    const results = await Promise.allSettled(this.cards.map((card) => show(card, card.spec.metrics, shown, asOf)));
    const failed = results.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
  }
}

/** Loads metrics into a card for a range of time. Many hours of one metric are shown with their mean of 24 hours. */
export async function show(card, metrics, shown, asOf) {
  const { filter } = view();
  card.linkTo(formats(seriesPath(metrics[0], shown, filter)));
  try {
    const hours = shown.resolution === "hour" && metrics.length === 1;
    const length = (shown.to ?? asOf ?? 0) - (shown.from ?? 0);
    if (hours && length >= MEAN_FROM) {
      const { colour } = describe(metrics[0]);
      card.show(await loadHoursWithMean(metrics[0], shown, filter), "hour", [
        { label: "Hour", kind: "faint", colour },
        { label: "Mean of 24 hours", kind: "line", colour },
      ]);
    } else {
      card.show(await loadPoints(metrics, shown, filter), shown.resolution);
    }
  } catch (error) {
    card.fail(error);
    throw error;
  }
}

/** The charts of metrics that compare days. They show the days of the view, and at least 30. */
export class GrowthCharts {
  constructor() {
    this.cards = GROWTH.map((spec) => new ChartCard(byId("growth-charts"), titled(spec)));
  }

  /** Returns how many days are needed before the last one, at most 1000. */
  static days(asOf) {
    const { from } = span(view(), asOf ?? Date.now(), ["day"]);
    if (from === null) return 1000;
    return Math.min(1000, Math.max(LEAST_DAYS, Math.ceil(((asOf ?? from) - from) / DAY)));
  }

  /** @param days the days, newest first */
  show(days, asOf) {
    const { from, to } = span(view(), asOf ?? Date.now(), ["day"]);
    const end = to ?? Infinity;
    const start = Math.min(from ?? 0, Math.min(end, asOf ?? 0) - LEAST_DAYS * DAY);
    const shown = days.filter(({ date }) => Date.parse(date) >= start && Date.parse(date) < end).reverse();
    const path = daysPath(GrowthCharts.days(asOf));
    for (const card of this.cards) {
      card.linkTo(formats(path));
      card.show(pointsOfDays(shown, card.spec.metrics), "day");
    }
  }

  fail(error) {
    for (const card of this.cards) card.fail(error);
  }
}
