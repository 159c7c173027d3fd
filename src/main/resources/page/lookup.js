import { get } from "./api.js";
import { copyButton } from "./copy.js";
import { byId, element, refill, write } from "./dom.js";
import { facts, sighting } from "./facts.js";
import { count, day, fullDay, time, UNKNOWN } from "./format.js";
import { DAY, startOf } from "./periods.js";
import { addressLink, windowParameter } from "./tables.js";
import { absoluteUrl, changeView, view } from "./view.js";

const ADDRESS = /0x[0-9a-f]{40}(?![0-9a-f])/i;
const HINT = "0x and 40 hexadecimal digits";
const STRIP_DAYS = 8;
const RANKED = 100;

/** The height of the highest bar; the rest is the room of its number and its day. */
const HIGHEST_PERCENT = 52;

/** The form that looks up an address, and what is known of it. Until one is chosen, it shows the most active one. */
export class Lookup {
  #example = null;

  constructor() {
    byId("lookup-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(byId("lookup-address").value);
    });
  }

  /** Shows the address of the view. @param coveredFrom since when transactions are stored; null if it is unknown */
  async load(asOf, coveredFrom) {
    const { address } = view();
    if (address !== null && byId("lookup-address") !== document.activeElement) byId("lookup-address").value = address;
    const shown = address ?? this.#example;
    if (shown === null) return;
    if (address !== null) showHint(true);
    await show(shown, address === null, asOf, coveredFrom);
  }

  /** Shows an address as an example if none was chosen. */
  async suggest(address, asOf, coveredFrom) {
    if (this.#example === address) return;
    this.#example = address;
    // The message about a wrong input stays.
    if (byId("lookup-hint").classList.contains("wrong")) return;
    await this.load(asOf, coveredFrom);
  }

  #submit(text) {
    const found = text.match(ADDRESS)?.[0].toLowerCase() ?? null;
    showHint(found !== null);
    if (found === null) {
      byId("lookup-result").replaceChildren();
      changeView({ address: null });
      byId("lookup-address").focus();
      return;
    }
    byId("lookup-address").value = found;
    changeView({ address: found });
  }
}

function showHint(valid) {
  byId("lookup-address").setAttribute("aria-invalid", String(!valid));
  write("lookup-hint", valid ? HINT : `This is not an address. An address has ${HINT}.`);
  byId("lookup-hint").classList.toggle("wrong", !valid);
}

async function show(address, example, asOf, coveredFrom) {
  const result = byId("lookup-result");
  try {
    const [inWindow, retention, ranking, days] = await Promise.all([
      get(`api/v1/addresses/${address}?${windowParameter()}`),
      get(`api/v1/addresses/${address}`),
      get(`api/v1/addresses/top?${windowParameter()}&limit=${RANKED}`),
      loadDays(address, asOf, coveredFrom),
    ]);
    if ((view().address ?? address) !== address) return;
    if (byId("lookup-hint").classList.contains("wrong")) return;
    refill(result, ...details({ address, example, inWindow, retention, ranking, days, coveredFrom }));
  } catch (error) {
    result.replaceChildren(element("p", { class: "message" }, error.message));
    throw error;
  }
}

/** Loads the transactions of an address on each of the last stored UTC days. */
function loadDays(address, asOf, coveredFrom) {
  if (asOf === null || coveredFrom === null) return [];
  const today = startOf("day", asOf);
  // A day of which blocks are deleted is not known.
  const first = Math.max(startOf("day", coveredFrom + DAY - 1), today - (STRIP_DAYS - 1) * DAY);
  const days = [];
  for (let start = first; start <= today; start += DAY) days.push(start);
  const iso = (millis) => new Date(millis).toISOString();
  return Promise.all(
    days.map(async (start) => {
      const { sent, received, total, complete } = await get(
        `api/v1/addresses/${address}?from=${iso(start)}&to=${iso(start + DAY)}`,
      );
      return { start, sent, received, total, complete };
    }),
  );
}

function details({ address, example, inWindow, retention, ranking, days, coveredFrom }) {
  const head = element(
    "div",
    { class: "lookup-head" },
    element("h4", {}, retention.name ?? "Address"),
    addressLink(address),
    copyButton(() => absoluteUrl({ address, metric: null, contract: null }), "the link to this address", "Copy link"),
  );
  const note = example ? element("p", { class: "about" }, "An example: the most active address.") : null;
  const since = coveredFrom === null ? "" : ` since ${time(coveredFrom)}`;
  if (retention.active === false) {
    return [head, element("p", {}, `The address has no transaction${since}, where the stored blocks begin.`)];
  }
  const window = view().window === "24h" ? "24 h" : "7 d";
  const rank = ranking.addresses.find((one) => one.address === retention.address)?.rank;
  const self = inWindow.sent + inWindow.received - inWindow.total;
  const list = [
    [`Sent in ${window}`, count(inWindow.sent)],
    [`Received in ${window}`, count(inWindow.received)],
    [`All in ${window}`, count(inWindow.total), self > 0 ? `${count(self)} to itself, counted once` : null],
    [
      `Rank in ${window}`,
      rank === undefined ? (inWindow.total ? `after ${RANKED}` : UNKNOWN) : count(rank),
      ranking.total ? `of ${count(ranking.total)} addresses` : null,
    ],
    ["All stored", count(retention.total), "older transactions are not stored"],
    ["First stored", ...sighting(retention.first)],
    ["Last seen", ...sighting(retention.last)],
  ];
  return [
    note,
    head,
    strip(days),
    facts(list),
  ].filter(Boolean);
}

/** Creates a bar for each day, as high as its share of the highest. */
function strip(days) {
  if (days.length === 0) return null;
  const highest = Math.max(1, ...days.map(({ total }) => total ?? 0));
  return element(
    "ol",
    { class: "strip", "aria-label": "Transactions by UTC day" },
    ...days.map(({ start, sent, received, total, complete }) => {
      const bar = element("span", { class: total ? "strip-bar" : "strip-bar strip-none", "aria-hidden": "true" });
      bar.style.height = `${((total ?? 0) / highest) * HIGHEST_PERCENT}%`;
      const text = `${fullDay(start)}: ${count(total)} transactions, ${count(sent)} sent, ${count(received)} received${complete ? "" : ", not complete"}`;
      return element(
        "li",
        { title: text },
        bar,
        element("span", { class: "strip-count", "aria-hidden": "true" }, count(total)),
        element("span", { class: "strip-day", "aria-hidden": "true" }, day(start)),
        element("span", { class: "visually-hidden" }, text),
      );
    }),
  );
}
