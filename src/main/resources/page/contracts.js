import { asCsv, get } from "./api.js";
import { byId, dataLinks, setState } from "./dom.js";
import { count, percent } from "./format.js";
import { fill, named, table } from "./tables.js";

const ROWS = 8;

/** Reasons for which calls are not known, in the words of the page. */
const REASONS = {
  notInMemory: "Not all blocks of this time are stored and in memory yet.",
  withoutInput:
    "Blocks of this time were stored by an earlier version, which did not store the input of transactions.",
};

/** Shows the rows of a ranking of contracts, or why there is none. */
function show(card, answer, label, heads, cells) {
  const body = byId(`${card.id}-body`);
  if (answer.unknownBecause !== null || answer.contracts.length === 0) {
    body.replaceChildren();
    setState(card, "empty", REASONS[answer.unknownBecause] ?? "No contract has been called in this time.");
    return;
  }
  setState(card, "ready");
  body.replaceChildren(
    table(
      label,
      [["#", "rank"], ["Contract", "wide"], ...heads.map((head) => [head, "number"])],
      answer.contracts.map((one) => [count(one.rank), named(one), ...cells(one)]),
    ),
  );
}

/** Loads the most used contracts of the last 24 hours. */
export const loadContracts = () =>
  fill("contracts", async (card) => {
    const path = `api/v1/contracts?window=24h&by=${byId("contracts-by").value}&limit=${ROWS}`;
    byId("contracts-links").replaceChildren(...dataLinks("Most used contracts", path, asCsv(path)));
    show(
      card,
      await get(path),
      "Table of the most used contracts",
      ["Users", "Share", "New", "Transactions"],
      (one) => [count(one.users), percent(one.share), count(one.newUsers), count(one.transactions)],
    );
  });

/** Loads the first contracts of the new senders of the last seven days. */
export const loadNewcomers = () =>
  fill("newcomers", async (card) => {
    const path = `api/v1/contracts/newcomers?window=7d&limit=${ROWS}`;
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
