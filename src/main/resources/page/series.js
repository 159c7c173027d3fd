import { asCsv, get } from "./api.js";
import { HOUR } from "./periods.js";

const HOURS_OF_MEAN = 24;

/** From this length on, hours are shown with their mean of 24 hours. */
const MEAN_FROM = 14 * 24 * HOUR;

/** Returns the parameters of a range of time, a resolution and a filter. */
export function seriesParameters({ from, to, resolution }, filter) {
  const parameters = [`resolution=${resolution}`];
  if (from !== null) parameters.push(`from=${new Date(from).toISOString()}`);
  if (to !== null) parameters.push(`to=${new Date(to).toISOString()}`);
  if (filter !== "raw") parameters.push(`filter=${filter}`);
  return parameters.join("&");
}

/** Returns the path of a series of some metrics. */
export const seriesPath = (metrics, span, filter) =>
  `api/v1/series?metrics=${metrics.join(",")}&${seriesParameters(span, filter)}`;

/** Returns the paths of the same data as JSON and as CSV. */
export const formats = (path) => ({ json: path, csv: asCsv(path) });

/**
 * Returns points of the API as points of a chart.
 *
 * @param valuesOf returns the values of a point
 */
export const pointsOf = (points, valuesOf) =>
  points.map((point) => ({
    start: Date.parse(point.start),
    end: Date.parse(point.end),
    complete: point.complete,
    values: valuesOf(point),
  }));

/**
 * Shows a series in a chart, with links to its data. A chart keeps its data if the request fails.
 *
 * @param path of the series without parameters
 * @param valuesOf returns the values of a point
 * @param selected returns which of the points are shown
 */
export async function showSeries(chart, path, span, filter, valuesOf, selected = (points) => points) {
  const shown = `${path}?${seriesParameters(span, filter)}`;
  chart.linkTo(formats(shown));
  try {
    const { points } = await get(shown);
    chart.show(selected(pointsOf(points, valuesOf)), span.resolution);
  } catch (error) {
    chart.fail(error);
    throw error;
  }
}

/**
 * Loads metrics as points with a value of each.
 *
 * @param span `{from, to, resolution}` in milliseconds
 */
export async function loadPoints(metrics, span, filter) {
  const { points } = await get(seriesPath(metrics, span, filter));
  return pointsOf(points, ({ values }) => metrics.map((metric) => values[metric]));
}

/** Metrics that are loaded by one request for several charts. */
export class LoadedSeries {
  /** @param asOf the time of the last block; null if there is none */
  static async load(metrics, span, filter, asOf) {
    const length = (span.to ?? asOf ?? 0) - (span.from ?? 0);
    const averaged = span.resolution === "hour" && length >= MEAN_FROM;
    const from = averaged && span.from !== null ? span.from - (HOURS_OF_MEAN - 1) * HOUR : span.from;
    return new LoadedSeries(metrics, span, averaged, await loadPoints(metrics, { ...span, from }, filter));
  }

  constructor(metrics, span, averaged, points) {
    Object.assign(this, { metrics, span, averaged, points });
  }

  /** Whether a chart of one metric also shows the mean of the 24 hours that end with each hour. */
  hasMeanOf(metrics) {
    return this.averaged && metrics.length === 1;
  }

  /** Returns points with the values of some of the metrics, and the mean if there is one. */
  of(metrics) {
    const at = metrics.map((metric) => this.metrics.indexOf(metric));
    const points = this.points.map((point) => ({ ...point, values: at.map((i) => point.values[i]) }));
    const shown = this.hasMeanOf(metrics)
      ? points.map((point, i) => ({ ...point, values: [point.values[0], mean(points, i)] }))
      : points;
    return shown.filter(({ end }) => this.span.from === null || end > this.span.from);
  }
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
