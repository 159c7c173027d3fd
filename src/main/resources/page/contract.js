import { asCsv, get } from "./api.js";
import { ChartCard } from "./charts.js";
import { ConcentrationChart } from "./concentration.js";
import { reasonOf } from "./contracts.js";
import { copyButton } from "./copy.js";
import { byId, dataLinks, element, refill } from "./dom.js";
import { facts, factsOf, sighting } from "./facts.js";
import { count, percent, UNKNOWN } from "./format.js";
import { span } from "./periods.js";
import { RetentionCard } from "./retention.js";
import { showSeries } from "./series.js";
import { addressLink, filteredWindow, shortened, table } from "./tables.js";
import { Toolbar, windowChoice } from "./toolbar.js";
import { absoluteUrl, changeView, linkTo, view } from "./view.js";

const FUNCTIONS = 12;
const WEEKS = 16;
const LATER = [1, 2, 3, 4, 8, 12];

const CHARTS = [
  { metric: "users", title: "Users", about: "Distinct senders of calls", unit: "addresses", colour: "c1" },
  { metric: "transactions", title: "Calls", about: "Transactions to the contract with input", unit: "transactions", colour: "c3" },
  { metric: "newUsers", title: "New users", about: "Users that sent their first transaction of all (nonce 0)", unit: "addresses", colour: "c2" },
];

/** The view of a contract, or of a group of contracts. */
export class ContractView {
  /** @param onCreated is called when another contract is shown */
  constructor(onCreated) {
    this.onCreated = onCreated;
  }

  /**
   * Loads the contract of the view.
   *
   * @param asOf the time of the last block; null if there is none
   * @param rules whether the filter has rules
   */
  async load(asOf, rules) {
    const { contract } = view();
    if (this.key !== contract) this.#create(contract);
    const shown = span(view(), asOf ?? Date.now());
    this.toolbar.show(asOf, rules);
    this.cohort.value = view().cohort;
    let activity;
    try {
      [activity] = await Promise.all([
        get(`${this.path}?${filteredWindow()}&limit=${FUNCTIONS}`),
        ...this.charts.map((chart) => this.#loadSeries(chart, shown)),
        this.retention.load(),
        this.concentration.load(asOf),
      ]);
    } catch (error) {
      if (error.status !== 400 && error.status !== 404) throw error;
      this.#showNothing(contract.startsWith("group:") ? "The file of labels has no group of this name." : error.message);
      return;
    }
    if (view().contract === contract) this.#show(activity);
  }

  #create(contract) {
    this.key = contract;
    this.title = nameOf(contract);
    this.path = `api/v1/contracts/${encodeURIComponent(contract)}`;
    this.heading = element("h1", { tabIndex: -1 }, this.title);
    this.about = element("div", { class: "lookup-head" });
    this.facts = facts([], "wide");
    this.functions = element("div", {});
    this.links = element("footer", { class: "links" });
    this.window ??= windowChoice("contract-window");
    const toolbar = element("div", {});
    const grid = element("div", { class: "grid" });
    this.activity = [toolbar, grid, this.window];
    byId("contract").replaceChildren(
      element("p", { class: "back" }, linkTo(element("a", {}, "← All numbers"), { contract: null })),
      this.heading,
      element("div", { class: "contract-choices" }, this.about, this.window),
      this.facts,
      toolbar,
      grid,
    );
    this.toolbar = new Toolbar(toolbar, "Contract");
    this.charts = CHARTS.map(
      ({ metric, colour, ...spec }) =>
        new ChartCard(grid, {
          ...spec,
          id: `contract-${metric}`,
          level: "h2",
          metric,
          series: [{ label: spec.title, kind: "trend", colour }],
        }),
    );
    this.concentration = new ConcentrationChart(
      grid,
      {
        id: "contract-concentration",
        title: "How calls are shared",
        level: "h2",
        about: "The share of the calls that the busiest users sent",
      },
      `${this.path}/concentration/series`,
    );
    this.#createRetention(grid);
    grid.append(
      element(
        "article",
        { class: "card", "aria-labelledby": "functions-title" },
        element("header", {}, element("h2", { id: "functions-title" }, "Functions")),
        element("p", { class: "about" }, "Calls by the first four bytes of their input"),
        this.functions,
        this.links,
      ),
    );
    this.onCreated();
  }

