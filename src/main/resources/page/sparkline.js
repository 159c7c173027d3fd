const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 100;
const HEIGHT = 30;
const EDGE = 2;

/** Creates a small line of values without axes; null values are left out. It is an ornament for screen readers. */
export function sparkline(values) {
  const known = values.filter((value) => value !== null && value !== undefined);
  const svg = shape("svg", {
    class: "spark",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  if (known.length < 2) return svg;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (i) => (i / (values.length - 1)) * WIDTH;
  const y = (value) => HEIGHT - EDGE - (high > low ? (value - low) / (high - low) : 0.5) * (HEIGHT - 2 * EDGE);
  const points = values.flatMap((value, i) => (value === null || value === undefined ? [] : [[x(i), y(value)]]));
  const line = points.map(([left, top], i) => `${i ? "L" : "M"}${left.toFixed(1)} ${top.toFixed(1)}`).join("");
  const [first, last] = [points[0], points.at(-1)];
  svg.append(
    shape("path", { class: "spark-area", d: `${line}L${last[0].toFixed(1)} ${HEIGHT}L${first[0].toFixed(1)} ${HEIGHT}Z` }),
    shape("path", { class: "spark-line", d: line }),
    shape("path", { class: "spark-end", d: `M${last[0].toFixed(1)} ${last[1].toFixed(1)}h0` }),
  );
  return svg;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
