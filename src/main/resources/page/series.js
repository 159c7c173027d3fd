import { asCsv, get } from "./api.js";

const HOURS_OF_MEAN = 24;
const HOUR = 3_600_000;

/** Returns the path of a series of the API. */
export function seriesPath(metric, { from, to, resolution }, filter) {
  const parameters = [`resolution=${resolution}`];
  if (from !== null) parameters.push(`from=${new Date(from).toISOString()}`);
  if (to !== null) parameters.push(`to=${new Date(to).toISOString()}`);
  if (filter !== "raw") parameters.push(`filter=${filter}`);
  return `api/v1/series/${metric}?${parameters.join("&")}`;
}

/** Returns the paths of the same data as JSON and as CSV. */
export const formats = (path) => ({ json: path, csv: asCsv(path) });

/**
 * Loads metrics as points with a value of each.
 *
 * @param span `{from, to, resolution}` in milliseconds
 */
export async function loadPoints(metrics, span, filter) {
  const loaded = await Promise.all(metrics.map((metric) => get(seriesPath(metric, span, filter))));
  const shortest = Math.min(...loaded.map(({ points }) => points.length));
  // Answers of two versions of the data can differ by a period at the end.
  return loaded[0].points.slice(0, shortest).map(({ start, end }, i) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    complete: loaded.every(({ points }) => points[i].complete),
    values: loaded.map(({ points }) => points[i].value),
  }));
}

/** Loads the hours of a metric, each with its value and the mean of the 24 hours that end with it. */
export async function loadHoursWithMean(metric, { from, to }, filter) {
  const before = from === null ? null : from - (HOURS_OF_MEAN - 1) * HOUR;
  const hours = await loadPoints([metric], { from: before, to, resolution: "hour" }, filter);
  return hours
    .map((point, i) => ({ ...point, values: [point.values[0], mean(hours, i)] }))
    .filter(({ start }) => from === null || start >= from);
}

function mean(hours, last) {
  const first = last - HOURS_OF_MEAN + 1;
  if (first < 0 || hours[last].start - hours[first].start !== (HOURS_OF_MEAN - 1) * HOUR) return null;
  let sum = 0;
  for (let i = first; i <= last; i += 1) {
    if (!hours[i].complete || hours[i].values[0] === null) return null;
    sum += hours[i].values[0];
  }
  return sum / HOURS_OF_MEAN;
}
