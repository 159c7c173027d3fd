import { element, write } from "./dom.js";
import { DAY, RANGES, RESOLUTIONS, span } from "./periods.js";
import { changeView, onView, view } from "./view.js";

let toolbars = 0;

/** The choice of range, resolution and filter. It shows the view, and changes it. */
export class Toolbar {
  /** @param resolutions the keys of the resolutions that can be chosen */
  constructor(parent, title, resolutions = RESOLUTIONS.map(({ key }) => key)) {
    const name = `toolbar-${(toolbars += 1)}`;
    this.resolutions = resolutions;
    this.ranges = radios(`${name}-range`, `${title}: range`, RANGES, (range) =>
      changeView({ range, from: null, to: null }),
    );
    this.steps = radios(
      `${name}-resolution`,
      `${title}: resolution`,
      RESOLUTIONS.filter(({ key }) => resolutions.includes(key)),
      (resolution) => changeView({ resolution }),
    );
    this.filters = radios(
      `${name}-filter`,
      `${title}: filter`,
      [
        { key: "raw", label: "All", name: "All transactions" },
        { key: "organic", label: "Organic", name: "Without system transactions" },
      ],
      (filter) => changeView({ filter }),
    );
    this.filters.hidden = true;
    this.from = this.#date("First day");
    this.to = this.#date("Last day");
    this.reset = element("button", { type: "button", class: "quiet", hidden: true }, "Reset zoom");
    this.reset.addEventListener("click", () => {
      changeView({ from: null, to: null });
      // The button is hidden now.
      check(this.ranges, view().range);
      this.ranges.querySelector(":checked").focus();
    });
    this.note = element("p", { class: "toolbar-note", hidden: true });
    this.box = element(
      "div",
      { class: "toolbar", role: "group", "aria-label": title },
      this.ranges,
      element("div", { class: "dates" }, this.from, element("span", { "aria-hidden": "true" }, "–"), this.to, this.reset),
      this.steps,
      this.filters,
    );
    parent.append(this.box, this.note);
  }

  /**
   * Shows the view.
   *
   * @param asOf the time of the last block; null if there is none
   * @param rules whether the filter has rules
   */
  show(asOf, rules) {
    const { from, to, range, filter } = view();
    const shown = span(view(), asOf ?? Date.now(), this.resolutions);
    const custom = Boolean(from || to);
    check(this.ranges, custom ? null : range);
    check(this.steps, shown.resolution);
    check(this.filters, filter);
    this.filters.hidden = !rules && filter === "raw";
    this.reset.hidden = !custom;
    const last = shown.to === null ? asOf : shown.to - 1;
    this.#fill(this.from, asOf === null ? null : shown.from);
    this.#fill(this.to, last);
    this.note.hidden = filter === "raw";
    write(this.note, "Without system transactions. Metrics that compare days are known for all transactions only.");
  }

  #date(label) {
    const input = element("input", { type: "date", "aria-label": label });
    input.addEventListener("change", () => this.#pick());
    return input;
  }

  /** Writes a date, unless it is being changed. */
  #fill(input, millis) {
    if (document.activeElement === input) return;
    input.value = millis === null ? "" : new Date(millis).toISOString().slice(0, 10);
  }

  #pick() {
    const [from, to] = [this.from, this.to].map(({ valueAsNumber }) => valueAsNumber);
    const wrong = from > to;
    this.to.setCustomValidity(wrong ? "The last day is before the first." : "");
    if (wrong) {
      this.to.reportValidity();
      return;
    }
    changeView({ from: dateOf(from), to: Number.isNaN(to) ? null : dateOf(to + DAY) });
  }
}

const dateOf = (millis) => (Number.isNaN(millis) ? null : new Date(millis).toISOString().slice(0, 10));

/** Creates radio buttons in a fieldset. */
function radios(name, title, options, onChoice) {
  const labels = options.map((option) => {
    const input = element("input", { type: "radio", name, value: option.key, "aria-label": option.name });
    input.addEventListener("change", () => onChoice(option.key));
    return element("label", {}, input, element("span", {}, option.label));
  });
  return element(
    "fieldset",
    { class: "ranges" },
    element("legend", { class: "visually-hidden" }, title),
    ...labels,
  );
}

/** Checks the radio button with a value; none if it is null. */
function check(fieldset, value) {
  for (const input of fieldset.querySelectorAll("input")) input.checked = input.value === value;
}

/** Creates the choice of the window of lists, which shows the view and changes it. */
export function windowChoice(name) {
  const choice = radios(
    name,
    "Window",
    [
      { key: "24h", label: "24 h", name: "24 hours" },
      { key: "7d", label: "7 d", name: "7 days" },
    ],
    (window) => changeView({ window }),
  );
  const show = () => check(choice, view().window);
  onView(show);
  show();
  return choice;
}
