import { element } from "./dom.js";

const DAY = 86_400;

/** The ranges of the charts by the hour. */
export const HOURS = [
  { key: "24h", label: "24 h", name: "24 hours", seconds: DAY },
  { key: "7d", label: "7 d", name: "7 days", seconds: 7 * DAY },
  { key: "30d", label: "30 d", name: "30 days", seconds: 30 * DAY },
  { key: "all", label: "All", name: "All", seconds: Infinity },
];

/** The ranges of the charts by the day. */
export const DAYS = [
  { key: "7d", label: "7 d", name: "7 days", seconds: 7 * DAY },
  { key: "30d", label: "30 d", name: "30 days", seconds: 30 * DAY },
  { key: "90d", label: "90 d", name: "90 days", seconds: 90 * DAY },
  { key: "all", label: "All", name: "All", seconds: Infinity },
];

/** Creates radio buttons for the ranges, calls `onChoice` for each choice, and returns the initial range. */
export function rangeChoice(parent, name, title, ranges, chosen, onChoice) {
  const options = ranges.map((range) => {
    const input = element("input", {
      type: "radio",
      name,
      value: range.key,
      checked: range.key === chosen,
      "aria-label": range.name,
    });
    input.addEventListener("change", () => onChoice(range));
    return element("label", {}, input, element("span", {}, range.label));
  });
  parent.append(
    element(
      "fieldset",
      { class: "ranges" },
      element("legend", { class: "visually-hidden" }, title),
      ...options,
    ),
  );
  return ranges.find((range) => range.key === chosen);
}
