/* The page of the search: what the address asks for, as quotes; what it can be narrowed to; all as a list to copy. */

import { element, page as fetched, say, words } from "./pages.js";
import { facetForm } from "./search-facets.js";
import { search, withWords } from "./search.js";

/** @typedef {import("./search.js").Hit} Hit */
/** @typedef {import("./search.js").Result} Result */

const EACH = 20; // results on a page
const LISTED = 500; // results that are copied as a list
const PAUSE = 180; // ms after a key before the search begins
const AROUND = [60, 200]; // characters before and behind the first word found
const FACETS = ["person", "theme", "year", "kind", "source"];

const root = /** @type {HTMLElement} */ (document.querySelector("[data-search]"));
const find = (/** @type {string} */ fits) => /** @type {HTMLElement} */ (root.querySelector(fits));
const form = /** @type {HTMLFormElement} */ (find("form.cs-search"));
const field = /** @type {HTMLInputElement} */ (find("input[type=search]"));
const [count, also, narrow, hits, pages] = ["count", "also", "narrow", "hits", "pages"].map((name) => find(`[data-${name}]`));
const copying = /** @type {HTMLButtonElement} */ (find("[data-copy-list]"));

let waiting = 0;
/** @type {AbortController | undefined} */
let asking;

/** What the address asks for. */
function asked() {
  const query = new URLSearchParams(location.search);
  const chosen = FACETS.map((facet) => [facet, (query.get(facet) ?? "").split(",").filter(Boolean)]);
  const number = Number.parseInt(query.get("page") ?? "1", 10);
  return {
    query: query.get("q") ?? "",
    filters: /** @type {Record<string, string[]>} */ (Object.fromEntries(chosen.filter(([, values]) => values?.length))),
    page: number > 0 && number < 1e6 ? number : 1,
  };
}

/**
 * The address that asks for something else.
 * @param {{query?: string, filters?: Record<string, string[]>, page?: number}} other
 */
function address(other) {
  const wanted = { ...asked(), page: 1, ...other };
  const query = new URLSearchParams();
  if (wanted.query.trim()) query.set("q", wanted.query.trim());
  for (const facet of FACETS) if (wanted.filters[facet]?.length) query.set(facet, wanted.filters[facet].join(","));
  if (wanted.page > 1) query.set("page", `${wanted.page}`);
  const said = `${query}`.replaceAll("%2C", ",");
  return said ? `?${said}` : location.pathname;
}

/**
 * @param {{query?: string, filters?: Record<string, string[]>, page?: number}} other
 * @param {boolean} [again] whether the address takes the place of the one before
 */
function go(other, again = true) {
  const there = address(other);
  if (again) history.replaceState(history.state, "", there);
  else history.pushState(null, "", there);
  void show();
}

/**
 * Fill in a string of the interface.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => `${values[name] ?? ""}`);

async function show() {
  const { query, filters, page } = asked();
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const w = await words();
  if (!query.trim() && !Object.keys(filters).length) return clear();
  root.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => count.replaceChildren(w.searching), PAUSE);
  try {
    const found = await search(query, { limit: EACH, offset: (page - 1) * EACH, filters, facets: true, signal });
    if (!signal.aborted) lay(found, w, page, filters);
  } catch {
    if (!signal.aborted) clear(w.search_failed);
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) root.removeAttribute("aria-busy");
  }
}

/** @param {string} [said] */
function clear(said = "") {
  count.replaceChildren(said);
  for (const part of [hits, pages, also, narrow]) part.replaceChildren();
  for (const part of [pages, also, narrow, copying]) part.hidden = true;
}

/**
 * @param {Result} found
 * @param {Record<string, string>} w
 * @param {number} page
 * @param {Record<string, string[]>} filters
 */
function lay(found, w, page, filters) {
  const none = found.hits.length ? w.found_names : w.found_none;
  count.replaceChildren(found.total ? filled(w.found, { total: found.total, articles: found.articles }) : none);
  const near = found.suggestion;
  const told = near ? [`${w.suggestion} `, element("a", { href: address({ query: near, filters: {} }) }, near)] : [];
  if (found.widened.length) told.push(w.widened + found.widened.join("、"));
  also.replaceChildren(...told);
  also.hidden = !told.length;
  hits.replaceChildren(...found.hits.map((hit) => (hit.article ? quoted(hit, found, w) : named(hit, w))));
  copying.replaceChildren(w.copy_list);
  copying.hidden = !found.total;
  const choosing = facetForm(found, filters, w, (chosen) => go({ filters: chosen }));
  const opened = narrow.querySelector("details")?.open;
  narrow.replaceChildren(...choosing);
  narrow.hidden = !choosing.length;
  const details = narrow.querySelector("details");
  if (details) details.open = opened ?? Object.keys(filters).length > 0;
  const last = Math.ceil(found.total / EACH);
  const turn = (/** @type {number} */ to, /** @type {string} */ text) => element("a", { href: address({ page: to }) }, text);
  pages.replaceChildren(
    ...(page > 1 ? [turn(page - 1, w.earlier_page)] : []),
    element("span", {}, `${page} / ${last}`),
    ...(page < last ? [turn(page + 1, w.later_page)] : []),
  );
  pages.hidden = last < 2;
}

/**
 * The page of a person or a theme.
 * @param {Hit} hit
 * @param {Record<string, string>} w
 */
