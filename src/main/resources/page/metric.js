import { show } from "./activity.js";
import { loadMetrics } from "./catalogue.js";
import { ChartCard } from "./charts.js";
import { copyButton } from "./copy.js";
import { byId, element, refill } from "./dom.js";
import { facts, factsOf } from "./facts.js";
import { change, day, fullDay, inUnit, period, UNKNOWN } from "./format.js";
import { span } from "./periods.js";
import { loadPoints } from "./series.js";
import { ShareCard } from "./share.js";
import { table } from "./tables.js";
import { Toolbar } from "./toolbar.js";
import { absoluteUrl, linkTo, view } from "./view.js";

const ROWS = 400;
const HEIGHT = 320;

/** The view of one metric: its definition, its chart, its extremes, its periods, and its links. */
export class MetricView {
  /** @param onCreated is called when another metric is shown */
  constructor(onCreated) {
    this.onCreated = onCreated;
  }

  /**
   * Loads the metric of the view.
   *
   * @param asOf the time of the last block; null if there is none
   * @param rules whether the filter has rules
   */
  async load(asOf, rules) {
    const metrics = await loadMetrics();
    const described = metrics.find(({ metric }) => metric === view().metric);
    if (!described) {
      this.key = null;
      this.title = null;
      byId("metric").replaceChildren(
        back(),
        element("h1", { tabIndex: -1 }, "There is no such metric"),
        element("p", {}, `The service has no metric ${view().metric}.`),
      );
      return;
    }
    if (this.key !== described.metric) this.#create(described);
    this.toolbar.show(asOf, rules);
    const shown = span(view(), asOf ?? Date.now(), described.resolutions);
    this.share.show(shown);
    await show([this.card], shown, asOf);
    this.#showPeriods(described, shown);
    await this.#showAllTime(described);
  }

  #create(described) {
    const { metric, name, colour, unit, definition, source, resolutions } = described;
    this.key = metric;
    this.title = name;
    this.facts = facts([], "wide");
    const toolbar = element("div", {});
    const chart = element("div", {});
    this.periods = element("div", {});
    byId("metric").replaceChildren(
      back(),
      element("h1", { tabIndex: -1 }, name),
      element("p", { class: "definition" }, definition),
      element("p", { class: "about" }, `Source: ${source}`),
      this.facts,
      toolbar,
      chart,
      this.periods,
    );
    this.toolbar = new Toolbar(toolbar, name, resolutions);
    this.card = new ChartCard(chart, {
      id: "metric-chart",
      level: "h2",
      title: name,
      about: `Unit: ${unit}`,
      unit,
      height: HEIGHT,
      metrics: [metric],
      series: [{ label: name, kind: unit === "addresses" || unit === "transactions" ? "trend" : "line", colour }],
      actions: this.#actions(described),
    });
    this.share = new ShareCard(chart, described);
    this.onCreated();
  }

  #actions({ metric, name }) {
    const png = element("button", { type: "button", class: "quiet" }, "Save PNG");
    png.title = "Saves the chart as a picture";
    png.addEventListener("click", () => this.#savePicture(metric, name));
    this.png = png;
    return [png, copyButton(() => absoluteUrl(), "the link to this view", "Copy link")];
  }

  #savePicture(metric, name) {
    const { points, resolution } = this.card.data;
    const about = `${document.documentElement.dataset.chain} · ${day(points[0].start)} to ${period(points.at(-1).start, points.at(-1).end, resolution)} · by the ${resolution}`;
    this.card.plot.picture(name, about).toBlob((blob) => {
      const url = URL.createObjectURL(blob);
      element("a", { href: url, download: `${metric}-${resolution}.png` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }

  #showPeriods({ name, unit }, { resolution }) {
    const points = this.card.data?.points ?? [];
    this.periods.hidden = points.length === 0;
    this.png.disabled = points.length === 0;
    const format = inUnit(unit);
    const rows = points.map((point, i) => {
      const [value] = point.values;
      const before = points[i - 1];
      const compared = point.complete && before?.complete && before.values[0] > 0 && value !== null;
      return [
        period(point.start, point.end, resolution),
        format(value),
        compared ? change(value / before.values[0] - 1) : UNKNOWN,
        point.complete ? "complete" : i === points.length - 1 ? "so far" : "not complete",
      ];
    });
    refill(
      this.periods,
      element("h2", { class: "periods-title" }, "Periods"),
      table(
        `Table of ${name}`,
        [["Period", "wide"], ["Value", "number"], ["Change", "number"], ["State", ""]],
        rows.reverse().slice(0, ROWS),
      ),
    );
  }

  /** Shows the last, highest, lowest and mean value of all days that are known. */
  async #showAllTime({ metric, unit }) {
    const points = await loadPoints([metric], { from: null, to: null, resolution: "day" }, view().filter);
    if (view().metric !== metric) return;
    const known = points
      .map(({ start, complete, values: [value] }) => ({ start, complete, value }))
      .filter(({ complete, value }) => complete && value !== null);
    const format = inUnit(unit);
    const best = (better) => known.reduce((a, b) => (better(b.value, a.value) ? b : a));
    const list = [];
    if (known.length > 0) {
      const last = known.at(-1);
      const [high, low] = [best((a, b) => a > b), best((a, b) => a < b)];
      const mean = known.reduce((sum, { value }) => sum + value, 0) / known.length;
      list.push(
        ["Last day", format(last.value), fullDay(last.start)],
        ["All-time high of a day", format(high.value), fullDay(high.start)],
        ["All-time low of a day", format(low.value), fullDay(low.start)],
        ["Mean of all days", format(mean), `since ${fullDay(known[0].start)}`],
      );
    }
    this.facts.hidden = list.length === 0;
    this.facts.replaceChildren(...factsOf(list));
  }
}

const back = () => element("p", { class: "back" }, linkTo(element("a", {}, "← All numbers"), { metric: null }));
