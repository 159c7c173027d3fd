const DAY = 86_400_000;

/** Returns the path of the newest days, of all transactions: metrics that compare days are known for these only. */
export const daysPath = (limit) => `api/v1/days?limit=${limit}`;

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
