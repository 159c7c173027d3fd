import { asCsv, get } from "./api.js";
import { ChartCard } from "./charts.js";
import { reasonOf } from "./contracts.js";
import { copyButton } from "./copy.js";
import { byId, dataLinks, element, refill } from "./dom.js";
import { count, percent, time, UNKNOWN } from "./format.js";
import { span } from "./periods.js";
import { formats } from "./series.js";
import { addressLink, shortened, table, filteredWindow } from "./tables.js";
import { Toolbar, windowChoice } from "./toolbar.js";
import { absoluteUrl, linkTo, view } from "./view.js";

const RESOLUTIONS = ["hour", "day", "week"];
const FUNCTIONS = 12;

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

  /** Loads the contract of the view. @param asOf the time of the last block; null if there is none */
  async load(asOf) {
    const { contract } = view();
    if (this.key !== contract) this.#create(contract);
    const id = encodeURIComponent(contract);
    const shown = span(view(), asOf ?? Date.now(), RESOLUTIONS);
    this.toolbar.show(asOf, this.rules);
    let activity;
    try {
      [activity] = await Promise.all([
        get(`api/v1/contracts/${id}?${filteredWindow()}&limit=${FUNCTIONS}`),
        ...this.cards.map((card) => showSeries(card, id, shown)),
      ]);
    } catch (error) {
      if (error.status !== 400 && error.status !== 404) throw error;
      this.facts.replaceChildren(element("p", {}, error.message));
      return;
    }
    if (view().contract === contract) this.#show(activity);
  }

  #create(contract) {
    this.key = contract;
    this.title = element("h1", { tabIndex: -1 }, nameOf(contract));
    this.about = element("div", { class: "lookup-head" });
    this.facts = element("dl", { class: "facts wide" });
    this.functions = element("div", {});
    this.links = element("footer", { class: "links" });
    this.window ??= windowChoice("contract-window");
    const toolbar = element("div", {});
    const charts = element("div", { class: "grid" });
    byId("contract").replaceChildren(
      element("p", { class: "back" }, linkTo(element("a", {}, "← All numbers"), { contract: null })),
      this.title,
      element("div", { class: "contract-choices" }, this.about, this.window),
      this.facts,
      toolbar,
      charts,
    );
    this.toolbar = new Toolbar(toolbar, "Contract", RESOLUTIONS);
    this.cards = CHARTS.map(
      ({ metric, colour, ...spec }) =>
        new ChartCard(charts, {
          ...spec,
          id: `contract-${metric}`,
          level: "h2",
          metric,
          series: [{ label: spec.title, kind: "trend", colour }],
        }),
    );
    charts.append(
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

  #show({ contract, users, transactions, newUsers, share, functions, first, last, unknownBecause }) {
    const { address, name, group, url, contracts } = contract;
    const title = address === null ? group : (name ?? shortened(address));
    this.title.textContent = title;
    const parts = [
      address === null ? element("span", {}, `${count(contracts)} contracts`) : addressLink(address),
      address !== null && group ? element("span", {}, "Group ", linkTo(element("a", {}, group), { contract: `group:${group}` })) : null,
      url ? element("a", { href: url, rel: "noopener noreferrer" }, "Website") : null,
      copyButton(() => absoluteUrl(), "the link to this view", "Copy link"),
    ];
    refill(this.about, ...parts.filter(Boolean));
    const window = view().window === "24h" ? "24 h" : "7 d";
    const facts =
      unknownBecause === null
        ? [
            [`Users in ${window}`, count(users), `${percent(share)} of all senders`],
            [`Calls in ${window}`, count(transactions)],
            [`New users in ${window}`, count(newUsers)],
            ["First stored call", ...sighting(first)],
            ["Last call", ...sighting(last)],
          ]
        : [[`Users in ${window}`, UNKNOWN, reasonOf(unknownBecause)]];
    this.facts.replaceChildren(
      ...facts.map(([what, value, more]) =>
        element("div", {}, element("dt", {}, what), element("dd", {}, value, more ? element("span", { class: "when" }, more) : null)),
      ),
    );
    const path = `api/v1/contracts/${encodeURIComponent(this.key)}?${filteredWindow()}`;
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

const sighting = (seen) => (seen ? [time(Date.parse(seen.time)), `block ${count(seen.block)}`] : [UNKNOWN]);

/** Returns the name of a group, or a shortened address. */
export const nameOf = (contract) => (contract.startsWith("group:") ? contract.slice("group:".length) : shortened(contract));

async function showSeries(card, id, { from, to, resolution }) {
  const parameters = [`resolution=${resolution}`];
  if (from !== null) parameters.push(`from=${new Date(from).toISOString()}`);
  if (to !== null) parameters.push(`to=${new Date(to).toISOString()}`);
  if (view().filter !== "raw") parameters.push(`filter=${view().filter}`);
  const path = `api/v1/contracts/${id}/series/${card.spec.metric}?${parameters.join("&")}`;
  card.linkTo(formats(path));
  try {
    const { points } = await get(path);
    card.show(
      points.map(({ start, end, complete, value }) => ({
        start: Date.parse(start),
        end: Date.parse(end),
        complete,
        values: [value],
      })),
      resolution,
    );
  } catch (error) {
    card.fail(error);
    throw error;
  }
}
