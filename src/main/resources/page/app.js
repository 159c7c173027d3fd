import { get, rateLimitedFor } from "./api.js";
import { daysOf, daysPath } from "./days.js";
import { byId, painted } from "./dom.js";
import { Freshness, Headline } from "./headline.js";
import { listen } from "./live.js";
import { observe, once, withCharts } from "./parts.js";
import { ServiceState } from "./state.js";
import { Toolbar, windowChoice } from "./toolbar.js";
import { changeView, onView, startViews, view } from "./view.js";

const TICK = 1000;
const RETRY = 5000;

/** The longest time that the rest of the page waits for the first number, in milliseconds. */
const FIRST_NUMBER_TIMEOUT = 1000;

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
 * milliseconds during a run, while `when` allows it. Without `every`, it is loaded only on request.
 */
class Panel {
  constructor(load, { every = 0, filling = every, when }) {
    Object.assign(this, { load, every, filling, when, dirty: true, loaded: null, next: 0, busy: false });
    /** Why the last load failed, and whether an earlier one succeeded. */
    Object.assign(this, { failure: null, hasData: false });
  }

  get due() {
    return this.dirty && !this.busy && Date.now() >= this.#next && this.when();
  }

  /** The time of the next load: a run that has begun or ended since the last one does not make it later. */
  get #next() {
    return this.loaded === null ? this.next : Math.min(this.next, this.loaded + this.#interval);
  }

