/* Keys: from quote to quote, and to copy the address of one. */

import { copyQuote } from "./cite.js";
import { dialog, element, words } from "./pages.js";

/** @type {[string, string][]} a key and the word for what it does */
const KEYS = [["j", "next"], ["k", "previous"], ["c", "copy_link"], ["?", "keys"], ["Esc", "close"]];
const BELOW_HEAD = 100; // px at the top of the window that the frame may cover

/** @param {string} key */
export function pressed(key) {
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "c") return copyCurrent();
  else return help();
}

/** All quotes that can be seen, in order, each once: a split one stands in several places. */
function quotes() {
  const seen = new Set();
  return [...document.querySelectorAll("[data-quote]")].filter((quote) => {
    const id = quote.getAttribute("data-quote");
    const shown = quote.checkVisibility?.() ?? quote.getClientRects().length > 0;
    return shown && !seen.has(id) && seen.add(id);
  });
}

/** @param {Element} quote */
function inView(quote) {
  const { top, bottom } = quote.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** The quote that keys have led to, while it is in view. */
function current() {
  const marked = document.querySelector(".cs-current");
  return marked && inView(marked) ? marked : null;
}

/** @param {1 | -1} by */
function step(by) {
  const all = quotes();
  const at = all.indexOf(/** @type {Element} */ (current()));
  const first = all.findIndex((quote) => quote.getBoundingClientRect().top > BELOW_HEAD);
  const next = first < 0 ? all.length : first;
  const quote = all[at >= 0 ? at + by : by > 0 ? next : next - 1];
  if (!quote) return;
  for (const old of document.querySelectorAll(".cs-current")) old.classList.remove("cs-current");
  quote.classList.add("cs-current");
  // At once: while a page glides, nobody can tell which quote is in view when the key is pressed again.
  quote.scrollIntoView({ block: "start", behavior: "instant" });
  focusOn(quote);
}

/** @param {Element} quote */
function focusOn(quote) {
  const link = citeOf(quote);
  if (!link) quote.setAttribute("tabindex", "-1");
  /** @type {HTMLElement} */ (link ?? quote).focus({ preventScroll: true });
}

/**
 * @param {Element} quote
 * @returns {HTMLAnchorElement | null}
 */
function citeOf(quote) {
  const link = `.cs-cite[data-cites="${CSS.escape(quote.getAttribute("data-quote") ?? "")}"]`;
  return quote.querySelector(link) ?? quote.parentElement?.querySelector(link) ?? document.querySelector(link);
}

/** Copy the address of the quote in hand, else of the first one in view; on a quote's own page, of the page. */
function copyCurrent() {
  if (document.querySelector("[data-copy-text]")) return copyQuote("link", null);
  const quote = current() ?? quotes().find((one) => one.getBoundingClientRect().bottom > BELOW_HEAD);
  const link = quote && citeOf(quote);
  return link ? copyQuote("link", link) : undefined;
}

async function help() {
  const w = await words();
  if (document.querySelector("dialog[open]")) return;
  const row = (/** @type {string} */ key, /** @type {string} */ does) =>
    element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, does));
  dialog(w.keys, w.close, element("dl", {}, ...KEYS.map(([key, word]) => row(key, w[word]))));
}
