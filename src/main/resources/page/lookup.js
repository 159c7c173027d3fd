import { get } from "./api.js";
import { byId, element, write } from "./dom.js";
import { count, time, UNKNOWN } from "./format.js";
import { addressLink } from "./tables.js";

const ADDRESS = /^0x[0-9a-f]{40}$/i;
const HINT = "0x and 40 hexadecimal digits";

/** Lets people look an address up. */
export function startLookup() {
  byId("lookup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    look(byId("lookup-address").value.trim());
  });
}

async function look(address) {
  const input = byId("lookup-address");
  const right = ADDRESS.test(address);
  input.setAttribute("aria-invalid", String(!right));
  write("lookup-hint", right ? HINT : `That is not an address: ${HINT} are needed.`);
  byId("lookup-hint").classList.toggle("wrong", !right);
  if (!right) {
    input.focus();
    return;
  }
  const result = byId("lookup-result");
  try {
    const [lately, ever] = await Promise.all([
      get(`api/v1/addresses/${address}?window=24h`),
      get(`api/v1/addresses/${address}`),
    ]);
    result.replaceChildren(...told(lately, ever));
  } catch (error) {
    result.replaceChildren(element("p", { class: "message" }, error.message));
  }
}

function told(lately, ever) {
  const link = element("p", {}, addressLink(ever.address));
  if (!ever.active) {
    return [link, element("p", {}, "Not active in the time that is kept.")];
  }
  const seen = (sighting) =>
    sighting ? `${time(Date.parse(sighting.time))}, block ${count(sighting.block)}` : UNKNOWN;
  const facts = [
    ["Sent in 24 h", count(lately.sent)],
    ["Received in 24 h", count(lately.received)],
    ["First seen", seen(ever.first)],
    ["Last seen", seen(ever.last)],
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
