/* The search: over the files of the index, a few at a time.  The same rules as search/__init__.py. */

import { keyOf } from "./search-fold.js";
import { index } from "./search-index.js";
import { decided, FACETS, inOrder, look, rows, worth } from "./search-match.js";
import { formOf, parse, years } from "./search-query.js";

/** @typedef {import("./search-index.js").Index} Index */
/** @typedef {import("./search-index.js").Record} Page */
/** @typedef {import("./search-match.js").Candidate} Candidate */
/** @typedef {import("./search-query.js").Group} Group */
/** @typedef {{article: string, anchor: string, href: string, kind: string, title: string, speaker: string, date: string, text: string, marks: [number, number][], lang: string, source: string}} Hit */
/** @typedef {{value: string, name: string, count: number}} Choice */
/** @typedef {{total: number, articles: number, facets: Record<string, Choice[]>, hits: Hit[], suggestion: string, widened: string[], terms: string[], labels: Record<string, string>}} Result */

const ROOT = new URL("../", import.meta.url);
const WINDOW = 30; // passages that are put in order by their texts
const CHECKED = 60; // passages up to which all are looked at, so that their number is exact
const MOST_RECORDS = 3;
const MOST_TERMS = 8; // of an address that marks them
const LONGEST_TERM = 60;
const MOST_COUNTED = 50_000; // passages of an index up to which facets are counted without being asked for
const PAGES = new Set(["person", "theme"]); // kinds of records that are results

/** Fetch what every query needs, before there is one. */
export const prepare = () => void index().catch(() => {});

/**
 * An address with the words that the page there marks.
 * @param {string} href
 * @param {string[]} terms
 */
export function withWords(href, terms) {
  const url = new URL(href);
  for (const term of terms.slice(0, MOST_TERMS)) if (term.length <= LONGEST_TERM) url.searchParams.append("h", term);
  return url.href;
}

/**
 * Find passages; the first page also has the people and themes of that name, which `total` does not count.
 * @param {string} query
 * @param {{limit?: number, offset?: number, filters?: Record<string, string[]>, facets?: boolean, signal?: AbortSignal}} [options]
 * @returns {Promise<Result>}
 */
export async function search(query, { limit = 20, offset = 0, filters = {}, facets, signal } = {}) {
  const opened = await index();
  signal?.throwIfAborted();
  const asked = parse(query, opened.manifest.facets);
  const [{ groups, records }, narrowed] = await Promise.all([grouped(opened, asked.parts), narrow(opened, asked.filters, filters)]);
  signal?.throwIfAborted();
  const found = await rows(opened.segments, groups, narrowed);
  signal?.throwIfAborted();
  const page = new Passages(groups, found, signal);
  const shown = await page.hits(offset, limit);
  const counted = facets ?? opened.segments.reduce((sum, segment) => sum + segment.size, 0) <= MOST_COUNTED;
  const left = found.map((row) => row.numbers.filter((number) => !page.isWrong(row.segment, number)).length);
  const total = left.reduce((sum, count) => sum + count, 0);
  const none = !total && !records.length;
  return {
    total,
    articles: left.filter(Boolean).length,
    facets: counted ? await count(opened, groups, narrowed, found, page) : {},
    hits: [...(offset ? [] : records.slice(0, MOST_RECORDS).map(recordHit)), ...shown],
    suggestion: none ? await (await import("./search-near.js")).suggestion(opened, asked.parts) : "",
    widened: [...new Set(groups.flatMap(({ forms }) => forms.slice(1).map((form) => form.flat)))],
    terms: [...new Set(groups.flatMap(({ forms }) => forms.map((form) => form.flat)))],
    labels: opened.manifest.facets, // of the facets
  };
}

/**
 * Give each part the other forms of the name that it is, and the pages that go by the name.
 * @param {Index} opened
 * @param {import("./search-query.js").Part[]} parts
 * @returns {Promise<{groups: Group[], records: Page[]}>}
 */
async function grouped(opened, parts) {
  const named = async (/** @type {string} */ name) => (await opened.records(name)).filter(({ kind }) => PAGES.has(kind));
  if (parts.length > 1 && parts.every((part) => !part.exact)) {
    const together = parts.map((part) => part.text).join(" ");
    const records = await named(together);
    if (records.length) return { groups: [widened(together, records)], records };
  }
  const lists = await Promise.all(parts.map((part) => (part.exact ? [] : named(part.text))));
  /** @type {Map<string, Page>} */
  const every = new Map(lists.flat().map((record) => [`${record.kind} ${record.id}`, record]));
  return { groups: parts.map((part, at) => widened(part.text, lists[at] ?? [])), records: [...every.values()] };
}

/**
 * Add the forms of a record to a part that names it; where it may name two, none.
 * @param {string} text
 * @param {Page[]} records
 * @returns {Group}
 */
function widened(text, records) {
  const forms = [formOf(text)];
  const [record] = records;
  if (!record || records.length > 1) return { forms, person: "" };
  for (const form of record.forms.map(formOf)) {
    if (!forms.some((known) => form.folded.includes(known.folded))) forms.push(form);
  }
  return { forms, person: record.kind === "person" ? record.id : "" };
}

/**
 * Turn names into ids, of what is typed and of what is chosen.
 * @param {Index} opened
 * @param {Record<string, string[]>} typed
 * @param {Record<string, string[]>} chosen
 */
async function narrow(opened, typed, chosen) {
  /** @type {Record<string, string[]>} */
  const narrowed = {};
  for (const facet of Object.keys(FACETS)) {
    const values = [...(typed[facet] ?? []), ...(chosen[facet] ?? [])];
    const ids = await Promise.all(values.map((value) => idsOf(opened, facet, value)));
    if (values.length) narrowed[facet] = [...new Set(ids.flat())];
  }
  return narrowed;
}

