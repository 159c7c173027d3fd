import { copyButton } from "./copy.js";
import { element } from "./dom.js";
import { RANGES } from "./periods.js";
import { absoluteUrl, view } from "./view.js";

/** The longest ranges of pictures in days. */
const LONGEST = { hour: 45, day: 1100, week: 3660, month: 3660 };

/** The card with the badge, the pictures and the frame of a metric, for other pages. */
export class ShareCard {
  /** @param described a metric as `loadMetrics` returns it */
  constructor(parent, described) {
    this.described = described;
    this.rows = element("ul", { class: "share" });
    parent.append(
      element(
        "article",
        { class: "card", id: "share", "aria-labelledby": "share-title" },
        element("header", {}, element("h2", { id: "share-title" }, "On other pages")),
        element("p", { class: "about" }, "Pictures that are up to date whenever they are loaded, up to the last block"),
        this.rows,
      ),
    );
  }

  /** Shows the links for a range of time. */
  show(span) {
    const links = this.#links(span);
    if (JSON.stringify(links) === JSON.stringify(this.shown)) return;
    this.shown = links;
    const { name } = this.described;
    const { badge, svg, png, frame, page } = links;
    this.rows.replaceChildren(
      row(
        "Badge",
        element("img", { src: badge, alt: `Badge of ${name}`, height: 20 }),
        link(badge, "SVG", "Badge"),
        copyButton(() => `[![${name}](${badge})](${page})`, "the badge as Markdown", "Copy Markdown"),
      ),
      row(
        "Chart",
        `${name} by the ${span.resolution}`,
        link(svg, "SVG", "Chart"),
        link(png, "PNG", "Chart"),
        copyButton(() => `[![${name}](${svg})](${page})`, "the chart as Markdown", "Copy Markdown"),
      ),
      row(
        "Frame",
        "The chart in the colours of the reader",
        link(frame, "Page", "Frame"),
        copyButton(
          () => `<iframe src="${frame}" title="${name}" width="720" height="320" style="border: 0"></iframe>`,
          "the frame as HTML",
          "Copy HTML",
        ),
      ),
    );
  }

  #links({ resolution }) {
    const { metric, resolutions } = this.described;
    const { window, filter } = view();
    const url = (path, parameters) => {
      const made = new URL(path, location.href);
      for (const [key, value] of Object.entries(parameters)) made.searchParams.set(key, value);
      if (filter !== "raw") made.searchParams.set("filter", filter);
      return made.href;
    };
    const chart = { ...time(resolution), resolution };
    return {
      badge: url(`badge/${metric}.svg`, resolutions.includes("hour") ? { window } : {}),
      svg: url(`chart/${metric}.svg`, chart),
      png: url(`chart/${metric}.png`, chart),
      frame: url(`embed/${metric}`, chart),
      page: absoluteUrl(),
    };
  }
}

/** Returns the time of the view as parameters of the API: the times that were chosen, or a number of days up to now. */
function time(resolution) {
  const { from, to, range } = view();
  if (from !== null || to !== null) return { ...(from && { from }), ...(to && { to }) };
  const { days } = RANGES.find(({ key }) => key === range);
  return { range: `${Math.min(LONGEST[resolution], days)}d` };
}

const row = (name, what, ...actions) =>
  element(
    "li",
    {},
    element("b", {}, name),
    element("span", { class: "share-what" }, what),
    element("span", { class: "links" }, ...actions),
  );

const link = (href, text, what) => element("a", { href, "aria-label": `${what} as ${text}` }, text);
