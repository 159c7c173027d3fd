import { get } from "./api.js";
import { completeDays } from "./days.js";
import { byId, write } from "./dom.js";
import { change, count, day, direction, duration, inUnit, time, UNKNOWN } from "./format.js";
import { DAY } from "./periods.js";
import { sparkline } from "./sparkline.js";
import { view } from "./view.js";

const SPARK_DAYS = 30;

/** The tiles of the last 24 hours, by the unit of their metric. */
const TILES = {
  senders: "addresses",
  newSenders: "addresses",
  transactions: "transactions",
  transactionsPerSender: "transactions per address",
};

/** The tiles of days. */
const PERIODS = ["addresses", "weeklyAddresses", "monthlyAddresses"];

/** The numbers at the top of the page. */
export class Headline {
  /** How many days the sparklines and their comparison with the week before need. */
  static days = SPARK_DAYS + 8;

  /** Loads and shows the numbers of the last 24 hours. Their comparison with the 24 hours before follows. */
  async load() {
    const filter = view().filter === "raw" ? "" : `filter=${view().filter}`;
    const now = await get(`api/v1/windows/24h${filter && `?${filter}`}`);
    this.#show(now);
    this.#compare(now, filter);
  }

  #show(now) {
    this.now = now;
    byId("headline").setAttribute("aria-busy", "false");
    write("addresses", count(now.addresses));
    byId("addresses").toggleAttribute("data-unknown", now.addresses === null);
    write("headline-window", windowText(now));
    for (const [metric, unit] of Object.entries(TILES)) write(metric, inUnit(unit)(now[metric]));
    this.title = now.complete ? `${count(now.addresses)} active` : null;
  }

  /** Shows the changes from the 24 hours before, or why they are not known. */
  async #compare(now, filter) {
    const reason = whyNotComparable(now);
    let before = null;
    let failure = null;
    if (reason === null) {
      const from = Date.parse(now.window.from);
      // The second window ends where the first one starts, so the requests are sequential.
      const path = `api/v1/windows?from=${iso(from - DAY)}&to=${iso(from)}${filter && `&${filter}`}`;
      before = await get(path).catch((error) => {
        failure = `The 24 hours before could not be loaded: ${error.message}`;
        return null;
      });
      if (this.now !== now) return;
    }
    const changeOf = (metric) => (before?.complete && before[metric] > 0 && now[metric] !== null ? now[metric] / before[metric] - 1 : null);
    for (const metric of Object.keys(TILES)) showChange(`${metric}-change`, changeOf(metric));
    showChange("change", changeOf("addresses"));
    write("change-note", reason ?? failure ?? comparison(before));
  }

  /** Shows the tiles of days and the sparklines. @param days newest first */
  showDays(days) {
    const known = completeDays(days);
    const newest = known.at(-1);
    byId("spark").replaceChildren(sparkline(known.slice(-SPARK_DAYS).map(({ addresses }) => addresses)));
    write("spark-note", known.length > 1 ? `${count(Math.min(SPARK_DAYS, known.length))} UTC days until ${day(Date.parse(newest.date))}` : "");
    write("period-addresses-name", newest ? `Day (${day(Date.parse(newest.date))})` : "Day");
    for (const metric of PERIODS) {
      const value = newest?.[metric] ?? null;
      const weekBefore = newest && known.find(({ date }) => Date.parse(date) === Date.parse(newest.date) - 7 * DAY);
      write(`period-${metric}`, count(value));
      showChange(`period-${metric}-change`, value !== null && weekBefore?.[metric] > 0 ? value / weekBefore[metric] - 1 : null);
      byId(`period-${metric}-spark`).replaceChildren(sparkline(known.slice(-SPARK_DAYS).map((one) => one[metric])));
    }
  }
}

/** Shows a change, which is neutral within 1 %; hides it if it is null. */
export function showChange(target, part) {
  const chip = typeof target === "string" ? byId(target) : target;
  chip.hidden = part === null;
  if (part === null) return;
  chip.dataset.direction = direction(part);
  write(chip, change(part));
}

const iso = (millis) => new Date(millis).toISOString();

function windowText({ complete, coveredFrom, coveredTo, filter }) {
  const of = filter === "raw" ? "" : ", without system transactions";
  if (complete || !coveredFrom) return `in the last 24 hours${of}`;
  const known = (Date.parse(coveredTo) - Date.parse(coveredFrom)) / 1000;
  return known < 86_000 ? `in ${duration(known)} of the last 24 hours${of}` : `in the last 24 hours, so far${of}`;
}

/** Returns why the last 24 hours cannot be compared with those before; null if they can. */
function whyNotComparable(now) {
  if (now.addresses === null) return "No block has been processed yet";
  if (now.complete) return null;
  return now.missingBlocks
    ? `${now.missingBlocks === 1 ? "1 block of the 24 hours is" : `${count(now.missingBlocks)} blocks of the 24 hours are`} missing; the number increases as they are fetched`
    : "The 24 hours are not complete yet; the number increases as blocks are fetched";
}

function comparison(before) {
  if (!before.complete) return "The 24 hours before are not complete yet";
  return before.addresses > 0
    ? `compared with ${count(before.addresses)} in the 24 hours before`
    : "No address was active in the 24 hours before";
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
