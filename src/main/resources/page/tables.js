import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, setState } from "./dom.js";
import { count, times } from "./format.js";

const RECORDS = 8;
const ADDRESSES = 10;

/** Creates an address, linked to the block explorer if one is configured. */
export function addressLink(address) {
  const pattern = document.documentElement.dataset.explorer;
  const text = [
    element("span", { class: "address-start" }, address.slice(0, -8)),
    element("span", {}, address.slice(-8)),
  ];
  if (!pattern) return element("code", { class: "address", title: address }, ...text);
  return element(
    "a",
    {
      class: "address",
      href: pattern.replaceAll("{address}", address),
      title: address,
      rel: "noopener noreferrer",
      "aria-label": `${address} in the block explorer`,
    },
    ...text,
  );
}

/** Creates an address below the name of its label, if it has one. */
export function named({ address, name }) {
  if (!name) return addressLink(address);
  return element("span", { class: "named" }, element("span", { class: "name" }, name), addressLink(address));
}

/** Creates a table. Heads are `[text, class]`, rows are lists of cells. */
export function table(label, heads, rows) {
  return element(
    "div",
    { class: "table-scroll", tabIndex: 0, role: "region", "aria-label": label },
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element("tr", {}, ...heads.map(([text, name]) => element("th", { scope: "col", class: name }, text))),
      ),
      element(
        "tbody",
        {},
        ...rows.map((cells) =>
          element("tr", {}, ...cells.map((cell, i) => element("td", { class: heads[i][1] }, cell))),
        ),
      ),
    ),
  );
}

/** Loads a card, which keeps its data if that fails. */
export async function fill(id, load) {
  const card = byId(id);
  try {
    await load(card);
  } catch (error) {
    if (card.dataset.state !== "ready") setState(card, "error", `${error.message} Retrying.`);
    throw error;
  }
}

/** Loads the most active addresses of the last 24 hours. */
export const loadBusiest = () =>
  fill("busiest", async (card) => {
    const path = `api/v1/addresses/top?window=24h&by=${byId("busiest-by").value}&limit=${ADDRESSES}`;
    byId("busiest-links").replaceChildren(...dataLinks("Most active addresses", path, asCsv(path)));
    const { addresses } = await get(path);
    if (addresses.length === 0) {
      byId("busiest-body").replaceChildren();
      setState(card, "empty", "No address has been active yet.");
      return;
    }
    setState(card, "ready");
    byId("busiest-body").replaceChildren(
      table(
        "Table of the most active addresses",
        [
          ["#", "rank"],
          ["Address", "wide"],
          ["Sent", "number"],
          ["Received", "number"],
          ["All", "number"],
        ],
        addresses.map((one) => [
          count(one.rank),
          named(one),
          count(one.sent),
          count(one.received),
          count(one.total),
        ]),
      ),
    );
  });

/** Loads the newest records. */
export const loadRecords = () =>
  fill("recent", async (card) => {
    const { data } = await get("api/stats/records?include=none");
    const newest = data.records
      .sort((a, b) => b.blockRange.start - a.blockRange.start)
      .slice(0, RECORDS);
    if (newest.length === 0) {
      byId("recent-body").replaceChildren();
      setState(card, "empty", "There is no record yet. The first one appears when its blocks are fetched.");
      return;
    }
    setState(card, "ready");
    byId("recent-body").replaceChildren(
      table(
        "Table of recent records",
        [
          ["Blocks", "wide"],
          ["Time", "wide"],
          ["Active", "number"],
          ["Senders", "number"],
          ["Recipients", "number"],
          ["New", "number"],
          ["Transactions", "number"],
          ["State", ""],
        ],
        newest.map(({ blockRange, stats, sealed }) => [
          `${count(blockRange.start)} – ${count(blockRange.end)}`,
          times(Date.parse(blockRange.startTimestamp), Date.parse(blockRange.endTimestamp)),
          count(stats.uniqueAddressCount),
          count(stats.uniqueSenders),
          count(stats.uniqueRecipients),
          count(stats.newSenders),
          count(stats.totalTransactions),
          element("span", { class: `tag ${sealed ? "" : "tag-open"}` }, sealed ? "sealed" : "open"),
        ]),
      ),
    );
  });
