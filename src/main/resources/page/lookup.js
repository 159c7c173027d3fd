import { get } from "./api.js";
import { byId, element, write } from "./dom.js";
import { count, time, UNKNOWN } from "./format.js";
import { addressLink } from "./tables.js";

const ADDRESS = /^0x[0-9a-f]{40}$/i;
const HINT = "0x and 40 hexadecimal digits";

/** Starts the form that looks up an address. */
export function startLookup() {
  byId("lookup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    lookUp(byId("lookup-address").value.trim());
  });
}

async function lookUp(address) {
  const input = byId("lookup-address");
  const valid = ADDRESS.test(address);
  input.setAttribute("aria-invalid", String(!valid));
  write("lookup-hint", valid ? HINT : `This is not an address. An address has ${HINT}.`);
  byId("lookup-hint").classList.toggle("wrong", !valid);
  if (!valid) {
    input.focus();
    return;
  }
  const result = byId("lookup-result");
  try {
    const [lastDay, retention] = await Promise.all([
      get(`api/v1/addresses/${address}?window=24h`),
      get(`api/v1/addresses/${address}`),
    ]);
    result.replaceChildren(...details(lastDay, retention));
  } catch (error) {
    result.replaceChildren(element("p", { class: "message" }, error.message));
  }
}

function details(lastDay, retention) {
  const link = element("p", {}, addressLink(retention.address));
  if (!retention.active) {
    return [link, element("p", {}, "The address was not active in the retention.")];
  }
  const blockText = (sighting) =>
    sighting ? `${time(Date.parse(sighting.time))}, block ${count(sighting.block)}` : UNKNOWN;
  const facts = [
    ["Sent in 24 h", count(lastDay.sent)],
    ["Received in 24 h", count(lastDay.received)],
    ["First seen", blockText(retention.first)],
    ["Last seen", blockText(retention.last)],
  ];
  return [
    link,
    element(
      "dl",
      { class: "facts" },
      ...facts.map(([what, value]) =>
        element("div", {}, element("dt", {}, what), element("dd", {}, value)),
      ),
    ),
  ];
}
