/* What a reader asks for.  The same rules as search/query.py and generate/search_tokens.py. */

import { flat, folded, keyOf } from "./search-fold.js";

/** @typedef {{folded: string, flat: string}} Form one way to say a part, with and without what only typography puts in */
/** @typedef {{forms: Form[], person: string}} Group one part: any of its forms will do */
/** @typedef {{text: string, exact: boolean}} Part */
/** @typedef {Record<string, string[]>} Filters */

const MOST_PARTS = 12;
const MOST_YEARS = 100;
const MOST_TOKENS = 24;
const WORD = /(?:([^\s"“”:：]+)[:：])?(?:"([^"]*)"|“([^”]*)”)|([^\s"“”]+)/gu;
const NAMED = /^([^:：]+)[:：](.+)$/su;
const YEARS = /^([0-9]{4})(?:[-–~]([0-9]{4}))?$/u;
const PIECES = /[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu;
const RUN = /^[\p{L}\p{N}]+$/u;
const LATIN = /[a-z0-9]{3,}/g;
const SKIPPED = new Set([" ", "-"]);

/**
 * @param {string} text
 * @returns {Form}
 */
export const formOf = (text) => ({ folded: folded(text), flat: flat(text) });

/**
 * @param {string} text
 * @param {Record<string, string>} facets the names under which results are narrowed, by their ids
 * @returns {{parts: Part[], filters: Filters}}
 */
export function parse(text, facets) {
  const named = new Map(Object.keys(facets).map((facet) => [keyOf(facets[facet] ?? ""), facet]));
  for (const facet of Object.keys(facets)) named.set(facet, facet);
  /** @type {Map<string, Part>} */
  const parts = new Map();
  /** @type {Filters} */
  const filters = {};
  const add = (/** @type {string} */ said, exact = false) => {
    const key = `${exact ? 1 : 0}${said}`;
    if (!parts.has(key)) parts.set(key, { text: said, exact });
  };
  for (const [, name = "", straight, curly, plain] of text.matchAll(WORD)) {
    const said = (straight || curly || "").trim();
    const pair = plain ? NAMED.exec(plain) : null;
    const facet = named.get(keyOf(pair?.[1] ?? name));
    if (pair && facet) (filters[facet] ??= []).push(...(pair[2] ?? "").split(/[,，]/).filter(Boolean));
    else if (plain) add(plain);
    else if (name && facet) (filters[facet] ??= []).push(said);
    else {
      if (name) add(`${name}:`);
      add(said, true);
    }
  }
  return { parts: [...parts.values()].filter((part) => folded(part.text).trim()).slice(0, MOST_PARTS), filters };
}

/**
 * Spell out years and stretches of years.
 * @param {string} value
 */
export function years(value) {
  const found = YEARS.exec(value);
  if (!found) return [value];
  const first = Number(found[1]);
  const last = Math.min(Number(found[2] ?? first), first + MOST_YEARS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => `${first + at}`.padStart(4, "0"));
}

/**
 * The tokens to look up for one form, spread over it where there are many.
 * @param {string} part
 */
export function asked(part) {
  const found = new Set();
  for (const [piece] of part.matchAll(PIECES)) {
    const run = [...piece];
    if (run.length === 1) found.add(piece);
    const words = latin(run);
    for (let at = 0; at + 1 < run.length; at++) {
      const end = words.find(([start, stop]) => start <= at && at + 2 <= stop)?.[1];
      if (end === undefined) found.add(run.slice(at, at + 2).join(""));
      else if (at + 3 <= end) found.add(run.slice(at, at + 3).join(""));
    }
  }
  const wanted = /** @type {string[]} */ ([...found].filter((token) => !SKIPPED.has(token)));
  if (wanted.length <= MOST_TOKENS) return wanted;
  const step = (/** @type {number} */ place) => Math.floor((place * (wanted.length - 1)) / (MOST_TOKENS - 1));
  return Array.from({ length: MOST_TOKENS }, (_, place) => /** @type {string} */ (wanted[step(place)]));
}

/**
 * Where Latin words stand in a run, in characters.
 * @param {string[]} run
 */
function latin(run) {
  const narrow = run.map((character) => (/^[a-z0-9]$/.test(character) ? character : "\n")).join("");
  return [...narrow.matchAll(LATIN)].map((found) => [found.index, found.index + found[0].length]);
}

/**
 * Whether a form is its own token, so that the index alone decides.
 * @param {string} part
 */
export function decides(part) {
  const { length } = [...part];
  if (length === 1) return !SKIPPED.has(part);
  return (length === 2 && RUN.test(part)) || (length === 3 && /^[a-z0-9]{3}$/.test(part));
}
