import { get } from "./api.js";
import { byId, write } from "./dom.js";
import { change, count, duration, ratio, time, UNKNOWN } from "./format.js";

const DAY = 86_400_000;
const TILES = ["senders", "newSenders", "transactions", "blocks"];

/** The numbers of the last 24 hours at the top of the page. */
export class Headline {
  async load() {
    const now = await get("api/v1/windows/24h");
    const from = now.window.from ? Date.parse(now.window.from) : null;
    // The second window ends where the first one starts, so the requests are sequential.
    const before =
      from === null
        ? null
        : await get(
            `api/v1/windows?from=${iso(from - DAY)}&to=${iso(from)}`,
          ).catch(() => null);
    this.#show(now, before);
  }

  #show(now, before) {
    byId("headline").setAttribute("aria-busy", "false");
    write("addresses", count(now.addresses));
    for (const tile of TILES) write(tile, count(now[tile]));
    write("transactionsPerSender", ratio(now.transactionsPerSender));
    write("headline-window", windowText(now));
    this.#showChange(now, before);
    if (now.addresses !== null) {
      document.title = `${count(now.addresses)} active · ${document.documentElement.dataset.chain}`;
    }
  }

  #showChange(now, before) {
    const chip = byId("change");
    const comparable =
      now.complete && before?.complete && before.addresses > 0 && now.addresses !== null;
    chip.hidden = !comparable;
    if (!comparable) {
      write("change-note", now.addresses === null ? "No block has been processed yet" : whyNotComparable(now));
      return;
    }
    const part = now.addresses / before.addresses - 1;
    chip.dataset.direction = part > 0 ? "up" : part < 0 ? "down" : "same";
    write(chip, change(part));
    write("change-note", `compared with ${count(before.addresses)} in the 24 hours before`);
  }
}

const iso = (millis) => new Date(millis).toISOString();

function windowText({ complete, coveredFrom, coveredTo }) {
  if (complete || !coveredFrom) return "in the last 24 hours";
  const known = (Date.parse(coveredTo) - Date.parse(coveredFrom)) / 1000;
  return known < 86_000 ? `in ${duration(known)} of the last 24 hours` : "in the last 24 hours, so far";
}

function whyNotComparable(now) {
  if (!now.complete) {
    return now.missingBlocks
      ? `${count(now.missingBlocks)} blocks of the 24 hours are missing; the number increases as they are fetched`
      : "The 24 hours are not complete yet; the number increases as blocks are fetched";
  }
  return "The 24 hours before are not complete yet";
}

/** The number and the age of the last block. */
export class Freshness {
  block = null;
  asOf = null;

  show(now) {
    if (this.asOf === null) {
      write("block", UNKNOWN);
      write("fresh", "waiting for the first block");
      return;
    }
    const age = Math.max(0, (now - this.asOf) / 1000);
    write("block", count(this.block));
    write("fresh", `${duration(age)} ago`);
    byId("fresh").title = time(this.asOf);
  }
}
