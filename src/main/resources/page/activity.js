import { byId, element, painted } from "./dom.js";
import { describe } from "./catalogue.js";
import { ChartCard } from "./charts.js";
import { daysOf, daysPath, LEAST_DAYS, pointsOfDays } from "./days.js";
import { DAY, span } from "./periods.js";
import { formats, LoadedSeries, seriesPath } from "./series.js";
import { linkTo, view } from "./view.js";

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
  load = (asOf) => show(this.cards, span(view(), asOf ?? Date.now()), asOf);
}

/** Loads the metrics of cards for a range of time, by one request. Many hours of one metric are shown with their mean of 24 hours. */
export async function show(cards, shown, asOf) {
  const { filter } = view();
  for (const card of cards) card.linkTo(formats(seriesPath(card.spec.metrics, shown, filter)));
  const metrics = [...new Set(cards.flatMap((card) => card.spec.metrics))];
  let loaded;
  try {
    loaded = await LoadedSeries.load(metrics, shown, filter, asOf);
  } catch (error) {
    for (const card of cards) card.fail(error);
    throw error;
  }
  for (const card of cards) {
    // Drawing a chart blocks the page, so the browser paints and handles input before each one.
    await painted();
    const of = card.spec.metrics;
    card.show(loaded.of(of), shown.resolution, loaded.hasMeanOf(of) ? seriesOfHours(of[0]) : undefined);
  }
}

function seriesOfHours(metric) {
  const { colour } = describe(metric);
  return [
    { label: "Hour", kind: "faint", colour },
    { label: "Mean of 24 hours", kind: "line", colour },
  ];
}

/** The charts of metrics that compare days. They show the days of the view, and at least 30. */
export class GrowthCharts {
  constructor() {
    this.cards = GROWTH.map((spec) => new ChartCard(byId("growth-charts"), titled(spec)));
  }

  /** @param days the days, newest first */
  show(days, asOf) {
    const { from, to } = span(view(), asOf ?? Date.now(), ["day"]);
    const end = to ?? Infinity;
    const start = Math.min(from ?? 0, Math.min(end, asOf ?? 0) - LEAST_DAYS * DAY);
    const shown = days.filter(({ date }) => Date.parse(date) >= start && Date.parse(date) < end).reverse();
    const path = daysPath(daysOf(view(), asOf));
    for (const card of this.cards) {
      card.linkTo(formats(path));
      card.show(pointsOfDays(shown, card.spec.metrics), "day");
    }
  }

  fail(error) {
    for (const card of this.cards) card.fail(error);
  }
}
