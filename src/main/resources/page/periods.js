export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The ranges of time that end now. */
export const RANGES = [
  { key: "24h", label: "24 h", name: "24 hours", days: 1 },
  { key: "7d", label: "7 d", name: "7 days", days: 7 },
  { key: "30d", label: "30 d", name: "30 days", days: 30 },
  { key: "90d", label: "90 d", name: "90 days", days: 90 },
  { key: "1y", label: "1 y", name: "One year", days: 365 },
  { key: "all", label: "All", name: "All", days: Infinity },
];

/** The periods of a series, with their usual lengths. */
export const RESOLUTIONS = [
  { key: "hour", label: "Hour", length: HOUR },
  { key: "day", label: "Day", length: DAY },
  { key: "week", label: "Week", length: 7 * DAY },
  { key: "month", label: "Month", length: 28 * DAY },
];

/** Up to this length, a range is shown by the hour, and longer ones by the day, unless a resolution is chosen. */
const HOURLY_UP_TO = 8 * DAY;

/**
 * Returns the times of a view in milliseconds, and its resolution. `from` is null for all, and `to` for the last
 * block.
 *
 * @param asOf the time of the last block
 * @param resolutions the keys of the resolutions that can be shown
 */
export function span(view, asOf, resolutions = RESOLUTIONS.map(({ key }) => key)) {
  const to = view.to ? Date.parse(view.to) : null;
  const end = to ?? asOf;
  const days = RANGES.find(({ key }) => key === view.range).days;
  const custom = Boolean(view.from || view.to);
  const start = view.from ? Date.parse(view.from) : custom || days === Infinity ? null : asOf - days * DAY;
  const length = start === null ? Infinity : end - start;
  const resolution = resolutionFor(view, length, resolutions);
  if (custom || start === null) return { from: start, to, resolution };
  // A range of whole hours or days ends with the one in progress.
  const from = startOf(resolution, start);
  return { from: resolution === "hour" || resolution === "day" ? next(resolution, from) : from, to, resolution };
}

function resolutionFor(view, length, resolutions) {
  const fits = (key) => resolutions.includes(key) && RESOLUTIONS.find((one) => one.key === key).length <= length;
  if (view.resolution && fits(view.resolution)) return view.resolution;
  const usual = length <= HOURLY_UP_TO ? "hour" : "day";
  return resolutions.includes(usual) ? usual : resolutions[0];
}

/** Returns the start of the UTC hour, day, ISO week or month that contains a time. */
export function startOf(resolution, millis) {
  if (resolution === "hour") return Math.floor(millis / HOUR) * HOUR;
  const day = Math.floor(millis / DAY) * DAY;
  const date = new Date(day);
  if (resolution === "week") return day - ((date.getUTCDay() + 6) % 7) * DAY;
  return resolution === "month" ? day - (date.getUTCDate() - 1) * DAY : day;
}

const next = (resolution, start) => start + (resolution === "hour" ? HOUR : DAY);
