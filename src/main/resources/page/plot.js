/* global uPlot */
import { byId, write } from "./dom.js";
import { day, hour, inUnit, isWhole, month, onAxis, period, shortPeriod } from "./format.js";
import { Tooltip } from "./tooltip.js";

const HEIGHT = 240;
const DAY = 86_400;
const MIN_ZOOM = 8;
const INTERVALS = 4;
const FONT = "system-ui, sans-serif";
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = (name, suffix = "") => css(`--${name}${suffix}`);

/** The charts with this key show their cursors at the same time. */
const SYNC = "time";

/** Adds the values of each column to those of the columns before it. */
function stacked(columns) {
  let below = null;
  return columns.map((values) => {
    below = values.map((value, i) =>
      value === null || (below && below[i] === null) ? null : value + (below ? below[i] : 0),
    );
    return below;
  });
}

/** Returns the distance of labelled lines and the highest of them, which is not below the highest value. */
function scaleFor(highest, whole) {
  const raw = (highest > 0 ? highest : 1) / INTERVALS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 2.5, 5, 10].map((n) => n * power).find((step) => step >= raw * 0.999);
  const step = whole ? Math.max(1, Math.ceil(nice)) : nice;
  return { step, top: Math.max(1, Math.ceil((highest / step) * 0.9999)) * step };
}

/**
 * A chart of periods, which shows exact values on hover and with the arrow keys. Periods that are not complete, such
 * as the one in progress, are hollow and not joined to the others.
 */
