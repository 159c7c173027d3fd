import { asCsv, get } from "./api.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { count, percent } from "./format.js";
import { addressLink, fill, filteredWindow, filterParameter, table } from "./tables.js";
import { linkTo, view } from "./view.js";

const ROWS = 8;

/** Reasons for which calls are not known, in the words of the page. */
const REASONS = {
  notInMemory: "The blocks of this time are not all stored and in memory yet.",
  noncesDoNotCount: "The nonces of this chain do not count transactions, so new senders are not known.",
  withoutInput:
    "Blocks of this time were stored by an earlier version, which did not store the input of transactions.",
};

/** Returns why calls are not known as a sentence. */
export const reasonOf = (unknownBecause) => REASONS[unknownBecause] ?? "The calls of this time are not known.";

/** Shows the rows of a ranking of contracts, or why there is none. */
function show(card, answer, label, heads, cells) {
  const body = byId(`${card.id}-body`);
  if (answer.unknownBecause !== null || answer.contracts.length === 0) {
    body.replaceChildren();
    setState(card, "empty", answer.unknownBecause === null ? "No contract has been called in this time." : reasonOf(answer.unknownBecause));
    return;
  }
  setState(card, "ready");
  refill(
    body,
    table(
      label,
      [["#", "rank"], ["Contract", "wide"], ...heads.map((head) => [head, "number"])],
      answer.contracts.map((one) => [count(one.rank), contractLink(one), ...cells(one)]),
    ),
  );
}

/** Creates the name of a contract, or its address, as a link to its view. */
function contractLink({ address, name }) {
  if (!name) return addressLink(address, { contract: address });
  const link = element("a", { class: "name" }, name);
  return element(
    "span",
    { class: "named" },
    linkTo(link, { contract: address, metric: null }),
    addressLink(address),
  );
}

/** Loads the most used contracts of the window of the view. */
export const loadContracts = () =>
  fill("contracts", async (card) => {
    const path = `api/v1/contracts?${filteredWindow()}&by=${view().contractsBy}&limit=${ROWS}`;
    byId("contracts-links").replaceChildren(...dataLinks("Most used contracts", path, asCsv(path)));
    show(
      card,
      await get(path),
      "Table of the most used contracts",
      ["Users", "Share", "New", "Calls"],
      (one) => [count(one.users), percent(one.share), count(one.newUsers), count(one.transactions)],
    );
  });

/** Loads the first contracts of the new senders of the last seven days. */
export const loadNewcomers = () =>
  fill("newcomers", async (card) => {
    const path = `api/v1/contracts/newcomers?window=7d&limit=${ROWS}${filterParameter()}`;
    byId("newcomers-links").replaceChildren(
      ...dataLinks("First contracts of new senders", path, asCsv(path)),
    );
    show(
      card,
      await get(path),
      "Table of the first contracts of new senders",
      ["New senders", "Next day"],
      (one) => [count(one.newcomers), percent(one.day1)],
    );
  });
