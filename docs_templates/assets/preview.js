/* A look at where a link leads: a quote's words, or what a page is about.  It repeats, so it is not read aloud. */

import { element, page, place } from "./pages.js";

const ROOT = new URL("../", import.meta.url);
const PAGES = /^(people|themes|articles|q)\/[^/]+\//;
const QUOTE = /^(?:q\/|articles\/[^/]+\/#)(q[0-9a-z]{10})(?![0-9a-z])/; // its page, or its place in an article
const LONGEST = 180; // characters
const GRACE = 200; // ms to get from the link to the box

/** @type {{link: Element, box?: HTMLElement, gone: AbortController} | null} */
let open = null;
let leaving = 0;

/**
 * Show what a link leads to, if the reader is still there when it is known.
 * @param {HTMLAnchorElement} link
 */
export async function show(link) {
  const there = leadsTo(link);
  if (open?.link === link) return;
  close();
  if (!there || !link.matches(":hover, :focus") || document.querySelector("[role=menu], dialog[open]")) return;
  const gone = new AbortController();
  open = { link, gone };
  listen(gone.signal);
  try {
    const found = await page(there.href, gone.signal);
    const inside = there.quote ? ofQuote(found.page) : ofPage(found.page);
    if (gone.signal.aborted || !inside.length) return;
    const box = element("div", { class: "cs-menu cs-preview", "aria-hidden": "true" }, ...inside);
    open.box = box;
    place(box, link);
  } catch {
    if (!gone.signal.aborted) close(); // nothing to show is nothing to say
  }
}

/**
 * Tell which page to look at; null for links that lead out, around on this page, or to the quote they stand in.
 * @param {HTMLAnchorElement} link
 */
function leadsTo(link) {
  if (!link.href.startsWith(ROOT.href) || link.pathname === location.pathname) return null;
  const path = link.href.slice(ROOT.href.length);
  const quote = QUOTE.exec(path)?.[1];
  if (!PAGES.test(path) || (quote && quote === link.closest("[data-quote]")?.getAttribute("data-quote"))) return null;
  return { quote, href: quote ? new URL(`q/${quote}/`, ROOT).href : link.href };
}

/** @param {Document} page */
function ofQuote(page) {
  const said = page.querySelector(".cs-words");
  if (!said) return [];
  const paragraph = element("p", { class: "cs-preview-words" }, cut([...said.children].map(text).join(" ")));
  if (said instanceof HTMLElement && said.lang) paragraph.lang = said.lang;
  return [paragraph, ...facts(page.querySelectorAll(".cs-quote .cs-who > *"))];
}

/** @param {Document} page */
function ofPage(page) {
  const title = page.querySelector("h1");
  if (!title) return [];
  title.querySelector(".headerlink")?.remove();
  const lead = page.querySelector(".cs-lead");
  const about = lead ? [element("p", {}, cut(text(lead)))] : facts(page.querySelectorAll(".cs-facts > *"));
  return [element("p", { class: "cs-preview-title" }, text(title)), ...about];
}

/** @param {Iterable<Element>} found */
function facts(found) {
  const said = [...found].slice(0, 4).map((one) => [...one.childNodes].map(text).join(" ").trim());
  return said.length ? [element("p", { class: "cs-note" }, said.filter(Boolean).join(" · "))] : [];
}

/** @param {Node} node */
const text = (node) => (node.textContent ?? "").replace(/\s+/g, " ").trim();

/** @param {string} long */
function cut(long) {
  const all = [...long];
  return all.length > LONGEST ? `${all.slice(0, LONGEST).join("")}…` : long;
}

/** @param {AbortSignal} signal until which to listen */
function listen(signal) {
  const stays = () => [open?.link, open?.box].some((one) => one?.matches(":hover, :focus"));
  const later = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => stays() || close(), GRACE);
  };
  for (const moved of ["pointerover", "pointerout", "focusout"]) document.addEventListener(moved, later, { signal });
  const inside = (/** @type {any} */ target) => open?.box?.contains(target);
  document.addEventListener("pointerdown", (event) => inside(event.target) || close(), { signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(), { signal });
}

function close() {
  clearTimeout(leaving);
  open?.gone.abort();
  open?.box?.remove();
  open = null;
}
