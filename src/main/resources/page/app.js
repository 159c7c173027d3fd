import { ActivityCharts, GrowthCharts } from "./activity.js";
import { get, rateLimitedFor } from "./api.js";
import { ContractView, nameOf } from "./contract.js";
import { loadContracts, loadNewcomers } from "./contracts.js";
import { daysPath } from "./days.js";
import { loadConcentration, loadDefinitions } from "./definitions.js";
import { byId } from "./dom.js";
import { Gallery } from "./gallery.js";
import { Freshness, Headline } from "./headline.js";
import { loadHours } from "./hours.js";
import { listen } from "./live.js";
import { Lookup } from "./lookup.js";
import { metricName, MetricView } from "./metric.js";
import { showOperators } from "./operators.js";
import { loadOverlap } from "./overlap.js";
import { Retention } from "./retention.js";
import { ServiceState } from "./state.js";
import { loadBusiest } from "./tables.js";
import { Toolbar, windowChoice } from "./toolbar.js";
import { changeView, onView, startViews, view } from "./view.js";

const TICK = 1000;
const RETRY = 5000;

const state = new ServiceState();
const fresh = new Freshness();
const headline = new Headline();
let skew = 0;

/** Whether the filter has rules; without rules it cannot be chosen. */
let rules = false;

const now = () => Date.now() + skew;
const inOverview = () => view().metric === null && view().contract === null;

/**
 * A part of the page. It is loaded when the data has changed, at most every `every` milliseconds, or every `filling`
 * milliseconds during a run, while `when` allows it.
 */
class Panel {
  constructor(load, { every, filling = every, when = inOverview }) {
    Object.assign(this, { load, every, filling, when, dirty: true, next: 0, busy: false });
  }

  get due() {
    return this.dirty && !this.busy && Date.now() >= this.next && this.when();
  }

  async run() {
    this.busy = true;
    this.dirty = false;
    this.again = false;
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
    if (this.again) this.refresh();
  }

