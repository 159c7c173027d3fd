import { byId, element, write } from "./dom.js";
import { count, day, duration, percent, time, times } from "./format.js";

const SHOWN_GAPS = 5;
const operators = () => document.documentElement.dataset.operators === "true";

/** The state of the service: the label at the top, the progress of the ingest, gaps and problems. */
export class ServiceState {
  status = null;
  progress = null;
  processing = null;

  /** Whether events are received; null until the first attempt. */
  connected = null;

  /** Whether the last request of the status was answered. */
  answers = true;

  /** What could not be loaded, as `{message, hasData}`. */
  failures = [];

  show() {
    this.#showChip();
    this.#showIngest();
    this.#showGaps();
    this.#showNotice();
  }

  /** Whether a run is fetching older blocks. */
  get filling() {
    return Boolean(this.processing && this.progress && this.progress.blocksLeft > 0);
  }

  #chip() {
    if (!this.answers || this.connected === false) return ["lost", "Not connected"];
    if (!this.status) return ["loading", "Loading"];
    if (this.failures.length > 0 || this.#problems().length > 0) return ["degraded", "Degraded"];
    if (this.status.asOf === null) return ["filling", "Starting"];
    if (this.status.stale && !this.filling) return ["stale", "Stale"];
    return this.filling ? ["filling", "Filling"] : ["live", "Live"];
  }

  #showChip() {
    const [state, text] = this.#chip();
    byId("state").dataset.state = state;
    write("state", text);
  }

  #showIngest() {
    const box = byId("ingest");
    const bar = byId("ingest-bar");
    box.dataset.state = this.filling ? "filling" : "idle";
    bar.hidden = !this.filling;
    if (this.filling) {
      bar.value = this.progress.fraction;
      write("ingest-text", progressText(this.progress));
    } else {
      write("ingest-text", this.#idleText());
    }
  }

  #idleText() {
    if (!this.status) return "Loading the status…";
    const { coverage, asOf } = this.status;
    if (asOf === null) return "No block has been processed yet. The first blocks appear within seconds after an endpoint answers.";
    const since = `${time(Date.parse(coverage.coveredFrom))} (block ${count(coverage.firstBlock)})`;
    if (coverage.complete) return `Complete, without gaps, since ${since}`;
    return coverage.missingBlocks
      ? `${coverage.missingBlocks === 1 ? "1 block is" : `${count(coverage.missingBlocks)} blocks are`} missing since ${since}`
      : `Stored since ${since}`;
  }

  #showGaps() {
    const gaps = this.status?.gaps ?? [];
    const list = byId("gaps");
    list.hidden = gaps.length === 0;
    const items = gaps
      .slice(0, SHOWN_GAPS)
      .map((gap) =>
        element(
          "li",
          {},
          `Gap: ${blocksOf(gap)} (${times(Date.parse(gap.after), Date.parse(gap.before))})`,
        ),
      );
    if (gaps.length > SHOWN_GAPS) items.push(element("li", {}, gaps.length === SHOWN_GAPS + 1 ? "and 1 more gap" : `and ${count(gaps.length - SHOWN_GAPS)} more gaps`));
    list.replaceChildren(...items);
  }

  #problems() {
    const problems = [...(this.status?.problems ?? [])];
    if (this.status?.storeError) problems.push(`the store is not available: ${this.status.storeError}`);
    return operators() ? problems : withoutHosts(problems, this.status?.endpoints ?? []);
  }

  #showNotice() {
    const sentences = this.#problems().map((text) => `${text[0].toUpperCase()}${text.slice(1)}.`);
    const failures = [...new Set(this.failures.map(({ message }) => message))];
    if (failures.length > 0) {
      const old = this.failures.some(({ hasData }) => hasData) ? " The page shows the data of the last answer." : "";
      sentences.push(`${failures.join(" ")} Retrying.${old}`);
    }
    if (this.status?.stale && this.status.asOf && this.answers) {
      sentences.push(`The last block is ${duration(this.status.lagSeconds)} old. The numbers are correct as of that time.`);
    }
    const notice = byId("notice");
    // Each sentence is on a line of its own.
    const text = sentences.join("\n");
    notice.hidden = text === "";
    write(notice, text);
  }
}

const HOST = /https?:\/\/|(?<![\w.])(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?|\b\d+(?:\.\d+){3}/i;

/** Replaces problems with names of hosts, which only operators may see, by one sentence about the endpoints. */
function withoutHosts(problems, endpoints) {
  const others = problems.filter((problem) => !HOST.test(problem));
  if (others.length === problems.length) return others;
  const unusable = endpoints.filter(({ state }) => state !== "healthy").length;
  const sentence =
    unusable === 0
      ? "an endpoint of the chain answered with an error"
      : unusable === endpoints.length
        ? "no endpoint of the chain answers"
        : `${count(unusable)} of ${count(endpoints.length)} endpoints of the chain cannot be used`;
  return [...others, sentence];
}

const blocksOf = ({ blocks, fromBlock, toBlock }) =>
  blocks === 1 ? `block ${count(fromBlock)}` : `${count(blocks)} blocks, ${count(fromBlock)} to ${count(toBlock)}`;

function progressText({ fraction, blocksLeft, blocksPerSecond, secondsLeft, day: older, daysLeft }) {
  const parts = [`${percent(fraction)}: ${count(blocksLeft)} blocks to go`];
  if (blocksPerSecond !== null) parts.push(`${count(blocksPerSecond)} blocks/s`);
  if (secondsLeft !== null) parts.push(`about ${duration(secondsLeft)} left`);
  const what = older
    ? `Fetching ${day(Date.parse(older))}, ${count(daysLeft)} ${daysLeft === 1 ? "day" : "days"} of history left`
    : "Fetching";
  return `${what} · ${parts.join(" · ")}`;
}