/**
 * @param {Index} opened
 * @param {string} facet
 * @param {string} value
 */
async function idsOf(opened, facet, value) {
  if (facet === "year") return years(value);
  if (facet === "kind") {
    const kind = Object.entries(opened.manifest.kinds).find(([, name]) => keyOf(String(name)) === keyOf(value));
    return [kind ? kind[0] : value];
  }
  const found = (await opened.records(value)).filter(({ kind }) => kind === facet);
  return found.length ? found.map(({ id }) => id) : [value];
}

/** The candidates of one query, looked at as far as somebody wants to see them. */
class Passages {
  /**
   * @param {Group[]} groups
   * @param {import("./search-match.js").Row[]} found
   * @param {AbortSignal} [signal]
   */
  constructor(groups, found, signal) {
    this.groups = groups;
    this.signal = signal;
    this.size = found.reduce((sum, row) => sum + row.numbers.length, 0);
    this.order = inOrder(found);
    /** @type {Map<any, Set<number>>} */
    this.wrong = new Map();
  }

  /**
   * @param {any} segment
   * @param {number} number
   */
  isWrong(segment, number) {
    return this.wrong.get(segment)?.has(number) ?? false;
  }

  /** @param {number} most */
  take(most) {
    const taken = [];
    for (; taken.length < most; ) {
      const { value, done } = this.order.next();
      if (done) break;
      taken.push(value);
    }
    return taken;
  }

  /**
   * Look at some candidates; those that their texts do not bear out are left out.
   * @param {Candidate[]} some
   */
  async lookedAt(some) {
    const texts = await Promise.all(some.map(({ segment, number }) => segment.text(number)));
    this.signal?.throwIfAborted();
    return some.flatMap(({ segment, number, whole }, at) => {
      const text = /** @type {import("./search-index.js").Text} */ (texts[at]);
      const seen = look(text.text, this.groups);
      if (this.groups.length && (!seen.parts || (whole && !this.bearsOut(seen.parts)))) {
        this.wrong.set(segment, (this.wrong.get(segment) ?? new Set()).add(number));
        return [];
      }
      return [{ whole, value: worth(text, seen.times), hit: passageHit(text, seen.marks) }];
    });
  }

  /** @param {number} parts */
  bearsOut(parts) {
    if (this.groups.length < 2) return parts === 1;
    return parts >= Math.max(1, this.groups.filter((group) => !group.person).length);
  }

  /**
   * @param {number} offset
   * @param {number} limit
   */
  async hits(offset, limit) {
    const first = (await this.lookedAt(this.take(WINDOW))).map((one, at) => ({ ...one, value: one.value - Math.floor(at / 5) }));
    first.sort((one, other) => Number(other.whole) - Number(one.whole) || other.value - one.value);
    const found = first.map(({ hit }) => hit);
    const sure = this.groups.every(decided);
    if (!sure && this.size <= CHECKED) {
      found.push(...(await this.lookedAt(this.take(CHECKED))).map(({ hit }) => hit));
      return found.slice(offset, offset + limit);
    }
    const skipped = sure ? Math.max(0, offset - found.length) : 0;
    this.take(skipped);
    while (found.length + skipped < offset + limit) {
      const some = this.take(Math.min(WINDOW, offset + limit - found.length - skipped));
      if (!some.length) break;
      found.push(...(await this.lookedAt(some)).map(({ hit }) => hit));
    }
    return found.slice(Math.max(0, offset - skipped), Math.max(0, offset - skipped) + limit);
  }
}

/**
 * @param {import("./search-index.js").Text} text
 * @param {[number, number][]} marks
 * @returns {Hit}
 */
function passageHit(text, marks) {
  const place = `articles/${text.article}/${text.anchor && `#${text.anchor}`}`;
  return { ...text, href: new URL(place, ROOT).href, marks };
}

/**
 * @param {Page} record
 * @returns {Hit}
 */
function recordHit({ kind, name, page, about, names }) {
  const href = new URL(page, ROOT).href;
  const text = about || names.slice(1, 5).join("、");
  return { article: "", anchor: "", href, kind, title: name, speaker: "", date: "", text, marks: [], lang: "", source: "" };
}

/**
 * Count what the results can be narrowed to further: of each facet as if it were not narrowed yet.
 * @param {Index} opened
 * @param {Group[]} groups
 * @param {Record<string, string[]>} filters
 * @param {import("./search-match.js").Row[]} found
 * @param {Passages} page
 */
async function count(opened, groups, filters, found, page) {
  /** @type {Record<string, Choice[]>} */
  const counted = {};
  for (const facet of Object.keys(FACETS)) {
    const { [facet]: own, ...others } = filters;
    const some = own ? (groups.length || Object.keys(others).length ? await rows(opened.segments, groups, others) : []) : found;
    /** @type {Map<string, Choice>} */
    const choices = new Map();
    for (const { segment, numbers } of some) {
      const column = await segment.column(facet);
      for (const number of numbers) {
        if (page.isWrong(segment, number)) continue;
        for (const place of column.sets[column.of[number]]) {
          const [value, name] = column.values[place];
          const choice = choices.get(value);
          if (choice) choice.count++;
          else choices.set(value, { value, name: facet === "kind" ? (opened.manifest.kinds[value] ?? name) : name, count: 1 });
        }
      }
    }
    counted[facet] = [...choices.values()].sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  }
  return counted;
}
