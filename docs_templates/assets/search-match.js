/* Which passages a query means.  The same rules as search/matching.py. */

import { withPlaces } from "./search-fold.js";
import { asked, decides } from "./search-query.js";

/** @typedef {import("./search-index.js").Segment} Segment */
/** @typedef {import("./search-query.js").Group} Group */
/** @typedef {{segment: Segment, article: number, whole: boolean, numbers: number[]}} Row passages of one article that may fit */
/** @typedef {{segment: Segment, number: number, whole: boolean}} Candidate */

const APART = 2; // passages of one article in a row before others have their turn
const MANY = 31; // passages of an article from which more say no more about it
/** @type {Record<string, string>} */
export const FACETS = { person: "\u0001p", theme: "\u0001t", year: "\u0001y", kind: "\u0001k", source: "\u0001s" };

/** @param {Group} group */
export const decided = (group) => group.forms.every((form) => decides(form.folded));

/**
 * The articles with what may fit in them, the best first.
 * @param {Segment[]} segments
 * @param {Group[]} groups
 * @param {Record<string, string[]>} filters
 */
export async function rows(segments, groups, filters) {
  const found = await Promise.all(segments.map((segment) => ofSegment(segment, groups, filters)));
  const keyed = found.flatMap((some, place) =>
    some.map((row) => ({
      row,
      key: [
        row.whole ? 0 : 1,
        row.numbers[0] === row.segment.starts[row.article] ? 0 : 1,
        Math.clz32(Math.min(row.numbers.length, MANY)),
        -row.segment.head.days[row.article],
        place,
        row.article,
      ],
    })),
  );
  keyed.sort((one, other) => compared(one.key, other.key));
  return keyed.map(({ row }) => row);
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compared(one, other) {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return one[at] - other[at];
  return 0;
}

/**
 * All candidates in order: a few of each article in turn, quotes before prose.
 * @param {Row[]} some
 * @returns {Generator<Candidate>}
 */
export function* inOrder(some) {
  for (const whole of [true, false]) {
    let left = some.filter((row) => row.whole === whole);
    for (let from = 0; left.length; from += APART) {
      for (const prose of [false, true]) {
        for (const { segment, article, numbers } of left) {
          const quotes = segment.starts[article] + segment.head.quotes[article];
          for (const number of numbers.slice(from, from + APART)) {
            if (number > quotes === prose) yield { segment, number, whole };
          }
        }
      }
      left = left.filter((row) => row.numbers.length > from + APART);
    }
  }
}

/**
 * @param {Segment} segment
 * @param {Group[]} groups
 * @param {Record<string, string[]>} filters
 * @returns {Promise<Row[]>}
 */
async function ofSegment(segment, groups, filters) {
  const [wanted, ...held] = await Promise.all([
    filtered(segment, filters),
    ...groups.map((group) => holding(segment, group)),
    ...groups.map((group) => own(segment, group, groups.length)),
  ]);
  const said = held.splice(groups.length);
  if (!groups.length) return sharedOut(segment, wanted ?? [], () => true);
  const masks = new Uint16Array(segment.size);
  const alone = new Uint16Array(segment.size);
  const counts = new Uint16Array(segment.starts.length);
  groups.forEach((_, bit) => {
    const articles = new Uint8Array(segment.starts.length);
    for (const number of held[bit]) {
      masks[number] |= 1 << bit;
      articles[segment.articleOf[number]] = 1;
    }
    for (const number of said[bit]) {
      alone[number] |= 1 << bit;
      articles[segment.articleOf[number]] = 1;
    }
    articles.forEach((here, article) => (counts[article] += here));
  });
  const every = (1 << groups.length) - 1;
  const fit = [];
  for (let number = 0; number < segment.size; number++) {
    if (masks[number] && counts[segment.articleOf[number]] === groups.length) fit.push(number);
  }
  const best = sharedOut(segment, fit, (number) => (masks[number] | alone[number]) === every);
  if (!wanted) return best;
  const left = new Set(wanted);
  return best
    .map((row) => ({ ...row, numbers: row.numbers.filter((number) => left.has(number)) }))
    .filter((row) => row.numbers.length);
}

/**
 * Share passages out to their articles; where one has all parts, those with only some are left out.
 * @param {Segment} segment
 * @param {Iterable<number>} found rising
 * @param {(number: number) => boolean} isWhole
 * @returns {Row[]}
 */
function sharedOut(segment, found, isWhole) {
  /** @type {Map<number, {whole: number[], some: number[]}>} */
  const shared = new Map();
  for (const number of found) {
    const article = segment.articleOf[number];
    if (segment.dead.has(article)) continue;
    let row = shared.get(article);
    if (!row) shared.set(article, (row = { whole: [], some: [] }));
    row[isWhole(number) ? "whole" : "some"].push(number);
  }
  return [...shared].map(([article, { whole, some }]) =>
    whole.length ? { segment, article, whole: true, numbers: whole } : { segment, article, whole: false, numbers: some },
  );
}

/**
 * The passages that have one of the values of every facet; null where nothing is narrowed.
 * @param {Segment} segment
 * @param {Record<string, string[]>} filters
 */
async function filtered(segment, filters) {
  /** @type {number[] | null} */
  let left = null;
  for (const [facet, values] of Object.entries(filters)) {
    if (!values.length) continue;
    const lists = await Promise.all(values.map((value) => segment.postings(`${FACETS[facet]}:${value}`)));
    const some = union(lists);
    left = left ? common([left, some]) : some;
  }
  return left;
}

/**
 * The passages that have all tokens of one of the forms.
 * @param {Segment} segment
 * @param {Group} group
 */
async function holding(segment, group) {
  const forms = group.forms.map(async (form) => common(await Promise.all(asked(form.folded).map((token) => segment.postings(token)))));
  return union(await Promise.all(forms));
}

/**
 * The passages in which a person speaks who is one part of several.
 * @param {Segment} segment
 * @param {Group} group
 * @param {number} parts
 */
async function own(segment, { person }, parts) {
  return person && parts > 1 ? [...(await segment.postings(`${FACETS.person}:${person}`))] : [];
}

/**
 * What rising lists have in common.
 * @param {ArrayLike<number>[]} lists
 * @returns {number[]}
 */
function common(lists) {
  if (!lists.length) return [];
  const [first = [], ...others] = [...lists].sort((one, other) => one.length - other.length);
  let left = Array.from(first);
  for (const other of others) {
    let at = 0;
    left = left.filter((number) => {
      at = reach(other, number, at);
      return other[at] === number;
    });
  }
  return left;
}

/**
 * The place in a rising list, from `at` on, of the first number that is not smaller: by leaps, then by halves.
 * @param {ArrayLike<number>} list
 * @param {number} number
 * @param {number} at
 */
function reach(list, number, at) {
  let leap = 1;
  while (at + leap < list.length && list[at + leap] < number) leap *= 2;
  let low = at + (leap >> 1);
  let high = Math.min(at + leap, list.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {ArrayLike<number>[]} lists
 * @returns {number[]}
 */
function union(lists) {
  if (lists.length === 1) return Array.from(lists[0] ?? []);
  return [...new Set(lists.flatMap((list) => Array.from(list)))].sort((one, other) => one - other);
}

/**
 * Look for the forms in a text: how many parts it holds, where the words stand, how often they come.
 * @param {string} text
 * @param {Group[]} groups
 */
export function look(text, groups) {
  const seen = withPlaces(text);
  /** @type {[number, number][]} */
  const spans = [];
  let parts = 0;
  for (const { forms } of groups) {
    const before = spans.length;
    for (const form of forms) {
      const even = seen.folded.includes(form.folded);
      const [where, what, places] = even ? [seen.folded, form.folded, seen.places] : [seen.flat, form.flat, seen.flatPlaces];
      for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + what.length)) {
        spans.push([places[at], after(text, places[at + what.length - 1])]);
      }
    }
    parts += spans.length > before ? 1 : 0;
  }
  return { parts, times: spans.length, marks: joined(spans) };
}

/**
 * Where the character ends that begins there.
 * @param {string} text
 * @param {number} at
 */
const after = (text, at) => at + (/** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1);

/**
 * Join stretches that touch.
 * @param {[number, number][]} spans
 */
export function joined(spans) {
  /** @type {[number, number][]} */
  const kept = [];
  for (const [start, end] of spans.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    const last = kept[kept.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
    else kept.push([start, end]);
  }
  return kept;
}

/**
 * Weigh a passage that was looked at against its neighbours in the list.
 * @param {{kind: string, text: string}} text
 * @param {number} times
 */
export function worth({ kind, text }, times) {
  const { length } = [...text];
  return (kind === "title" ? 6 : kind === "prose" ? 0 : 4) + 2 * Math.min(times, 4) + (length >= 12 && length <= 240 ? 2 : 0);
}
