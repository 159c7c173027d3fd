import { asCsv, get } from "./api.js";
import { reasonOf } from "./contracts.js";
import { byId, dataLinks, element, refill, setState } from "./dom.js";
import { compact, count, wholePercent } from "./format.js";
import { shadeOf } from "./heat.js";
import { fill, filteredWindow, shortened, table } from "./tables.js";
import { linkTo } from "./view.js";

const MOST = 6;

/**
 * Loads the groups with the most users, and the users that they share. With fewer than two groups, it compares the most
 * used contracts.
 */
export const loadOverlap = () =>
  fill("overlap", async (overlap) => {
    const groups = byId("groups");
    const { compared, unknownBecause } = await loadCompared();
    if (unknownBecause !== null || compared.length < 2) {
      for (const card of [groups, overlap]) {
        byId(`${card.id}-body`).replaceChildren();
        setState(card, "empty", unknownBecause === null ? "Fewer than two contracts have been called in this time." : reasonOf(unknownBecause));
      }
      return;
    }
    const path = `api/v1/overlap?groups=${compared.map(({ key }) => encodeURIComponent(key)).join(",")}&${filteredWindow()}`;
    const { pairs } = await get(path);
    const ranking = `api/v1/contracts/groups?${filteredWindow()}`;
    byId("groups-links").replaceChildren(...dataLinks("Groups", ranking, asCsv(ranking)));
    byId("overlap-links").replaceChildren(...dataLinks("Shared users", path, asCsv(path)));
    for (const card of [groups, overlap]) setState(card, "ready");
    refill(byId("groups-body"), usersTable(compared));
    refill(byId("overlap-body"), matrix(compared, pairs));
  });

/** Loads the groups with the most users, or the contracts, as `{key, name, users, transactions}`. */
async function loadCompared() {
  const answer = await get(`api/v1/contracts/groups?${filteredWindow()}&limit=${MOST}`);
  const called = answer.groups.filter(({ group, users }) => users > 0 && !group.includes(","));
  if (answer.unknownBecause !== null || called.length > 1) {
    return {
      compared: called.map(({ group, ...one }) => ({ ...one, key: `group:${group}`, name: group })),
      unknownBecause: answer.unknownBecause,
    };
  }
  const { contracts, unknownBecause } = await get(`api/v1/contracts?${filteredWindow()}&limit=${MOST}`);
  return {
    compared: contracts.map((one) => ({ ...one, key: one.address, name: one.name ?? shortened(one.address) })),
    unknownBecause,
  };
}

/** Creates a link to the view of a group or a contract. */
const link = ({ key, name }) => linkTo(element("a", { class: "name" }, name), { contract: key, metric: null });

function usersTable(compared) {
  const highest = Math.max(1, ...compared.map(({ users }) => users));
  return table(
    "Table of groups",
    [["#", "rank"], ["Group", "wide"], ["Calls", "number"], ["New", "number"], ["Users", "number"]],
    compared.map((one, i) => [
      count(i + 1),
      element(
        "span",
        { class: "named" },
        link(one),
        element("meter", { max: highest, value: one.users, "aria-label": `Users of ${one.name}` }),
      ),
      count(one.transactions),
      count(one.newUsers),
      count(one.users),
    ]),
  );
}

function matrix(compared, pairs) {
  const heads = compared.map(({ name }, i) =>
    element(
      "th",
      { scope: "col", title: name },
      element("span", { class: "visually-hidden" }, name),
      element("span", { "aria-hidden": "true" }, count(i + 1)),
    ),
  );
  const rows = compared.map((row, r) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, `${r + 1} `, link(row)),
      ...compared.map((column, c) =>
        r === c ? element("td", { class: "matrix-self", title: `${count(row.users)} users` }, compact(row.users)) : cell(row, column, pairs),
      ),
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

function cell(row, column, pairs) {
  const pair = pairs.find(({ a, b }) => (a === row.key && b === column.key) || (a === column.key && b === row.key));
  const users = pair.a === row.key ? pair.usersOfA : pair.usersOfB;
  const share = users > 0 ? pair.both / users : 0;
  return element(
    "td",
    { class: `heat-${shadeOf(share)}`, title: `${count(pair.both)} of ${count(users)} users of ${row.name} also used ${column.name}` },
    wholePercent(share),
  );
}
