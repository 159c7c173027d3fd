import { dataLinks, element, setFailed, setState, write } from "./dom.js";
import { HOUR } from "./periods.js";
import { Plot, summary } from "./plot.js";
import { changeView } from "./view.js";

/** The shortest time in milliseconds that can be shown by dragging. */
const SHORTEST = HOUR;
const MOST_BARS = 120;

/** A card with a chart, a legend whose entries hide and show series, and links to the data. */
export class ChartCard {
  /**
   * @param spec `{id, title, heading, level, about, unit, stack, series, actions, height, plain}`, where `actions` follow
   *     the links, and a series is `{label, kind, colour}`, with the kind `trend` for bars of days, weeks and months, and
   *     an area of hours or of many of them; `plain` is a chart within another card
   */
  constructor(parent, spec) {
    this.spec = spec;
    this.hidden = new Set();

    /** What is shown, as `{points, resolution, series}`; null if there is nothing. */
    this.data = null;
    const heading = `${spec.id}-title`;
    this.legend = element("ul", { class: "legend" });
    this.plotArea = element("div", { class: "plot" });
    this.summary = element("p", { class: "summary", id: `${spec.id}-summary` });
    this.links = element("footer", { class: "links" });
    this.card = element(
      "article",
      { class: spec.plain ? "chart" : "card chart", id: spec.id, "aria-labelledby": heading },
      element("header", {}, element(spec.level ?? "h3", { id: heading }, spec.heading ?? spec.title), this.legend),
      spec.about ? element("p", { class: "about" }, spec.about) : null,
      this.plotArea,
      this.summary,
      this.links,
    );
    this.plotArea.setAttribute("aria-describedby", this.summary.id);
    parent.append(this.card);
    setState(this.card, "loading");
    this.plot = new Plot(this.plotArea, { height: spec.height, onZoom: zoomTo });
  }

  /**
   * Shows points.
   *
   * @param series those of the specification unless others are given
   */
  show(points, resolution, series = this.spec.series) {
    const known = (value) => value !== null && value !== undefined;
    const drawable = ({ values }) => (this.spec.stack ? values.every(known) : values.some(known));
    if (!points.some(drawable)) {
      this.data = null;
      setState(this.card, "empty", "There is no data for this time.");
      return;
    }
    setState(this.card, "ready");
    this.data = { points, resolution, series };
    this.#draw();
  }

  linkTo({ json, csv }) {
    this.links.replaceChildren(...dataLinks(this.spec.title, json, csv), ...(this.spec.actions ?? []));
  }

  fail(error) {
    setFailed(this.card, error);
  }

  #draw() {
    const { points, resolution, series } = this.data;
    const { unit, stack } = this.spec;
    const shown = series.map((one) => ({
      ...one,
      kind: one.kind === "trend" ? (resolution === "hour" || points.length > MOST_BARS ? "area" : "bar") : one.kind,
      hidden: this.hidden.has(one.label),
    }));
    const data = { points, series: shown, unit, resolution, stack };
    const text = summary(data);
    this.plotArea.setAttribute("aria-label", `Chart: ${this.spec.title}. ${text}`);
    write(this.summary, text);
    this.#showLegend(shown);
    this.plot.show(data);
  }

  #showLegend(series) {
    const entries = series.length < 2 ? [] : series;
    const labels = entries.map(({ label }) => label).join("|");
    if (this.labels !== labels) {
      this.labels = labels;
      this.legend.replaceChildren(...entries.map((one) => element("li", {}, this.#toggle(one))));
    }
    for (const button of this.legend.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(!this.hidden.has(button.dataset.label)));
    }
  }

  #toggle({ label, colour, kind }) {
    const button = element(
      "button",
      { type: "button", title: "Shows or hides the series" },
      element("span", { class: `swatch ${colour} ${kind}` }),
      label,
    );
    button.dataset.label = label;
    button.addEventListener("click", () => {
      // One series remains.
      if (!this.hidden.delete(label) && this.hidden.size < this.data.series.length - 1) this.hidden.add(label);
      this.#draw();
    });
    return button;
  }
}

function zoomTo(from, to) {
  const text = (millis) => {
    const iso = new Date(millis).toISOString();
    return iso.slice(11, 16) === "00:00" ? iso.slice(0, 10) : `${iso.slice(0, 16)}Z`;
  };
  if (to - from >= SHORTEST) changeView({ from: text(from), to: text(to) });
}
