import { get, quietFor } from "./api.js";
import { DayCharts, HourCharts } from "./charts.js";
import { byId } from "./dom.js";
import { Freshness, Headline } from "./headline.js";
import { listen } from "./live.js";
import { startLookup } from "./lookup.js";
import { showOperators } from "./operators.js";
import { Retention } from "./retention.js";
import { ServiceState } from "./state.js";
import { loadBusiest, loadRecords } from "./tables.js";

const TICK = 1000;
const RETRY = 5000;

const state = new ServiceState();
const fresh = new Freshness();
const headline = new Headline();
const retention = new Retention();
let skew = 0;

const now = () => Date.now() + skew;

/** A part of the page: loaded when the data has changed, but not more often than it says. */
class Part {
  constructor(load, { every, filling = every }) {
    Object.assign(this, { load, every, filling, dirty: true, next: 0, busy: false });
  }

  get due() {
    return this.dirty && !this.busy && Date.now() >= this.next;
  }

  async run() {
    this.busy = true;
    this.dirty = false;
    try {
      await this.load();
      this.next = Date.now() + (state.filling ? this.filling : this.every);
      state.failure = null;
    } catch (error) {
      console.warn(error.message);
      this.dirty = true;
      this.next = Date.now() + Math.max(RETRY, (error.retryAfter ?? 0) * 1000);
      state.failure = error.message;
    } finally {
      this.busy = false;
      state.show();
    }
  }

  /** Loads it at once. */
  again() {
    Object.assign(this, { dirty: true, next: 0 });
    tick();
  }
}

async function loadStatus() {
  const status = await get("api/v1/status");
  skew = Date.parse(status.timestamp) - Date.now();
  state.status = status;
  state.progress = status.progress;
  state.processing = status.processing;
  seen(status.asOf, status.asOfBlock);
  showOperators(status);
}

function seen(asOf, block) {
  if (asOf === null) return;
  fresh.asOf = Date.parse(asOf);
  fresh.block = block;
}

const status = new Part(loadStatus, { every: 5000, filling: 2000 });
const numbers = new Part(() => headline.load(), { every: 2500, filling: 2000 });
const hourCharts = new HourCharts(() => hours.again());
const hours = new Part(() => hourCharts.load(fresh.asOf), { every: 30_000, filling: 3000 });
const dayCharts = new DayCharts(() => cohorts.again());
const days = new Part(() => dayCharts.load(), { every: 60_000, filling: 4000 });
const cohorts = new Part(() => retention.load(dayCharts.limit), { every: 60_000, filling: 6000 });
const busiest = new Part(loadBusiest, { every: 30_000, filling: 4000 });
const records = new Part(loadRecords, { every: 15_000, filling: 4000 });
const parts = [numbers, status, hours, days, cohorts, busiest, records];

// The retention stands last of the charts by the day.
byId("day-charts").append(byId("retention"));

function tick() {
  fresh.show(now());
  if (document.hidden || quietFor() > 0) return;
  for (const part of parts) if (part.due) part.run();
}

function changed() {
  for (const part of parts) part.dirty = true;
  tick();
}

// Hours are counted back from the last block, so the status comes first.
await status.run();
tick();
setInterval(tick, TICK);
setInterval(() => (status.dirty = true), 15_000);
document.addEventListener("visibilitychange", tick);
byId("busiest-by").addEventListener("change", () => busiest.again());
startLookup();

listen({
  version(event) {
    seen(event.asOf, event.asOfBlock);
    changed();
  },
  progress(event) {
    state.progress = event.progress;
    state.processing = event.processing;
    state.show();
  },
  run() {
    status.again();
  },
  connection(connected) {
    state.connected = connected;
    state.show();
  },
});
