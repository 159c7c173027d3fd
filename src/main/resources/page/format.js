// Numbers are formatted for the locale of the browser, times in UTC.
const locales = navigator.languages?.length ? navigator.languages : undefined;
const integer = new Intl.NumberFormat(locales, { maximumFractionDigits: 0 });
const twoDigits = new Intl.NumberFormat(locales, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const short = new Intl.NumberFormat(locales, { notation: "compact", maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat(locales, { style: "percent", maximumFractionDigits: 1 });
const changes = new Intl.NumberFormat(locales, {
  style: "percent",
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const inUtc = (options) => new Intl.DateTimeFormat(locales, { timeZone: "UTC", ...options });
const dayShort = inUtc({ day: "numeric", month: "short" });
const dayLong = inUtc({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
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
  value === null || value === undefined || Number.isNaN(value) ? UNKNOWN : format.format(value);

export const count = known(integer);
export const ratio = known(twoDigits);
export const compact = known(short);
export const percent = known(percentage);
export const change = known(changes);

export const day = (date) => dayShort.format(date);
export const fullDay = (date) => dayLong.format(date);
export const hour = (date) => clock.format(date);
export const time = (date) => `${dayAndClock.format(date)} UTC`;

const range = (format, from, to) =>
  format.formatRange ? format.formatRange(from, to) : `${format.format(from)} – ${format.format(to)}`;

/** Formats a range of time. */
export const times = (from, to) => `${range(dayAndClock, from, to)} UTC`;

/** Formats an hour or a day for a chart. */
export function period(start, end) {
  return end - start > 3_600_000
    ? `${fullDay(start)} UTC`
    : `${fullDay(start)}, ${hour(start)}–${hour(end)} UTC`;
}

/** Formats a duration with its two largest units. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min${s < 600 && s % 60 ? ` ${s % 60} s` : ""}`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}