  /** Loads the panel immediately, or again if it is being loaded. */
  refresh() {
    this.again = this.busy;
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

const coveredFrom = () => {
  const since = state.status?.coverage?.coveredFrom;
  return since ? Date.parse(since) : null;
};

const toolbar = new Toolbar(byId("toolbar"), "Charts");
const activityCharts = new ActivityCharts();
const growthCharts = new GrowthCharts();
const cohorts = new Retention();
const gallery = new Gallery();
const metricView = new MetricView(focusHeading);
const contractView = new ContractView(focusHeading);
const lookup = new Lookup();

/** Whether the heading of the view receives the focus, since a link led to it. */
let focusAwaited = false;

function focusHeading() {
  if (!focusAwaited) return;
  document.querySelector("main > section:not([hidden]) h1")?.focus({ preventScroll: true });
  focusAwaited = false;
}

async function loadNumbers() {
  await headline.load();
  showTitle();
}

async function loadDays() {
  const limit = Math.max(Headline.days, GrowthCharts.days(fresh.asOf));
  try {
    const { days } = await get(daysPath(limit));
    headline.showDays(days);
    growthCharts.show(days, fresh.asOf);
    await gallery.show(days);
    showChoices();
  } catch (error) {
    growthCharts.fail(error);
    throw error;
  }
}

async function loadRules() {
  const { leftOut } = await get("api/v1/windows/1h?filter=organic");
  rules = (leftOut?.rules.length ?? 0) > 0;
  metricView.rules = rules;
  contractView.rules = rules;
  showChoices();
}

const always = () => true;
const status = new Panel(loadStatus, { every: 5000, filling: 2000, when: always });
const numbers = new Panel(loadNumbers, { every: 2500, filling: 2000, when: always });
const days = new Panel(loadDays, { every: 60_000, filling: 4000 });
const activity = new Panel(() => activityCharts.load(fresh.asOf), { every: 30_000, filling: 3000 });
const retention = new Panel(() => cohorts.load(), { every: 60_000, filling: 6000 });
const contracts = new Panel(loadContracts, { every: 30_000, filling: 5000 });
const newcomers = new Panel(loadNewcomers, { every: 60_000, filling: 8000 });
const busiest = new Panel(
  () => loadBusiest((address) => lookup.suggest(address, fresh.asOf, coveredFrom())),
  { every: 30_000, filling: 4000 },
);
const address = new Panel(() => lookup.load(fresh.asOf, coveredFrom()), { every: 30_000, filling: 6000 });
const definitions = new Panel(loadDefinitions, { every: 30_000, filling: 6000 });
const concentration = new Panel(loadConcentration, { every: 30_000, filling: 6000 });
const hours = new Panel(() => loadHours(fresh.asOf), { every: 15_000, filling: 4000 });
const filters = new Panel(loadRules, { every: 600_000, filling: 15_000 });
const metric = new Panel(() => metricView.load(fresh.asOf), {
  every: 30_000,
  filling: 4000,
  when: () => view().metric !== null,
});
const contract = new Panel(() => contractView.load(fresh.asOf), {
  every: 30_000,
  filling: 5000,
  when: () => view().metric === null && view().contract !== null,
});
const overlap = new Panel(loadOverlap, { every: 60_000, filling: 8000 });
const panels = [
  numbers,
  status,
  metric,
  contract,
  days,
  activity,
  retention,
  contracts,
  newcomers,
  overlap,
  busiest,
  address,
  definitions,
  concentration,
  hours,
  filters,
];

/** The panels that depend on each parameter of the view. */
const SHOWING = {
  metric: [metric],
  contract: [contract],
  range: [activity, days, metric, contract],
  from: [activity, days, metric, contract],
  to: [activity, days, metric, contract],
  resolution: [activity, metric, contract],
  filter: [numbers, activity, contracts, newcomers, overlap, busiest, concentration, hours, metric, contract],
  window: [busiest, address, contracts, overlap, definitions, concentration, contract],
  by: [busiest],
  contractsBy: [contracts],
  address: [address],
};

function tick() {
  fresh.show(now());
  if (document.hidden || rateLimitedFor() > 0) return;
  for (const panel of panels) if (panel.due) panel.run();
}

function changed() {
  for (const panel of panels) panel.dirty = true;
  tick();
}

// The choices of the lists, which show the view and change it.
document.querySelectorAll(".window-choice").forEach((parent, i) => parent.append(windowChoice(`window-${i}`)));
for (const [id, name] of [
  ["contracts-by", "contractsBy"],
  ["busiest-by", "by"],
]) {
  byId(id).addEventListener("change", () => changeView({ [name]: byId(id).value }));
}

function showChoices() {
  toolbar.show(fresh.asOf, rules);
  byId("contracts-by").value = view().contractsBy;
  byId("busiest-by").value = view().by;
  for (const part of document.querySelectorAll("[data-window]")) {
    part.textContent = view().window === "24h" ? "the last 24 hours" : "the last 7 days";
  }
}

/** Returns what the title of the document names first. */
async function titleOfView() {
  if (view().metric !== null) return metricName().catch(() => null);
  if (view().contract !== null) return nameOf(view().contract);
  return headline.title;
}

async function showTitle() {
  document.title = `${(await titleOfView()) ?? "Active addresses"} · ${document.documentElement.dataset.chain}`;
}

function showView() {
  byId("overview").hidden = !inOverview();
  byId("metric").hidden = view().metric === null;
  byId("contract").hidden = view().metric !== null || view().contract === null;
  showChoices();
  showTitle();
}

onView((before) => {
  showView();
  const names = Object.keys(SHOWING).filter((name) => before[name] !== view()[name]);
  const panelsOfChanges = new Set(names.flatMap((name) => SHOWING[name]));
  for (const panel of panelsOfChanges) panel.refresh();
  if (names.includes("metric") || names.includes("contract")) {
    scrollTo({ top: 0, behavior: "instant" });
    // An existing heading receives the focus now, and a new one when it is created.
    focusAwaited = true;
    focusHeading();
    focusAwaited = true;
  } else if (names.includes("address") && view().address !== null) {
    byId("lookup").scrollIntoView({ block: "nearest" });
  }
});

/** Shows the theme on its button, which chooses the next one. */
function startTheme() {
  const button = byId("theme");
  const names = { auto: "as the system", light: "light", dark: "dark" };
  const following = { auto: "light", light: "dark", dark: "auto" };
  const show = () => {
    button.dataset.theme = window.theme.choice;
    const text = `Colours: ${names[window.theme.choice]}. Change to ${names[following[window.theme.choice]]}`;
    button.setAttribute("aria-label", text);
    button.title = text;
  };
  button.addEventListener("click", () => {
    window.theme.choice = following[window.theme.choice];
    show();
  });
  show();
}

// The sections are in the overview.
for (const link of document.querySelectorAll('nav a[href^="#"]')) {
  link.addEventListener("click", () => changeView({ metric: null, contract: null }));
}

startTheme();
startViews();
showView();
// Ranges end at the last block, so the charts follow the status.
numbers.run();
await status.run();
showChoices();
tick();
setInterval(tick, TICK);
setInterval(() => (status.dirty = true), 15_000);
document.addEventListener("visibilitychange", tick);
if (inOverview() && view().address !== null) byId("lookup").scrollIntoView({ block: "center" });

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
