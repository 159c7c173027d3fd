import { byId, element } from "./dom.js";
import { count, UNKNOWN } from "./format.js";
import { table } from "./tables.js";

const STATES = { healthy: "healthy", cooling_down: "cooling down", refused: "refused" };

/** Shows endpoints and nodes. */
export function showOperators(status) {
  const grid = byId("operators-grid");
  // A table that has the focus is not replaced.
  if (grid.contains(document.activeElement)) return;
  grid.replaceChildren(endpoints(status.endpoints), nodes(status.cluster));
}

const card = (title, ...children) =>
  element("article", { class: "card" }, element("header", {}, element("h3", {}, title)), ...children);

const tag = (text, good) => element("span", { class: `tag ${good ? "tag-good" : "tag-bad"}` }, text);

function endpoints(list) {
  if (!list) return card("Endpoints", element("p", { class: "message" }, "The ingest did not answer in time."));
  return card(
    "Endpoints",
    table(
      "Table of endpoints",
      [
        ["Endpoint", "wide"],
        ["State", ""],
        ["Latency", "number"],
        ["Requests", "number"],
        ["Errors", "number"],
        ["Last error", "wide"],
      ],
      list.map((one) => [
        one.name,
        tag(STATES[one.state] ?? one.state, one.state === "healthy"),
        one.latencyMillis === null ? UNKNOWN : `${count(one.latencyMillis)} ms`,
        count(one.requests),
        count(one.errors),
        one.lastError ?? UNKNOWN,
      ]),
    ),
  );
}

function nodes(cluster) {
  if (!cluster) return card("Nodes", element("p", { class: "about" }, "This is a single node."));
  return card(
    "Nodes",
    table(
      "Table of nodes",
      [
        ["Node", "wide"],
        ["Roles", ""],
        ["State", ""],
        ["Leads", ""],
      ],
      cluster.members.map((node) => [
        node.address === cluster.self ? `${node.address} (this one)` : node.address,
        node.roles.join(", "),
        tag(node.reachable ? node.status : "unreachable", node.reachable && node.status === "up"),
        [
          node.address === cluster.leader ? "cluster" : null,
          node.address === cluster.ingestLeader ? "ingest" : null,
        ]
          .filter(Boolean)
          .join(", ") || UNKNOWN,
      ]),
    ),
  );
}