export class Plot {
  /** @param onZoom receives the start and the end of a selected range in milliseconds */
  constructor(parent, { height = HEIGHT, onZoom }) {
    Object.assign(this, { parent, height, onZoom });
    this.tip = new Tooltip(parent);
    parent.tabIndex = 0;
    parent.setAttribute("role", "application");
    parent.setAttribute("aria-roledescription", "chart");
    parent.addEventListener("keydown", (event) => this.#onKey(event));
    parent.addEventListener("blur", () => {
      this.tip.hide();
      this.#select(null);
    });
    new ResizeObserver(() => this.#fit()).observe(parent);
    document.addEventListener("themechange", () => this.plot?.redraw(false, true));
  }

  /**
   * Shows series.
   *
   * @param points a list of `{start, end, complete, values}`, oldest first
   * @param series a list of `{label, kind: "area" | "line" | "bar" | "faint", colour, hidden}`, in the order of the
   *     values
   * @param stack whether bars are stacked
   */
  show({ points, series, unit, resolution, stack = false }) {
    // A selection counts points from the first one.
    if (resolution !== this.resolution || points[0].start !== this.points[0].start) this.#select(null);
    Object.assign(this, { points, series, unit, resolution, stack });
    const shown = series.map((one, s) => ({ one, s })).filter(({ one }) => !one.hidden);
    const x = points.map((point) => point.start / 1000);
    this.step = points.length > 1 ? x[1] - x[0] : (points[0].end - points[0].start) / 1000;
    let drawn = shown.map(({ one, s }) => ({ series: one, values: points.map((point) => point.values[s]) }));
    if (stack) {
      const sums = stacked(drawn.map(({ values }) => values));
      drawn = drawn.map((one, i) => ({ ...one, values: sums[i] })).reverse();
    }
    const data = [
      x,
      ...drawn.flatMap(({ values }) => [
        values.map((value, i) => (points[i].complete ? value : null)),
        values.map((value, i) => (points[i].complete ? null : value)),
      ]),
    ];
    this.highest = Math.max(0, ...drawn.flatMap(({ values }) => values.map((value) => value ?? 0)));
    const layout = JSON.stringify(drawn.map(({ series: { kind, colour: name } }) => [kind, name]));
    if (this.plot && layout === this.layout) {
      this.plot.setData(data);
      return;
    }
    this.layout = layout;
    this.plot?.destroy();
    this.plot = new uPlot(this.#options(drawn), data, this.parent);
  }

  /** Returns a picture of the chart with a title and a line below it, as a canvas. */
  picture(title, about) {
    const chart = this.plot.ctx.canvas;
    const scale = uPlot.pxRatio;
    const edge = 24 * scale;
    const head = 64 * scale;
    const canvas = document.createElement("canvas");
    canvas.width = chart.width + 2 * edge;
    canvas.height = chart.height + head + 2 * edge;
    const context = canvas.getContext("2d");
    context.fillStyle = css("--card");
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = css("--text");
    context.font = `600 ${20 * scale}px ${FONT}`;
    context.fillText(title, edge, edge + 18 * scale);
    context.fillStyle = css("--muted");
    context.font = `${13 * scale}px ${FONT}`;
    context.fillText(about, edge, edge + 42 * scale);
    context.drawImage(chart, edge, head + edge);
    return canvas;
  }

  #options(drawn) {
    const muted = () => colour("muted");
    return {
      width: Math.max(200, this.parent.clientWidth),
      height: this.height,
      // The last label of the axis of time has half of its width to the right of its point.
      padding: [12, 20, 0, 0],
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        points: { size: 7 },
        sync: { key: SYNC, scales: ["x", null], setSeries: false },
      },
      scales: {
        // uPlot's own range of a single point is years long.
        x: { time: true, range: () => [this.points[0].start / 1000 - this.step / 2, this.points.at(-1).start / 1000 + this.step / 2] },
        y: { range: () => [0, scaleFor(this.highest, isWhole(this.unit)).top] },
      },
      axes: [
        {
          stroke: muted,
          font: `12px ${FONT}`,
          grid: { show: false },
          ticks: { show: false },
          size: 28,
          gap: 8,
          space: 68,
          values: (_, splits, axis, space, increment) => splits.map((at) => (this.resolution === "hour" || at % DAY === 0 ? axisTime(at, increment) : null)),
        },
        {
          stroke: muted,
          font: `12px ${FONT}`,
          grid: { stroke: () => colour("line"), width: 1 },
          ticks: { show: false },
          size: (_, labels) => 16 + 7 * Math.max(3, ...(labels ?? []).map((label) => label.length)),
          gap: 6,
          splits: () => {
            const { step, top } = scaleFor(this.highest, isWhole(this.unit));
            return Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
          },
          values: (_, splits) => splits.map(onAxis(this.unit, splits.at(-1))),
        },
      ],
      series: [{}, ...drawn.flatMap(({ series }) => drawing(series))],
      hooks: { setCursor: [() => this.#onCursor()], setSelect: [() => this.#onSelect()] },
    };
  }

  #fit() {
    if (this.plot && this.parent.clientWidth > 0) {
      this.plot.setSize({ width: this.parent.clientWidth, height: this.height });
    }
  }

  #onCursor() {
    const { idx, left } = this.plot.cursor;
    if (idx === null || idx === undefined || left < 0 || !this.points[idx]) {
      this.tip.hide();
      return;
    }
    const offset = this.plot.over.offsetLeft;
    this.tip.show(this.#valuesAt(idx), offset + this.plot.valToPos(this.plot.data[0][idx], "x"), 8);
  }

  #onSelect() {
    const { left, width } = this.plot.select;
    if (width < MIN_ZOOM) return;
    const at = (pixels) => this.plot.posToVal(pixels, "x");
    const first = this.points.findIndex(({ start }) => start / 1000 >= at(left) - this.step / 2);
    const last = this.points.findLastIndex(({ start }) => start / 1000 <= at(left + width));
    this.#zoomTo(first, last);
  }

  #zoomTo(first, last) {
    this.#select(null);
    if (first >= 0 && last >= first) this.onZoom(this.points[first].start, this.points[last].end);
  }

