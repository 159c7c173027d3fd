// The page is in English, so numbers are written as in English. Times are UTC.
const LOCALE = "en-GB";
const numbers = (options) => new Intl.NumberFormat(LOCALE, options);
const integer = numbers({ maximumFractionDigits: 0 });
const twoDigits = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const upToTwoDigits = numbers({ maximumFractionDigits: 2 });
const short = numbers({ notation: "compact", maximumFractionDigits: 1 });
const shortTwoDigits = numbers({ notation: "compact", maximumFractionDigits: 2 });
const percentage = numbers({ style: "percent", maximumFractionDigits: 1 });
const wholePercentage = numbers({ style: "percent", maximumFractionDigits: 0 });
const changes = numbers({ style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" });
const inUtc = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });
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

export const count = known((value) => integer.format(value));
export const ratio = known((value) => twoDigits.format(value));
export const compact = known((value) => short.format(value));
export const percent = known((value) => percentage.format(value));
export const wholePercent = known((value) => wholePercentage.format(value));
export const change = known((value) => changes.format(value).replace("-", "−"));

/** A change of less than this part is neither an increase nor a decrease. */
const NEUTRAL = 0.01;

/** Returns whether a change is `up`, `down` or, within 1 %, `same`. */
export const direction = (part) => (Math.abs(part) <= NEUTRAL ? "same" : part > 0 ? "up" : "down");

const gwei = known((wei) => (wei < 1e6 ? `${integer.format(wei)} wei` : `${upToTwoDigits.format(wei / 1e9)} Gwei`));
const bytes = known((size) => (size < 1000 ? `${integer.format(size)} B` : `${upToTwoDigits.format(size / 1000)} kB`));
const seconds = known((value) => `${twoDigits.format(value)} s`);

const UNITS = {
  share: [percent, percent],
  seconds: [seconds, known((value) => `${upToTwoDigits.format(value)} s`)],
  wei: [gwei, gwei],
  bytes: [bytes, bytes],
  gas: [known((value) => shortTwoDigits.format(value)), compact],
  "transactions per address": [ratio, known((value) => upToTwoDigits.format(value))],
  "transactions per second": [ratio, known((value) => upToTwoDigits.format(value))],
};

/** Returns the format of values of a unit of the API. */
export const inUnit = (unit) => UNITS[unit]?.[0] ?? count;

/** Returns the short format of values of a unit, for axes. */
export const onAxis = (unit) => UNITS[unit]?.[1] ?? compact;

/** Returns whether values of a unit are whole numbers. */
export const isWhole = (unit) => UNITS[unit] === undefined;

export const day = (date) => dayShort.format(date);
export const fullDay = (date) => dayLong.format(date);
export const month = (date) => months.format(date);
export const hour = (date) => clock.format(date);
export const time = (date) => `${dayAndClock.format(date)} UTC`;

/** Formats a range of time. */
export const times = (from, to) => `${dayAndClock.formatRange(from, to)} UTC`;

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
