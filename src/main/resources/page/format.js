// The page is in English, so numbers are written as in English. Times are UTC.
const LOCALE = "en-GB";

/** Returns a function that creates something on its first call: each format takes a millisecond or two. */
function lazily(create) {
  let made = null;
  return () => (made ??= create());
}

function numbers(options) {
  const format = lazily(() => new Intl.NumberFormat(LOCALE, options));
  return (value) => format().format(value);
}

const integer = numbers({ maximumFractionDigits: 0 });
const twoDigits = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const upToTwoDigits = numbers({ maximumFractionDigits: 2 });
const threeSignificant = numbers({ minimumSignificantDigits: 2, maximumSignificantDigits: 3 });
const compactOneDigit = numbers({ notation: "compact", maximumFractionDigits: 1 });
const compactTwoDigits = numbers({ notation: "compact", maximumFractionDigits: 2 });
const percentage = numbers({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const shortPercentage = numbers({ style: "percent", maximumFractionDigits: 1 });
const wholePercentage = numbers({ style: "percent", maximumFractionDigits: 0 });
const changes = numbers({
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const inUtc = (options) => lazily(() => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options }));
const dayShort = inUtc({ day: "numeric", month: "short" });
const dayLong = inUtc({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const months = inUtc({ month: "short", year: "numeric" });
const clock = inUtc({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayAndClock = inUtc({
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** Represents a value that is not known. */
export const UNKNOWN = "–";

const known = (format) => (value) =>
  value === null || value === undefined || Number.isNaN(value) ? UNKNOWN : format(value);

// British English writes a million as "m", which is also a metre and a milli.
const short = (format) => (value) => format(value).replace("m", "M");

export const count = known(integer);
export const ratio = known((value) => (Math.abs(value) < 0.1 && value !== 0 ? threeSignificant(value) : twoDigits(value)));
export const compact = known(short(compactOneDigit));
export const percent = known(percentage);
export const wholePercent = known(wholePercentage);
export const change = known((value) => changes(value).replace("-", "−"));

/** A change of less than this part is neither an increase nor a decrease. */
const NEUTRAL = 0.01;

/** Returns whether a change is `up`, `down` or, within 1 %, `same`. */
export const direction = (part) => (Math.abs(part) <= NEUTRAL ? "same" : part > 0 ? "up" : "down");

const gwei = known((wei) => (wei < 1e6 ? `${integer(wei)} wei` : `${upToTwoDigits(wei / 1e9)} Gwei`));
const bytes = known((size) => (size < 1000 ? `${integer(size)} B` : `${upToTwoDigits(size / 1000)} kB`));
const seconds = known((value) => `${twoDigits(value)} s`);

const UNITS = {
  share: [percent, known(shortPercentage)],
  seconds: [seconds, known((value) => `${upToTwoDigits(value)} s`)],
  wei: [gwei, gwei],
  bytes: [bytes, bytes],
  gas: [known(short(compactTwoDigits)), compact],
  "transactions per address": [ratio, known(upToTwoDigits)],
  "transactions per second": [ratio, known(upToTwoDigits)],
};

/** Returns the format of values of a unit of the API. */
export const inUnit = (unit) => UNITS[unit]?.[0] ?? count;

/** Returns the short format of values of a unit, for axes. */
export const onAxis = (unit) => UNITS[unit]?.[1] ?? compact;

/** Returns whether values of a unit are whole numbers. */
export const isWhole = (unit) => UNITS[unit] === undefined;

export const day = (date) => dayShort().format(date);
export const fullDay = (date) => dayLong().format(date);
export const month = (date) => months().format(date);
export const hour = (date) => clock().format(date);
export const time = (date) => `${dayAndClock().format(date)} UTC`;

/** Formats a range of time. */
export const times = (from, to) => `${dayAndClock().formatRange(from, to)} UTC`;

/** Formats a period of a series in full. */
export function period(start, end, resolution) {
  if (resolution === "hour") return `${fullDay(start)}, ${hour(start)}–${hour(end)} UTC`;
  if (resolution === "month") return month(start);
  return resolution === "week" ? `Week of ${fullDay(start)}` : `${fullDay(start)} UTC`;
}

/** Formats a period of a series shortly. */
export function shortPeriod(start, resolution) {
  if (resolution === "hour") return `${day(start)}, ${hour(start)}`;
  if (resolution === "month") return month(start);
  return resolution === "week" ? `week of ${day(start)}` : day(start);
}

/** Formats a duration with its two largest units. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min${s < 600 && s % 60 ? ` ${s % 60} s` : ""}`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}