  get #interval() {
    return state.filling ? this.filling : this.every;
  }

  async run() {
    Object.assign(this, { busy: true, dirty: false, again: false });
    try {
      await this.load();
      this.loaded = Date.now();
      this.next = this.loaded + this.#interval;
      Object.assign(this, { failure: null, hasData: true });
    } catch (error) {
      console.warn(error.message);
      this.dirty = true;
      this.loaded = null;
      this.next = Date.now() + Math.max(RETRY, (error.retryAfter ?? 0) * 1000);
      this.failure = error;
    } finally {
      this.busy = false;
      showState();
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
  operators.refresh();
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

/** The choices of the view: the toolbar of the charts, and the window of the lists. */
let toolbar = null;

// What is not in the first view is loaded when it is needed: a section of the overview when it is near to the viewport.
const near = observe(document.querySelectorAll("#overview > section"), () => {
  tick();
  showState();
});
const sectionNear = (id) => () => near(id);
const activityPart = withCharts(() => import("./activity.js"), (module) => new module.ActivityCharts());
const growthPart = withCharts(
  () => Promise.all([import("./activity.js"), import("./retention.js")]),
  ([{ GrowthCharts }, { retentionOfNewSenders }]) => ({ charts: new GrowthCharts(), cohorts: retentionOfNewSenders() }),
);
const galleryPart = once(async () => new (await import("./gallery.js")).Gallery());
const contractsPart = once(() => import("./contracts.js"));
const overlapPart = once(() => import("./overlap.js"));
const tablesPart = once(() => import("./tables.js"));
const lookupPart = once(async () => new (await import("./lookup.js")).Lookup());
const definitionsPart = once(() => import("./definitions.js"));
const concentrationPart = withCharts(() => import("./concentration.js"), (module) => new module.ConcentrationCard());
const hoursPart = once(() => import("./hours.js"));
const operatorsPart = once(() => import("./operators.js"));
const metricPart = withCharts(() => import("./metric.js"), (module) => new module.MetricView(focusHeading));
const contractPart = withCharts(() => import("./contract.js"), (module) => new module.ContractView(focusHeading));

/** Whether the heading of the view receives the focus, since a link led to it. */
let focusAwaited = false;

/** The link of the overview that led to the present view. */
let opener = null;

function focusHeading() {
  if (!focusAwaited) return;
  document.querySelector("main > section:not([hidden]) h1")?.focus({ preventScroll: true });
  focusAwaited = false;
}

async function loadNumbers() {
  await headline.load();
  showTitle();
}

/** The days, newest first, that the tiles, the charts of growth and the gallery show. */
let newestDays = null;
let daysFailure = null;

async function loadDays() {
  try {
    newestDays = (await get(daysPath(Math.max(Headline.days, daysOf(view(), fresh.asOf))))).days;
    daysFailure = null;
    headline.showDays(newestDays);
  } catch (error) {
    daysFailure = error;
    throw error;
  } finally {
    growth.refresh();
    gallery.refresh();
  }
}

async function showGrowth() {
  const { charts } = await growthPart();
  if (daysFailure) charts.fail(daysFailure);
  else charts.show(newestDays, fresh.asOf);
}

async function loadRules() {
  const { leftOut } = await get("api/v1/windows/1h?filter=organic");
  rules = (leftOut?.rules.length ?? 0) > 0;
  showChoices();
}

async function loadOne(part) {
  const one = await part();
  await one.load(fresh.asOf, rules);
  ones.set(part, one);
  // The rules may have become known meanwhile.
  one.toolbar?.show(fresh.asOf, rules);
  showTitle();
}

/** The views of a metric and of a contract, once they are loaded. */
const ones = new Map();

const always = () => true;
const metricShown = () => view().metric !== null;
const contractShown = () => view().metric === null && view().contract !== null;

const status = new Panel(loadStatus, { every: 5000, filling: 2000, when: always });
const numbers = new Panel(loadNumbers, { every: 2500, filling: 2000, when: always });
const metric = new Panel(() => loadOne(metricPart), { every: 30_000, filling: 4000, when: metricShown });
const contract = new Panel(() => loadOne(contractPart), { every: 30_000, filling: 5000, when: contractShown });
const days = new Panel(loadDays, { every: 60_000, filling: 4000, when: inOverview });
const activity = new Panel(async () => (await activityPart()).load(fresh.asOf), {
  every: 30_000,
  filling: 3000,
  when: sectionNear("activity"),
});
const filters = new Panel(loadRules, { every: 600_000, filling: 15_000, when: always });
const growth = new Panel(showGrowth, { when: () => near("growth") && (newestDays !== null || daysFailure !== null) });
const retention = new Panel(async () => (await growthPart()).cohorts.load(), {
  every: 60_000,
  filling: 6000,
  when: sectionNear("growth"),
});
const gallery = new Panel(async () => (await galleryPart()).show(newestDays), {
  when: () => near("all-metrics") && newestDays !== null,
});
const contracts = new Panel(async () => (await contractsPart()).loadContracts(), {
  every: 30_000,
  filling: 5000,
  when: sectionNear("contracts-part"),
});
const newcomers = new Panel(async () => (await contractsPart()).loadNewcomers(), {
  every: 60_000,
  filling: 8000,
  when: sectionNear("contracts-part"),
});
const overlap = new Panel(async () => (await overlapPart()).loadOverlap(), {
  every: 60_000,
  filling: 8000,
  when: sectionNear("contracts-part"),
});
const busiest = new Panel(loadBusiest, { every: 30_000, filling: 4000, when: sectionNear("addresses-part") });
const address = new Panel(async () => (await lookupPart()).load(fresh.asOf, coveredFrom()), {
  every: 30_000,
  filling: 6000,
  when: sectionNear("addresses-part"),
});
const definitions = new Panel(async () => (await definitionsPart()).loadDefinitions(), {
  every: 30_000,
  filling: 6000,
  when: sectionNear("addresses-part"),
});
const concentration = new Panel(async () => (await concentrationPart()).load(fresh.asOf), {
  every: 30_000,
  filling: 6000,
  when: sectionNear("addresses-part"),
});
const hours = new Panel(async () => (await hoursPart()).loadHours(), {
  every: 15_000,
  filling: 4000,
  when: sectionNear("hours-part"),
});

/** The panels of the data of the service, the first ones first. */
const panels = [
  numbers,
  status,
  metric,
  contract,
  days,
  activity,
  filters,
  retention,
  contracts,
  newcomers,
  overlap,
  busiest,
  address,
  definitions,
  concentration,
  hours,
];

const operators = new Panel(async () => (await operatorsPart()).showOperators(state.status), {
  when: () => near("operators") && state.status !== null,
});

/** The panels that show the data of others. */
const followers = [growth, gallery, operators];

/** Shows the state of the service with what could not be loaded of the present view. */
function showState() {
  const failed = [...panels, ...followers].filter((panel) => panel.failure !== null && panel.when());
  state.failures = failed.map(({ failure, hasData }) => ({ message: failure.message, hasData }));
  state.answers = status.failure === null;
  state.show();
}

async function loadBusiest() {
  const [tables, lookup] = await Promise.all([tablesPart(), lookupPart()]);
  await tables.loadBusiest((one) => lookup.suggest(one, fresh.asOf, coveredFrom()));
}

/** The panels that depend on each parameter of the view. */
const SHOWING = {
  metric: [metric],
  contract: [contract],
  range: [activity, days, concentration, metric, contract],
  from: [activity, days, concentration, metric, contract],
  to: [activity, days, concentration, metric, contract],
  resolution: [activity, concentration, metric, contract],
  filter: [numbers, activity, contracts, newcomers, overlap, busiest, concentration, hours, metric, contract],
  window: [busiest, address, contracts, overlap, definitions, concentration, contract],
  by: [busiest],
  contractsBy: [contracts],
  address: [address],
  cohort: [contract],
};

/** Whether the status is known: ranges end at the last block, so that all but the numbers wait for it. */
let started = false;

function tick() {
  fresh.show(now());
  if (!started || document.hidden || rateLimitedFor() > 0) return;
  for (const panel of [...panels, ...followers]) if (panel.due) panel.run();
}

function changed() {
  for (const panel of panels) panel.dirty = true;
  tick();
}

/** Creates the choices, which show the view and change it. */
function createChoices() {
  toolbar = new Toolbar(byId("toolbar"), "Charts");
  document.querySelectorAll(".window-choice").forEach((parent, i) => parent.append(windowChoice(`window-${i}`)));
  for (const [id, name] of [
    ["contracts-by", "contractsBy"],
    ["busiest-by", "by"],
  ]) {
    byId(id).addEventListener("change", () => changeView({ [name]: byId(id).value }));
  }
}

function showChoices() {
  if (toolbar === null) return;
  for (const one of [toolbar, ...[...ones.values()].map((shown) => shown.toolbar)]) one?.show(fresh.asOf, rules);
  byId("contracts-by").value = view().contractsBy;
  byId("busiest-by").value = view().by;
  for (const part of document.querySelectorAll("[data-unfiltered]")) part.hidden = view().filter === "raw";
  for (const part of document.querySelectorAll("[data-window]")) {
    part.textContent = view().window === "24h" ? "the last 24 hours" : "the last 7 days";
  }
}

function showTitle() {
  const title = metricShown() ? ones.get(metricPart)?.title : contractShown() ? ones.get(contractPart)?.title : headline.title;
  document.title = `${title ?? "Active addresses"} · ${document.documentElement.dataset.chain}`;
}

function showView() {
  byId("overview").hidden = !inOverview();
  byId("metric").hidden = !metricShown();
  byId("contract").hidden = !contractShown();
  showState();
  showChoices();
  showTitle();
}

function showHeading() {
  scrollTo({ top: 0, behavior: "instant" });
  // An existing heading receives the focus now, and a new one when it is created.
  focusAwaited = true;
  focusHeading();
  focusAwaited = true;
}

/** Returns to where the reader left the overview. */
function returnToOverview() {
  focusAwaited = false;
  const same = opener?.isConnected ? opener : document.querySelector(`#overview a[href="${opener?.getAttribute("href")}"]`);
  if (same) same.focus();
  else scrollTo({ top: 0, behavior: "instant" });
}

onView((before) => {
  // An element loses the focus when it is hidden.
  const focusedBefore = document.activeElement?.closest("#overview a");
  const names = Object.keys(SHOWING).filter((name) => before[name] !== view()[name]);
  if (names.includes("metric") || names.includes("contract")) ones.clear();
  showView();
  const panelsOfChanges = new Set(names.flatMap((name) => SHOWING[name]));
  for (const panel of panelsOfChanges) panel.refresh();
  if (names.includes("metric") || names.includes("contract")) {
    if (before.metric === null && before.contract === null) opener = focusedBefore ?? null;
    if (inOverview()) returnToOverview();
    else showHeading();
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

byId("operators").hidden = document.documentElement.dataset.operators !== "true";
showView();
// The rest of the page is built after the number at the top is shown, or after the timeout.
const first = numbers.run();
if (inOverview()) days.run();
await status.run();
await Promise.race([first, new Promise((resolve) => setTimeout(resolve, FIRST_NUMBER_TIMEOUT))]);
await painted();
startTheme();
startViews();
createChoices();
started = true;
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
    showState();
  },
  run() {
    status.refresh();
  },
  connection(connected) {
    const again = connected && state.connected === false;
    state.connected = connected;
    showState();
    if (again) for (const panel of panels) if (panel.failure !== null) panel.refresh();
  },
});