  #createRetention(grid) {
    this.cohort = element(
      "select",
      {},
      element("option", { value: "users" }, "users"),
      element("option", { value: "newUsers" }, "new users"),
    );
    this.cohort.addEventListener("change", () => changeView({ cohort: this.cohort.value }));
    this.retention = new RetentionCard(
      grid,
      {
        id: "contract-retention",
        title: "Retention",
        level: "h2",
        about: "The share of the users of a week that used the contract again so many weeks later, of all transactions",
        empty: "The retention is known after the first complete ISO weeks.",
        size: { key: "users", head: "Users", again: "Users" },
        later: LATER.map((weeks) => ({ key: `week${weeks}`, head: `${weeks} w` })),
        actions: [element("label", { class: "by" }, "of ", this.cohort)],
      },
      () => `${this.path}/retention?cohort=${view().cohort}&limit=${WEEKS}`,
    );
  }

  async #loadSeries(chart, shown) {
    const path = `${this.path}/series/${chart.spec.metric}`;
    await showSeries(chart, path, shown, view().filter, ({ value }) => [value]);
  }

  /** Shows why there is no activity. */
  #showNothing(reason) {
    for (const part of this.activity) part.hidden = true;
    this.facts.replaceChildren(element("div", {}, element("dt", {}, "Activity"), element("dd", {}, reason)));
  }

  #show({ contract, users, transactions, newUsers, share, functions, first, last, unknownBecause }) {
    const { address, name, group, url, contracts } = contract;
    this.title = address === null ? group : (name ?? shortened(address));
    this.heading.textContent = this.title;
    const parts = [
      address === null ? element("span", {}, `${count(contracts)} contracts`) : addressLink(address),
      address !== null && group ? element("span", {}, "Group ", linkTo(element("a", {}, group), { contract: `group:${group}` })) : null,
      url ? element("a", { href: url, rel: "noopener noreferrer" }, "Website") : null,
      copyButton(() => absoluteUrl(), "the link to this view", "Copy link"),
    ];
    refill(this.about, ...parts.filter(Boolean));
    if (first === null && unknownBecause === null) {
      this.#showNothing("No call is stored. A call is a transaction with input to a contract.");
      return;
    }
    for (const part of this.activity) part.hidden = false;
    const window = view().window === "24h" ? "24 h" : "7 d";
    const list =
      unknownBecause === null
        ? [
            [`Users in ${window}`, count(users), `${percent(share)} of all senders`],
            [`Calls in ${window}`, count(transactions)],
            [`New users in ${window}`, count(newUsers)],
            ["First stored call", ...sighting(first)],
            ["Last call", ...sighting(last)],
          ]
        : [[`Users in ${window}`, UNKNOWN, reasonOf(unknownBecause)]];
    this.facts.replaceChildren(...factsOf(list));
    const path = `${this.path}?${filteredWindow()}`;
    this.links.replaceChildren(...dataLinks("Functions", path, asCsv(path)));
    refill(
      this.functions,
      functions.length === 0
        ? element("p", { class: "message" }, "There is no call in this time.")
        : table(
            "Table of functions",
            [["Selector", "wide"], ["Calls", "number"], ["Users", "number"]],
            functions.map((one) => [element("code", {}, one.selector ?? "other"), count(one.transactions), count(one.users)]),
          ),
    );
  }
}

/** Returns the name of a group, or a shortened address. */
const nameOf = (contract) => (contract.startsWith("group:") ? contract.slice("group:".length) : shortened(contract));
