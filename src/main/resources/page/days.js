import { DAY, span } from "./periods.js";

const MOST = 1000;

/** The charts that compare days show at least as many. */
export const LEAST_DAYS = 30;

/** Returns the path of the newest days, of all transactions: metrics that compare days are known for these only. */
export const daysPath = (limit) => `api/v1/days?limit=${limit}`;

/** Returns how many days before the last one a view shows. @param asOf the time of the last block; null if there is none */
export function daysOf(view, asOf) {
  const { from } = span(view, asOf ?? Date.now(), ["day"]);
  if (from === null) return MOST;
  return Math.min(MOST, Math.max(LEAST_DAYS, Math.ceil(((asOf ?? from) - from) / DAY)));
}

/** Returns days as points with the values of metrics. */
export const pointsOfDays = (days, metrics) =>
  days.map((one) => ({
    start: Date.parse(one.date),
    end: Date.parse(one.date) + DAY,
    complete: one.complete,
    values: metrics.map((metric) => one[metric] ?? null),
  }));

/** Returns the complete days of those that are newest first, oldest first. */
export const completeDays = (days) => days.filter(({ complete }) => complete).reverse();
