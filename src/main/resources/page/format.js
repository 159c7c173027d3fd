// All texts are English, whatever the language of the browser, and all times are UTC. Pictures, badges and webhooks write
// numbers and times in the same way (NumberText and TimeText of the service).

/** Represents a value that is not known. */
export const UNKNOWN = "–";

const known = (format) => (value) =>
  value === null || value === undefined || Number.isNaN(value) ? UNKNOWN : format(value);

/** Writes a number with a fixed number of decimals. */
function decimals(value, places) {
  const [whole, part] = Math.abs(value).toFixed(places).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/** Returns the power of ten of the first digit of a number that is rounded to some significant digits. */
const powerOf = (value, digits) => Number(value.toExponential(digits - 1).split("e")[1]);

/** Writes a number with at least some significant digits: all digits before the point are written. */
const significant = (value, digits) =>
  value === 0 ? "0" : decimals(value, Math.max(0, digits - 1 - powerOf(value, digits)));

const withoutZeros = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** Writes a round number with the decimals that it has. */
const trimmed = (value) => withoutZeros(decimals(value, 10));

const SUFFIXES = ["", "K", "M", "B", "T", "Q"];

/** Writes a number with three significant digits and a suffix. */
function shortened(value) {
  const power = Math.max(0, powerOf(value, 3));
  const step = Math.min(SUFFIXES.length - 1, Math.floor(power / 3));
  return withoutZeros(decimals(value / 1000 ** step, Math.max(0, 2 + 3 * step - power))) + SUFFIXES[step];
}

/** Shorter numbers are written with all digits. */
const LONG = 10_000;

const compacted = (value) => (value < LONG ? decimals(value, 0) : shortened(value));

/** Writes a share with one decimal, and one below 1 % with two significant digits. */
function percentage(share) {
  const value = share * 100;
  return `${value < 1 ? significant(value, 2) : decimals(value, 1)}%`;
}

export const count = known((value) => decimals(value, 0));
export const compact = known(compacted);
const threeDigits = (value) => significant(value, 3);
export const ratio = known(threeDigits);
export const percent = known(percentage);

/** Writes a share where there is little room. */
export const wholePercent = known((value) => (value > 0 && value < 0.005 ? "<1%" : `${decimals(value * 100, 0)}%`));

export const change = known((value) => {
  const text = decimals(value * 100, 1);
  return `${value > 0 && /[1-9]/.test(text) ? "+" : ""}${text}%`;
});

/** A change of less than this part is neither an increase nor a decrease. */
const NEUTRAL = 0.01;

/** Returns whether a change is `up`, `down` or, within 1 %, `same`. */
export const direction = (part) => (Math.abs(part) <= NEUTRAL ? "same" : part > 0 ? "up" : "down");

const GWEI = 1e9;
const LEAST_GWEI = 1e6;
const KILOBYTE = 1000;

/** How values of a unit are written, and how those of an axis with a highest number are. */
const UNITS = {
  share: [percentage, () => (value) => `${trimmed(value * 100)}%`],
  seconds: [(value) => `${threeDigits(value)} s`, () => (value) => `${trimmed(value)} s`],
  wei: [
    (value) => (value < LEAST_GWEI ? `${decimals(value, 0)} wei` : `${threeDigits(value / GWEI)} gwei`),
    (top) => (value) => (top < LEAST_GWEI ? `${trimmed(value)} wei` : `${trimmed(value / GWEI)} gwei`),
  ],
  bytes: [
    (value) => (value < KILOBYTE ? `${decimals(value, 0)} B` : `${threeDigits(value / KILOBYTE)} kB`),
    (top) => (value) => (top < KILOBYTE ? `${trimmed(value)} B` : `${trimmed(value / KILOBYTE)} kB`),
  ],
  gas: [compacted],
  "transactions per address": [threeDigits],
  "transactions per second": [threeDigits],
};

const onScale = (value) => (value >= LONG ? shortened(value) : trimmed(value));

/** Returns the format of values of a unit of the API. */
export const inUnit = (unit) => (UNITS[unit] ? known(UNITS[unit][0]) : count);

/** Returns the format of the round numbers of an axis with values of a unit. @param top the highest number */
export const onAxis = (unit, top) => UNITS[unit]?.[1]?.(top) ?? onScale;

/** Returns whether values of a unit are whole numbers. */
export const isWhole = (unit) => UNITS[unit] === undefined;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export const month = (millis) => {
  const date = new Date(millis);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};
export const day = (millis) => {
  const date = new Date(millis);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
};
export const fullDay = (millis) => {
  const date = new Date(millis);
  return `${WEEKDAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${month(millis)}`;
};
export const hour = (millis) => new Date(millis).toISOString().slice(11, 16);

/** Formats a day with its year, unless it is the present one. */
const datedDay = (millis) => {
  const year = new Date(millis).getUTCFullYear();
  return `${day(millis)}${year === new Date().getUTCFullYear() ? "" : ` ${year}`}`;
};
const minute = (millis) => `${datedDay(millis)}, ${hour(millis)}`;
export const time = (millis) => `${minute(millis)} UTC`;

/** Formats a range of time. */
export const times = (from, to) =>
  `${minute(from)}${fullDay(from) === fullDay(to) ? `–${hour(to)}` : ` – ${minute(to)}`} UTC`;

/** Formats a period of a series in full. */
export function period(start, end, resolution) {
  if (resolution === "hour") return `${fullDay(start)}, ${hour(start)}–${hour(end)} UTC`;
  if (resolution === "month") return month(start);
  return resolution === "week" ? `Week of ${fullDay(start)}` : `${fullDay(start)} UTC`;
}

/** Formats a period of a series shortly. */
export function shortPeriod(start, resolution) {
  if (resolution === "hour") return minute(start);
  if (resolution === "month") return month(start);
  return resolution === "week" ? `week of ${datedDay(start)}` : datedDay(start);
}

/** Formats a duration with its two largest units. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min${s < 600 && s % 60 ? ` ${s % 60} s` : ""}`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}
