import { GROUPS, loadMetrics } from "./catalogue.js";
import { completeDays } from "./days.js";
import { byId, element } from "./dom.js";
import { inUnit } from "./format.js";
import { showChange } from "./headline.js";
import { DAY } from "./periods.js";
import { sparkline } from "./sparkline.js";
import { linkTo } from "./view.js";

const SPARK_DAYS = 30;

/** The metrics of the service, each with its last complete day, its change from a week before, and a sparkline. */
export class Gallery {
  /** @param days newest first */
  async show(days) {
    const metrics = await loadMetrics();
    if (!this.items) this.#create(metrics);
    const known = completeDays(days);
    const newest = known.at(-1);
    const weekBefore = newest && known.find(({ date }) => Date.parse(date) === Date.parse(newest.date) - 7 * DAY);
    for (const { metric, unit } of metrics) {
      const { value, change, spark } = this.items.get(metric);
      const last = newest?.[metric] ?? null;
      value.textContent = inUnit(unit)(last);
      showChange(change, last !== null && weekBefore?.[metric] > 0 ? last / weekBefore[metric] - 1 : null);
      spark.replaceChildren(sparkline(known.slice(-SPARK_DAYS).map((one) => one[metric])));
    }
  }

  #create(metrics) {
    this.items = new Map();
    const groups = GROUPS.map((group) => [group, metrics.filter((one) => one.group === group)]);
    byId("gallery").replaceChildren(
      ...groups
        .filter(([, members]) => members.length > 0)
        .map(([group, members]) =>
          element(
            "div",
            { class: "gallery-group" },
            element("h3", {}, group),
            element("ul", { class: "gallery" }, ...members.map((one) => element("li", {}, this.#item(one)))),
          ),
        ),
    );
  }

  #item({ metric, name, colour }) {
    const value = element("b", {}, "–");
    const change = element("span", { class: "change", hidden: true });
    const spark = element("span", { class: `spark-box ${colour}` });
    this.items.set(metric, { value, change, spark });
    const link = element(
      "a",
      { class: "tile", id: `metric-${metric}` },
      element("span", { class: "tile-name" }, name),
      element("span", { class: "tile-value" }, value, change),
      spark,
    );
    return linkTo(link, { metric });
  }
}