  /** Marks the points between two of them, which Enter shows alone; none if it is null. */
  #select(range) {
    this.selected = range;
    if (!this.plot) return;
    const [left, right] = range
      ? [Math.min(...range), Math.max(...range) + 1].map((i) => this.plot.valToPos(this.plot.data[0][0] + (i - 0.5) * this.step, "x"))
      : [0, 0];
    this.plot.setSelect({ left, width: right - left, top: 0, height: range ? this.plot.over.clientHeight : 0 }, false);
  }

  #valuesAt(idx) {
    const point = this.points[idx];
    const format = inUnit(this.unit);
    const shown = this.series.map((series, s) => ({ ...series, value: point.values[s] })).filter((one) => !one.hidden);
    const rows = shown.map(({ label, value, colour: name }) => ({ label, value: format(value), colour: name }));
    if (this.stack && shown.length > 1 && shown.every(({ value }) => value !== null)) {
      rows.push({ label: "Total", value: format(shown.reduce((sum, { value }) => sum + value, 0)) });
    }
    return {
      title: period(point.start, point.end, this.resolution),
      rows,
      note: point.complete ? "" : point === this.points.at(-1) ? "so far" : "not complete",
    };
  }

  /** Arrow keys move the cursor, with Shift they select, Enter zooms to the selection, and Escape ends it. */
  #onKey(event) {
    if (!this.plot) return;
    if (event.key === "Escape") this.#select(null);
    if (event.key === "Enter" && this.selected) {
      event.preventDefault();
      this.#zoomTo(Math.min(...this.selected), Math.max(...this.selected));
    }
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps) || !this.points?.length) return;
    event.preventDefault();
    const last = this.points.length - 1;
    const at = this.plot.cursor.idx ?? last + 1;
    const next = Math.max(0, Math.min(last, at + steps[event.key]));
    this.plot.setCursor({ left: this.plot.valToPos(this.plot.data[0][next], "x"), top: 10 });
    this.#select(event.shiftKey ? [this.selected?.[0] ?? Math.min(at, last), next] : null);
    const { title, rows, note } = this.#valuesAt(next);
    const values = rows.map((row) => `${row.label} ${row.value}`).join(", ");
    const selected = this.selected ? `, ${Math.abs(this.selected[1] - this.selected[0]) + 1} selected` : "";
    write(byId("announce"), `${title}: ${values}${note ? `, ${note}` : ""}${selected}`);
  }
}

function axisTime(seconds, increment) {
  const millis = seconds * 1000;
  if (increment >= 28 * DAY) return month(millis);
  return seconds % DAY === 0 ? day(millis) : hour(millis);
}

/** Returns how uPlot draws a series: its complete periods, and the others. */
function drawing({ kind, colour: name }) {
  const full = () => colour(name);
  const none = { show: false };
  if (kind === "bar") {
    const paths = uPlot.paths.bars({ size: [0.76, 40], radius: 0.12 });
    return [
      { paths, points: none, width: 0, fill: full, stroke: full },
      { paths, points: none, width: 1.5, fill: () => colour("card"), stroke: full },
    ];
  }
  const hollow = {
    paths: () => null,
    points: { show: true, size: 8, width: 2, stroke: full, fill: () => colour("card") },
    stroke: full,
  };
  if (kind === "faint") return [{ points: none, width: 1, stroke: () => colour(name, "-light") }, hollow];
  const points = { show: ({ data }) => data[0].length < 3, size: 7 };
  const fill = kind === "area" ? () => colour(name, "-area") : undefined;
  return [{ points, width: 2, stroke: full, fill }, hollow];
}

/** Returns the text alternative of a chart: the last, highest and lowest value of its complete periods. */
export function summary({ points, series, unit, resolution }) {
  const format = inUnit(unit);
  const at = series.findIndex(({ hidden }) => !hidden);
  const value = (point) => point.values[at];
  const of = series.length > 1 ? `${series[at].label}: last` : "Last";
  const periodText = ({ start }) => shortPeriod(start, resolution);
  const known = points.filter((point) => point.complete && value(point) !== null);
  if (known.length === 0) {
    const last = points.at(-1);
    return `${of} ${format(value(last))} so far (${periodText(last)}); no complete period yet.`;
  }
  const best = (better) => known.reduce((a, b) => (better(value(b), value(a)) ? b : a));
  const high = best((a, b) => a > b);
  const low = best((a, b) => a < b);
  const last = known.at(-1);
  return (
    `${of} ${format(value(last))} (${periodText(last)}), ` +
    `highest ${format(value(high))} (${periodText(high)}), lowest ${format(value(low))} (${periodText(low)})`
  );
}
