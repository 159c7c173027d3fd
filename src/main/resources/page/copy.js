import { byId, element, write } from "./dom.js";

const SHOWN = 1500;

/** Copies a text. Without a secure context, which the clipboard needs, it is selected and copied. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { class: "visually-hidden", value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/**
 * Creates a button that copies a text.
 *
 * @param text a function that returns the text
 * @param label what is copied, for screen readers
 */
export function copyButton(text, label, caption = "") {
  const button = element(
    "button",
    { type: "button", class: caption ? "quiet" : "copy", "aria-label": caption ? null : `Copy ${label}`, title: `Copy ${label}` },
    caption,
  );
  button.addEventListener("click", async () => {
    await copy(text());
    button.dataset.copied = "";
    write(byId("announce"), `Copied ${label}`);
    setTimeout(() => delete button.dataset.copied, SHOWN);
  });
  return button;
}
