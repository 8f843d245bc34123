/* Text into the clipboard, by the best way that this browser and this address allow. */

import { dialog, element } from "./pages.js";

/** @typedef {{plain: string, html: string}} Parts */

/**
 * Copy; false when the reader was asked to do it.
 * @param {Promise<Parts>} asked
 * @param {Record<string, string>} w
 */
export async function copy(asked, w) {
  if (await byClipboard(asked)) return true;
  const parts = await asked;
  if (byCommand(parts)) return true;
  byHand(parts.plain, w);
  return false;
}

/**
 * The modern way, on https and on the own machine only.  It is given promises: Safari wants to be asked at once.
 * @param {Promise<Parts>} asked
 */
async function byClipboard(asked) {
  try {
    const plain = asked.then((parts) => new Blob([parts.plain], { type: "text/plain" }));
    const html = asked.then((parts) => new Blob([parts.html], { type: "text/html" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, "text/html": html })]);
    return true;
  } catch {
    return false;
  }
}

/**
 * The old way, which plain http still has.
 * @param {Parts} parts
 */
function byCommand({ plain, html }) {
  const back = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "cs-silent", readonly: "" }, plain));
  const fill = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", plain);
    event.clipboardData?.setData("text/html", html);
  };
  document.body.append(field);
  field.focus({ preventScroll: true });
  field.select();
  document.addEventListener("copy", fill, { once: true });
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  field.remove();
  back?.focus({ preventScroll: true });
  return copied;
}

/**
 * No way at all: show the text selected.
 * @param {string} plain
 * @param {Record<string, string>} w
 */
function byHand(plain, w) {
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { readonly: "", rows: "6" }, plain));
  field.setAttribute("aria-label", w.by_hand);
  dialog(w.by_hand, w.close, field);
  field.select();
}
