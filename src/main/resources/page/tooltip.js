import { element } from "./dom.js";

/** Shows the exact values at a position of a chart, beside the cursor. */
export class Tooltip {
  constructor(parent) {
    this.box = element("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.parent = parent;
    parent.append(this.box);
  }

  /** Shows a title and rows of `{label, value, colour}` at a position within the parent. */
  show({ title, rows, note }, left, top) {
    this.box.replaceChildren(
      element("p", { class: "tip-title" }, title),
      ...rows.map((row) =>
        element(
          "p",
          {},
          element("span", { class: row.colour ? `swatch ${row.colour}` : "swatch-none" }),
          element("span", {}, row.label),
          element("b", {}, row.value),
        ),
      ),
    );
    if (note) this.box.append(element("p", { class: "tip-note" }, note));
    this.box.hidden = false;
    const room = this.parent.clientWidth;
    const width = this.box.offsetWidth;
    const right = left + 14 + width <= room;
    const x = right ? left + 14 : Math.max(0, left - 14 - width);
    const y = Math.max(0, Math.min(top, this.parent.clientHeight - this.box.offsetHeight));
    this.box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}
