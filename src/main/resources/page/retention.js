import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, refill, setFailed, setState } from "./dom.js";
import { count, day, percent, UNKNOWN, wholePercent } from "./format.js";
import { scale, shadeOf } from "./heat.js";
import { startOf } from "./periods.js";

const WEEKS = 16;

/** With more columns, each is narrow. */
const MOST_WIDE = 4;

/** The new senders of the service by the ISO week of their first transaction. */
const NEW_SENDERS = {
  id: "retention",
  title: "Retention of new senders",
  about: "The share of the new senders of a week that sent again 1, 7 and 30 days after their first day",
  empty: "The retention is known after the first complete days.",
  size: { key: "newSenders", head: "New", again: "Senders" },
  later: [
    { key: "day1", head: "1 day" },
    { key: "day7", head: "7 days" },
    { key: "day30", head: "30 days" },
  ],
};

/** Creates the card of the retention of the new senders of the service. */
export const retentionOfNewSenders = () =>
  new RetentionCard(byId("growth-charts"), NEW_SENDERS, () => `api/v1/retention?limit=${WEEKS * 7}`);

/** How many of the members of each week were active again later, as a table with a heat map. */
export class RetentionCard {
  /**
   * @param spec `{id, title, level, about, empty, size, later, actions}`, where `size` is `{key, head, again}` of the members
   *     of a cohort, with the end of the keys of those that were active again, `later` are the shares, and `actions`
   *     follow the title
   * @param path returns the path of cohorts of days or weeks, newest first
   */
  constructor(parent, { id, title, level = "h3", about, empty, size, later, actions = [] }, path) {
    Object.assign(this, { empty, size, later, path });
    const heading = `${id}-title`;
    this.body = element("div", { class: "heat-scroll", tabIndex: 0, role: "region", "aria-label": `${title}, week by week` });
    this.links = element("footer", { class: "links" });
    this.card = element(
      "article",
      { class: "card", id, "aria-labelledby": heading },
      element("header", {}, element(level, { id: heading }, title), ...actions),
      element("p", { class: "about" }, about),
      this.body,
      scale(),
      this.links,
    );
    parent.append(this.card);
    setState(this.card, "loading");
  }

  async load() {
    const path = this.path();
    this.links.replaceChildren(...dataLinks("Retention", path, asCsv(path)));
    let cohorts;
    try {
      ({ cohorts } = await get(path));
    } catch (error) {
      setFailed(this.card, error);
      throw error;
    }
    const known = cohorts.filter((cohort) => cohort.complete && cohort[this.size.key] !== null);
    if (known.length === 0) {
      setState(this.card, "empty", this.empty);
      return;
    }
    setState(this.card, "ready");
    refill(this.body, this.#table(this.#weeksOf(known), this.#summed(known)));
  }

  /** Adds up the cohorts of each week, newest week first. */
  #weeksOf(cohorts) {
    const weeks = new Map();
    for (const one of cohorts) {
      const start = startOf("week", Date.parse(one.date));
      weeks.set(start, [...(weeks.get(start) ?? []), one]);
    }
    return [...weeks].map(([start, members]) => ({ start, ...this.#summed(members) }));
  }

  /** Adds up cohorts. A share is of those members of whom it is known whether they were active again. */
  #summed(cohorts) {
    const sizeOf = (some) => some.reduce((sum, one) => sum + one[this.size.key], 0);
    const sums = { size: sizeOf(cohorts) };
    for (const { key } of this.later) {
      const known = cohorts.filter((one) => one[key] !== null);
      const of = sizeOf(known);
      const again = known.reduce((sum, one) => sum + one[`${key}${this.size.again}`], 0);
      const awaited = cohorts.map((one) => one[`${key}AvailableFrom`]).filter(Boolean).sort();
      sums[key] = { of, again, share: of > 0 ? again / of : null, from: awaited[0] ?? null };
    }
    return sums;
  }

  #table(weeks, all) {
    return element(
      "table",
      { class: this.later.length > MOST_WIDE ? "heat many" : "heat" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, "Week of"),
          element("th", { scope: "col", class: "number" }, this.size.head),
          ...this.later.map(({ head }) => element("th", { scope: "col" }, head)),
        ),
      ),
      element(
        "tbody",
        {},
        this.#row("Average", all, "heat-average"),
        ...weeks.slice(0, WEEKS).map((week) => this.#row(day(week.start), week)),
      ),
    );
  }

  #row(name, sums, style = "") {
    return element(
      "tr",
      { class: style },
      element("th", { scope: "row" }, name),
      element("td", { class: "number" }, count(sums.size)),
      ...this.later.map(({ key, head }) => cell(sums[key], head, this.later.length > MOST_WIDE ? wholePercent : percent)),
    );
  }
}

function cell({ of, again, share, from }, later, format) {
  if (share === null) {
    const reason = from ? `available from ${day(Date.parse(from))}` : "not known";
    return element(
      "td",
      { class: "heat-none", title: reason },
      element("span", { "aria-hidden": "true" }, from ? element("span", { class: "from" }, `from `) : UNKNOWN, from ? day(Date.parse(from)) : null),
      element("span", { class: "visually-hidden" }, reason),
    );
  }
  return element(
    "td",
    { class: `heat-${shadeOf(share)}`, title: `${count(again)} of ${count(of)} again after ${later}` },
    format(share),
  );
}
