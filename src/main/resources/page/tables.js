import { asCsv, get } from "./api.js";
import { copyButton } from "./copy.js";
import { byId, dataLinks, element, refill, setFailed, setState } from "./dom.js";
import { count } from "./format.js";
import { linkTo, view } from "./view.js";

const ADDRESSES = 10;
const START = 8;
const END = 6;

/** Returns an address that is shortened in the middle. */
export const shortened = (address) => `${address.slice(0, START)}…${address.slice(-END)}`;

/** Creates an address, which links to its look-up or another view, can be copied, and links to the block explorer if there is one. */
export function addressLink(address, changes = { address, metric: null, contract: null }) {
  const pattern = document.documentElement.dataset.explorer;
  const link = element("a", { class: "address", title: address, "aria-label": changes.contract ? `Contract ${address}` : `Look up ${address}` }, shortened(address));
  return element(
    "span",
    { class: "address-box" },
    linkTo(link, changes),
    copyButton(() => address, address),
    pattern
      ? element("a", {
          class: "explorer",
          href: pattern.replaceAll("{address}", address),
          rel: "noopener noreferrer",
          title: "Block explorer",
          "aria-label": `${address} in the block explorer`,
        })
      : null,
  );
}

/** Creates an address below the name of its label, if it has one. */
export function named({ address, name }) {
  if (!name) return addressLink(address);
  return element("span", { class: "named" }, element("span", { class: "name" }, name), addressLink(address));
}

/**
 * Creates a table, whose rows become cards on narrow screens. Heads are `[text, class]`, rows are lists of cells.
 */
export function table(label, heads, rows) {
  return element(
    "div",
    { class: "table-scroll", tabIndex: 0, role: "region", "aria-label": label },
    element(
      "table",
      { role: "table" },
      element(
        "thead",
        { role: "rowgroup" },
        element(
          "tr",
          { role: "row" },
          ...heads.map(([text, name]) => element("th", { scope: "col", role: "columnheader", class: name }, text)),
        ),
      ),
      element(
        "tbody",
        { role: "rowgroup" },
        ...rows.map((cells) =>
          element(
            "tr",
            { role: "row" },
            ...cells.map((cell, i) =>
              element("td", { class: heads[i][1], role: "cell", "data-label": heads[i][0] }, cell),
            ),
          ),
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
    setFailed(card, error);
    throw error;
  }
}

/** Returns the parameter of the window of the view. */
export const windowParameter = () => `window=${view().window}`;

/** Returns the parameter of the filter of the view after others; nothing for all transactions. */
export const filterParameter = () => (view().filter === "raw" ? "" : `&filter=${view().filter}`);

/** Returns the parameters of the window and the filter of the view. */
export const filteredWindow = () => `${windowParameter()}${filterParameter()}`;

/**
 * Loads the most active addresses of the window of the view.
 *
 * @param onBusiest receives the most active address
 */
export const loadBusiest = (onBusiest) =>
  fill("busiest", async (card) => {
    const { by, address } = view();
    const path = `api/v1/addresses/top?${filteredWindow()}&by=${by}&limit=${ADDRESSES}`;
    byId("busiest-links").replaceChildren(...dataLinks("Most active addresses", path, asCsv(path)));
    const { addresses } = await get(path);
    if (addresses.length === 0) {
      byId("busiest-body").replaceChildren();
      setState(card, "empty", "No address has been active yet.");
      return;
    }
    setState(card, "ready");
    refill(
      byId("busiest-body"),
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
    if (address === null) await onBusiest(addresses[0].address);
  });
