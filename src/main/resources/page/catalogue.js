import { get } from "./api.js";

/** The names of the metrics, and how they are grouped and drawn. A metric without an entry is shown under its key. */
const NAMES = [
  ["Addresses", "c1", { addresses: "Active addresses", senders: "Senders", recipients: "Recipients", newSenders: "New senders" }],
  [
    "Engagement",
    "c2",
    {
      weeklyAddresses: "Weekly active addresses",
      weeklySenders: "Weekly senders",
      monthlyAddresses: "Monthly active addresses",
      monthlySenders: "Monthly senders",
      stickiness: "Stickiness",
      returningSenders: "Returning senders",
      resurrectedSenders: "Resurrected senders",
      churnedSenders: "Churned senders",
    },
  ],
  [
    "Transactions",
    "c3",
    {
      transactions: "Transactions",
      transactionsPerSender: "Transactions per sender",
      transactionsPerSecond: "Transactions per second",
      contractCreations: "Contract creations",
    },
  ],
  [
    "Blocks",
    "c4",
    {
      blocks: "Blocks",
      emptyBlocks: "Empty blocks",
      averageBlockTime: "Average block time",
      averageBlockSize: "Average block size",
      gasUsed: "Gas used",
      gasUtilisation: "Gas utilisation",
      averageBaseFee: "Average base fee",
    },
  ],
];

const OTHER = "Other";
const described = new Map();
for (const [group, colour, metrics] of NAMES) {
  for (const [metric, name] of Object.entries(metrics)) described.set(metric, { group, colour, name });
}

/** The names of the groups, in the order in which they are shown. */
export const GROUPS = [...NAMES.map(([group]) => group), OTHER];

/** Returns `{name, group, colour}` of a metric. */
export const describe = (metric) => described.get(metric) ?? { group: OTHER, colour: "c1", name: metric };

let loaded = null;

/** Loads all metrics of the service: `{metric, name, group, colour, unit, definition, source, resolutions}`. */
export function loadMetrics() {
  loaded ??= get("api/v1/metrics")
    .then(({ metrics }) =>
      metrics.map((one) => ({ ...one, ...describe(one.metric), resolutions: listOf(one.resolutions) })),
    )
    .catch((error) => {
      loaded = null;
      throw error;
    });
  return loaded;
}

/** Returns the resolutions of a metric, which an earlier version of the service separated by spaces. */
const listOf = (resolutions) => (Array.isArray(resolutions) ? resolutions : resolutions.split(" "));
