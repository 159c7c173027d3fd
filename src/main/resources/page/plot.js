/* global uPlot */
import { byId, write } from "./dom.js";
import { compact, count, day, hour, period } from "./format.js";
import { Tooltip } from "./tooltip.js";

const HEIGHT = 240;
const dark = matchMedia("(prefers-color-scheme: dark)");
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = (name, suffix = "") => css(`--${name}${suffix}`);

/** Divides values into those of complete periods and the others, which are drawn lighter. */
function split(values, complete, kind) {
  const certain = values.map((value, i) => (complete[i] ? value : null));
  const open = (i) => complete[i] === false;
  const partial = values.map((value, i) =>
    open(i) || (kind !== "bar" && (open(i + 1) || open(i - 1))) ? value : null,
  );
  return [certain, partial];
}

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

/** A chart of periods, which shows exact values on hover and with the arrow keys. */
export class Plot {
  /** @param series a list of `{label, kind: "area" | "line" | "bar", colour}`; bars can be stacked */
  constructor(parent, { series, stack = false }) {
    this.parent = parent;
    this.series = series;
    this.stack = stack;
    this.tip = new Tooltip(parent);
    parent.tabIndex = 0;
    parent.setAttribute("role", "img");
    parent.addEventListener("keydown", (event) => this.#onKey(event));
    parent.addEventListener("blur", () => this.tip.hide());
    new ResizeObserver(() => this.#fit()).observe(parent);
    dark.addEventListener("change", () => this.plot?.redraw(true));
  }

  /** @param points a list of `{start, end, complete, values}`, oldest first */
  show(points) {
    this.points = points;
    const x = points.map((point) => point.start / 1000);
    const complete = points.map((point) => point.complete);
    this.step = points.length ? (points[0].end - points[0].start) / 1000 : 3600;
    const columns = this.series.map((_, s) => points.map((point) => point.values[s]));
    let drawn = this.series.map((series, s) => ({ series, values: columns[s] }));
    if (this.stack) {
      const sums = stacked(columns);
      drawn = drawn.map((one, s) => ({ ...one, values: sums[s] })).reverse();
    }
    const data = [x, ...drawn.flatMap((d) => split(d.values, complete, d.series.kind))];
    if (this.plot) {
      this.plot.setData(data);
    } else {
      this.plot = new uPlot(this.#options(drawn), data, this.parent);
    }
  }

  #options(drawn) {
    const muted = () => colour("muted");
    return {
      width: Math.max(200, this.parent.clientWidth),
      height: HEIGHT,
      padding: [12, 8, 0, 0],
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: {
          time: true,
          range: (_, min, max) => [min - this.step / 2, max + this.step / 2],
        },
        y: { range: (_, min, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        {
          stroke: muted,
          font: "12px system-ui, sans-serif",
          grid: { show: false },
          ticks: { show: false },
          size: 28,
          gap: 8,
          space: 64,
          incrs: [1, 2, 3, 4, 6, 12, 24, 48, 72, 96, 168, 336, 720].map((h) => h * 3600),
          values: (_, splits) => splits.map(axisTime),
        },
        {
          stroke: muted,
          font: "12px system-ui, sans-serif",
          grid: { stroke: () => colour("line"), width: 1 },
          ticks: { show: false },
          size: 46,
          gap: 6,
          space: 44,
          values: (_, splits) => splits.map((value) => compact(value)),
        },
      ],
      series: [{}, ...drawn.flatMap(({ series }) => drawing(series))],
      hooks: { setCursor: [() => this.#onCursor()] },
    };
  }

  #fit() {
    if (this.plot && this.parent.clientWidth > 0) {
      this.plot.setSize({ width: this.parent.clientWidth, height: HEIGHT });
    }
  }

  #onCursor() {
    const { idx, left } = this.plot.cursor;
    if (idx === null || idx === undefined || left < 0) {
      this.tip.hide();
      return;
    }
    const offset = this.plot.over.offsetLeft;
    this.tip.show(this.#valuesAt(idx), offset + this.plot.valToPos(this.plot.data[0][idx], "x"), 8);
  }

  #valuesAt(idx) {
    const point = this.points[idx];
    return {
      title: period(point.start, point.end),
      rows: this.series.map((series, s) => ({
        label: series.label,
        value: count(point.values[s]),
        colour: series.colour,
      })),
      note: point.complete ? "" : "not complete",
    };
  }

  #onKey(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps) || !this.points?.length) return;
    event.preventDefault();
    const last = this.points.length - 1;
    const at = this.plot.cursor.idx ?? last + 1;
    const next = Math.max(0, Math.min(last, at + steps[event.key]));
    this.plot.setCursor({ left: this.plot.valToPos(this.plot.data[0][next], "x"), top: 10 });
    const { title, rows, note } = this.#valuesAt(next);
    const values = rows.map((row) => `${row.label} ${row.value}`).join(", ");
    write(byId("announce"), `${title}: ${values}${note ? `, ${note}` : ""}`);
  }
}

function axisTime(seconds) {
  const date = seconds * 1000;
  return seconds % 86_400 === 0 ? day(date) : hour(date);
}

/** Returns how uPlot draws a series: complete periods in the full colour, others lighter. */
function drawing(series) {
  const points = { show: ({ data }) => data[0].length < 3, size: 7 };
  const full = () => colour(series.colour);
  const light = () => colour(series.colour, "-light");
  const none = { show: false };
  if (series.kind === "bar") {
    const paths = uPlot.paths.bars({ size: [0.76, 40], radius: 0.12 });
    return [
      { paths, points: none, width: 0, fill: full, stroke: full },
      { paths, points: none, width: 0, fill: light, stroke: light },
    ];
  }
  const area = series.kind === "area" ? () => colour(series.colour, "-area") : undefined;
  return [
    { points, width: 2, stroke: full, fill: area },
    { points, width: 2, stroke: full, fill: area, dash: [3, 4] },
  ];
}
