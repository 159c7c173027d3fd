import { asCsv, get } from "./api.js";
import { ChartCard } from "./charts.js";
import { byId, dataLinks, element, setState } from "./dom.js";
import { count, percent, ratio } from "./format.js";
import { facts } from "./facts.js";
import { span } from "./periods.js";
import { showSeries } from "./series.js";
import { fill, filteredWindow } from "./tables.js";
import { view } from "./view.js";

const RESOLUTIONS = ["hour", "day", "week"];
const SHARES = ["top10Share", "top100Share", "top1PercentShare"];

/** The shares are known within the retention only, which can be shorter than the chosen range. */
function fromTheFirstKnown(points) {
  const first = points.findIndex(({ values }) => values[0] !== null);
  return first < 0 ? [] : points.slice(first);
}

/** A chart of the shares of the busiest over the time of the view. */
export class ConcentrationChart {
  /**
   * @param spec that of a `ChartCard` without its unit and series
   * @param path of the series without parameters
   */
  constructor(parent, spec, path) {
    this.path = path;
    this.card = new ChartCard(parent, {
      ...spec,
      unit: "share",
      series: [
        { label: "Busiest 10", kind: "line", colour: "c1" },
        { label: "Busiest 100", kind: "line", colour: "c2" },
        { label: "Busiest 1%", kind: "line", colour: "c3" },
      ],
    });
  }

  /** @param asOf the time of the last block; null if there is none */
  async load(asOf) {
    const shown = span(view(), asOf ?? Date.now(), RESOLUTIONS);
    await showSeries(
      this.card,
      this.path,
      shown,
      view().filter,
      (point) => SHARES.map((share) => point[share]),
      fromTheFirstKnown,
    );
  }
}

/** How the transactions of the window of the view are shared among their senders, and of the periods of its range. */
export class ConcentrationCard {
  constructor() {
    this.window = element("div", {});
    // The links to the numbers of the window are below these, and above the chart with links of its own.
    byId("concentration-body").append(this.window, byId("concentration-links"));
    this.chart = new ConcentrationChart(
      byId("concentration-body"),
      { id: "concentration-chart", title: "Shares over time", level: "h4", plain: true },
      "api/v1/concentration/series",
    );
  }

  /** @param asOf the time of the last block; null if there is none */
  async load(asOf) {
    await Promise.all([fill("concentration", (card) => this.#showWindow(card)), this.chart.load(asOf)]);
  }

  async #showWindow(card) {
    const path = `api/v1/concentration?${filteredWindow()}`;
    byId("concentration-links").replaceChildren(...dataLinks("Concentration", path, asCsv(path)));
    const shares = await get(path);
    if (shares.gini === null) {
      this.window.replaceChildren();
      setState(
        card,
        "empty",
        shares.transactions === 0 ? "There is no transaction in this time." : "No block of this time is stored yet.",
      );
      return;
    }
    setState(card, "ready");
    const parts = [
      ["The 10 busiest senders", shares.top10Share],
      ["The 100 busiest senders", shares.top100Share],
      ["The busiest 1% of the senders", shares.top1PercentShare],
    ];
    this.window.replaceChildren(
      element(
        "ul",
        { class: "shares" },
        ...parts.map(([name, share]) =>
          element(
            "li",
            {},
            element("span", { class: "share-name" }, name, element("b", {}, percent(share))),
            element("meter", { value: share, "aria-label": `${name}: share of the transactions` }),
          ),
        ),
      ),
      facts([
        ["Half of the transactions are of", senders(shares.sendersOfHalf)],
        ["80% of the transactions are of", senders(shares.sendersOf80Percent)],
        ["Gini coefficient (0 is equal)", ratio(shares.gini)],
      ]),
    );
  }
}

const senders = (number) => `${count(number)} ${number === 1 ? "sender" : "senders"}`;