function named(hit, w) {
  const kind = element("span", { class: "cs-tag" }, hit.kind === "theme" ? w.theme_page : w.person_page);
  const link = element("p", { class: "cs-row-title" }, element("a", { href: hit.href }, hit.title), " ", kind);
  return element("section", { class: "cs-named", "data-kind": hit.kind }, link, element("p", { class: "cs-note" }, hit.text));
}

/**
 * A passage: its words first, then who, when, where from.
 * @param {Hit} hit
 * @param {Result} found
 * @param {Record<string, string>} w
 */
function quoted(hit, found, w) {
  const isQuote = hit.kind !== "prose" && hit.kind !== "title";
  const href = withWords(hit.href, found.terms);
  const said = element("blockquote", { class: "cs-words" }, element("p", {}, ...excerpt(hit)));
  if (hit.lang) said.lang = hit.lang;
  const facts = element("div", { class: "cs-who" });
  if (hit.speaker) facts.append(element("span", { class: "cs-speaker" }, hit.speaker));
  if (hit.date) facts.append(element("span", {}, hit.date));
  facts.append(element("span", {}, element("a", { href }, hit.title)), ...(hit.source ? [element("span", {}, hit.source)] : []));
  const below = element("div", { class: "cs-below" });
  if (isQuote) below.append(around(hit, w));
  below.append(element("a", { class: "cs-context", href }, w.in_context));
  if (isQuote) {
    const own = new URL(`../q/${hit.anchor}/`, location.href).href;
    below.append(element("a", { class: "cs-cite", href: own, "data-cites": hit.anchor, "aria-haspopup": "menu", "aria-expanded": "false" }, w.cite_mark));
  }
  const figure = element("figure", { class: "cs-quote", "data-kind": hit.kind }, said, element("figcaption", {}, facts, below));
  if (isQuote) figure.dataset.quote = hit.anchor;
  return figure;
}

/** @param {Hit} hit */
function excerpt({ text, marks }) {
  const [before = 0, behind = 0] = AROUND;
  const long = text.length > before + behind;
  const whole = (/** @type {number} */ at) => (/[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at);
  const start = long ? whole(Math.max(0, (marks[0]?.[0] ?? 0) - before)) : 0;
  const end = long ? whole(Math.min(text.length, Math.max(marks[0]?.[1] ?? 0, start + before) + behind)) : text.length;
  /** @type {(string | Node)[]} */
  const made = [start ? "…" : ""];
  let at = start;
  for (const [left, right] of marks) {
    if (right > end) break;
    made.push(text.slice(at, left), element("mark", {}, text.slice(left, right)));
    at = right;
  }
  return [...made, text.slice(at, end), end < text.length ? "…" : ""];
}

/**
 * What stands before and behind a quote: fetched from the quote's own page when somebody wants to see it.
 * @param {Hit} hit
 * @param {Record<string, string>} w
 */
function around(hit, w) {
  const details = element("details", { class: "cs-why" }, element("summary", {}, w.around));
  const read = async () => {
    const { page, url } = await fetched(new URL(`../q/${hit.anchor}/`, location.href).href);
    const found = [...page.querySelectorAll(".cs-around > p:not(:last-child), .cs-around > ul")].map((one) => document.importNode(one, true));
    for (const link of found.flatMap((one) => [...one.querySelectorAll("a")])) link.href = new URL(link.getAttribute("href") ?? "", url).href;
    details.append(...(found.length ? found : [element("p", { class: "cs-none" }, w.failed)]));
  };
  const failed = () => details.append(element("p", { class: "cs-none" }, w.failed));
  details.addEventListener("toggle", () => void read().catch(failed), { once: true });
  return details;
}

async function copyList() {
  const { query, filters } = asked();
  const [w, { copy }] = await Promise.all([words(), import("./copy.js")]);
  const parts = search(query, { limit: LISTED, filters, facets: false }).then(({ hits: every, terms }) => {
    const rows = every.filter((hit) => hit.article).map((hit) => {
      const facts = [hit.speaker, hit.date, hit.kind === "title" ? "" : `《${hit.title}》`, hit.source].filter(Boolean).join("，");
      return { said: filled(w.quoted, { words: hit.text.replace(/\s+/g, " "), facts }), href: withWords(hit.href, hit.anchor ? [] : terms) };
    });
    const list = element("ol", {}, ...rows.map(({ said, href }) => element("li", {}, said, " ", element("a", { href }, href))));
    return { plain: rows.map(({ said, href }, at) => `${at + 1}. ${said} ${href}`).join("\n"), html: list.outerHTML };
  });
  if (await copy(parts, w)) say(w.copied_list);
}

function restore() {
  field.value = asked().query;
  void show();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  go({ query: field.value });
});
const typed = (/** @type {any} */ event) => {
  if (event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => go({ query: field.value }), PAUSE);
};
field.addEventListener("input", typed);
field.addEventListener("compositionend", () => typed({}));
copying.addEventListener("click", () => void copyList().catch(() => {}));
pages.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  void show().then(() => root.scrollIntoView({ behavior: "instant" }));
});
document.addEventListener("keydown", (event) => {
  const writing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
addEventListener("popstate", restore);
addEventListener("pageshow", (event) => event.persisted && restore());
restore();
if (!field.value) field.focus({ preventScroll: true });
