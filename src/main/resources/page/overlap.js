import { asCsv, get } from "./api.js";
import { reasonOf } from "./contracts.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { count, wholePercent } from "./format.js";
import { shadeOf } from "./heat.js";
import { fill, shortened, table, windowParameters } from "./tables.js";
import { linkTo } from "./view.js";

const MOST = 6;
const RANKED = 100;

/**
 * Loads the groups with the most used contracts, their users, and the users that they share. Without groups, it shows
 * the most used contracts.
 */
export const loadOverlap = () =>
  fill("overlap", async (overlap) => {
    const groups = byId("groups");
    const { contracts, unknownBecause } = await get(`api/v1/contracts?${windowParameters()}&limit=${RANKED}`);
    const compared = comparable(contracts);
    if (unknownBecause !== null || compared.length < 2) {
      for (const card of [groups, overlap]) {
        byId(`${card.id}-body`).replaceChildren();
        setState(card, "empty", unknownBecause === null ? "Fewer than two contracts have been called in this time." : reasonOf(unknownBecause));
      }
      return;
    }
    const path = `api/v1/overlap?groups=${compared.map(encodeURIComponent).join(",")}&${windowParameters()}`;
    const answer = await get(path);
    for (const card of [groups, overlap]) {
      byId(`${card.id}-links`).replaceChildren(...dataLinks("Shared users", path, asCsv(path)));
      setState(card, "ready");
    }
    const names = answer.groups.map(({ address, name, group }) => ({
      key: address ?? `group:${group}`,
      name: address === null ? group : (name ?? shortened(address)),
    }));
    const users = names.map((one) => usersOf(answer.pairs, one.key));
    refill(byId("groups-body"), usersTable(names, users, answer.groups));
    refill(byId("overlap-body"), matrix(names, users, answer.pairs));
  });

/** Returns the groups of the most used contracts, or these contracts if fewer than two have a group. */
function comparable(contracts) {
  const named = contracts.map(({ group }) => group).filter((group) => group && !group.includes(","));
  const groups = [...new Set(named)];
  return (groups.length > 1 ? groups.map((group) => `group:${group}`) : contracts.map(({ address }) => address)).slice(0, MOST);
}

function usersOf(pairs, key) {
  const pair = pairs.find(({ a, b }) => a === key || b === key);
  return pair ? (pair.a === key ? pair.usersOfA : pair.usersOfB) : null;
}

const link = ({ key, name }) => linkTo(element("a", { class: "name" }, name), { contract: key, metric: null });

function usersTable(names, users, groups) {
  const highest = Math.max(1, ...users);
  return table(
    "Table of groups",
    [["#", "rank"], ["Group", "wide"], ["Contracts", "number"], ["Users", "number"]],
    names
      .map((one, i) => ({ one, i }))
      .sort((a, b) => users[b.i] - users[a.i])
      .map(({ one, i }, place) => [
        count(place + 1),
        element("span", { class: "named" }, link(one), element("meter", { max: highest, value: users[i] ?? 0, "aria-label": `Users of ${one.name}` })),
        count(groups[i].contracts),
        count(users[i]),
      ]),
  );
}

function matrix(names, users, pairs) {
  const heads = names.map(({ name }, i) => element("th", { scope: "col", title: name }, element("span", { class: "visually-hidden" }, name), element("span", { "aria-hidden": "true" }, count(i + 1))));
  const rows = names.map((row, r) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, `${r + 1} `, link(row)),
      ...names.map((column, c) => (r === c ? element("td", { class: "matrix-self" }, count(users[r])) : cell(row, column, users[r], pairs))),
    ),
  );
  return element(
    "div",
    { class: "heat-scroll", tabIndex: 0, role: "region", "aria-label": "Table of shared users" },
    element(
      "table",
      { class: "heat matrix" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Users of"), ...heads)),
      element("tbody", {}, ...rows),
    ),
  );
}

function cell(row, column, users, pairs) {
  const pair = pairs.find(({ a, b }) => (a === row.key && b === column.key) || (a === column.key && b === row.key));
  const share = users > 0 ? pair.both / users : 0;
  return element(
    "td",
    { class: `heat-${shadeOf(share)}`, title: `${count(pair.both)} of ${count(users)} users of ${row.name} also used ${column.name}` },
    wholePercent(share),
  );
}
