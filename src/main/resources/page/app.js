import { get, rateLimitedFor } from "./api.js";
import { DayCharts, HourCharts } from "./charts.js";
import { loadContracts, loadNewcomers } from "./contracts.js";
import { loadConcentration, loadDefinitions } from "./definitions.js";
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

/**
 * A panel of the page. It is loaded when the data has changed, at most every `every` milliseconds, or
 * every `filling` milliseconds during a run.
 */
class Panel {
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

  /** Loads the panel immediately. */
  refresh() {
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
  setLastBlock(status.asOf, status.asOfBlock);
  showOperators(status);
}

function setLastBlock(asOf, block) {
  if (asOf === null) return;
  fresh.asOf = Date.parse(asOf);
  fresh.block = block;
}

const status = new Panel(loadStatus, { every: 5000, filling: 2000 });
const numbers = new Panel(() => headline.load(), { every: 2500, filling: 2000 });
const hourCharts = new HourCharts(() => hours.refresh());
const hours = new Panel(() => hourCharts.load(fresh.asOf), { every: 30_000, filling: 3000 });
const dayCharts = new DayCharts(() => cohorts.refresh());
const days = new Panel(() => dayCharts.load(), { every: 60_000, filling: 4000 });
const cohorts = new Panel(() => retention.load(dayCharts.limit), { every: 60_000, filling: 6000 });
const contracts = new Panel(loadContracts, { every: 30_000, filling: 5000 });
const newcomers = new Panel(loadNewcomers, { every: 60_000, filling: 8000 });
const busiest = new Panel(loadBusiest, { every: 30_000, filling: 4000 });
const definitions = new Panel(loadDefinitions, { every: 30_000, filling: 6000 });
const concentration = new Panel(loadConcentration, { every: 30_000, filling: 6000 });
const records = new Panel(loadRecords, { every: 15_000, filling: 4000 });
const panels = [
  numbers,
  status,
  hours,
  days,
  cohorts,
  contracts,
  newcomers,
  busiest,
  definitions,
  concentration,
  records,
];

// The retention follows the charts by the day.
byId("day-charts").append(byId("retention"));

function tick() {
  fresh.show(now());
  if (document.hidden || rateLimitedFor() > 0) return;
  for (const panel of panels) if (panel.due) panel.run();
}

function changed() {
  for (const panel of panels) panel.dirty = true;
  tick();
}

// The range of the hourly charts ends at the last block, so the status is loaded first.
await status.run();
tick();
setInterval(tick, TICK);
setInterval(() => (status.dirty = true), 15_000);
document.addEventListener("visibilitychange", tick);
byId("contracts-by").addEventListener("change", () => contracts.refresh());
byId("busiest-by").addEventListener("change", () => busiest.refresh());
startLookup();

listen({
  version(event) {
    setLastBlock(event.asOf, event.asOfBlock);
    changed();
  },
  progress(event) {
    state.progress = event.progress;
    state.processing = event.processing;
    state.show();
  },
  run() {
    status.refresh();
  },
  connection(connected) {
    state.connected = connected;
    state.show();
  },
});
