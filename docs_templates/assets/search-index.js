/* The files of the index, each fetched when it is needed and then kept.  How they are written: generate/search_files.py. */

import { keyOf, learn } from "./search-fold.js";

/** @typedef {{kind: string, id: string, name: string, page: string, about: string, names: string[], forms: string[]}} Record */
/** @typedef {{article: string, title: string, lang: string, source: string, kind: string, anchor: string, speaker: string, date: string, text: string}} Text */

const FOLDER = new URL("../search/", import.meta.url);
const SHORT = 6; // hexadecimal digits of a digest in a name that has a number too
const KEPT = 300; // files in memory

/** @type {Map<string, Promise<any>>} */
const files = new Map();

/**
 * @param {string} name
 * @param {(answer: Response) => Promise<any>} read
 * @param {RequestInit} [how]
 */
function file(name, read, how) {
  let asked = files.get(name);
  if (asked) files.delete(name); // and to the end again: the oldest go first
  else {
    asked = fetch(new URL(name, FOLDER), how).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return read(answer);
    });
    asked.catch(() => files.delete(name)); // the next one tries again
  }
  files.set(name, asked);
  for (const old of files.keys()) if (files.size > KEPT) files.delete(old);
  return asked;
}

/** @param {Response} answer */
const unpacked = (answer) => new Response(/** @type {any} */ (answer.body).pipeThrough(new DecompressionStream("gzip")));

/** @param {string} name */
const json = (name) => file(name, (answer) => unpacked(answer).json());

/** @param {string} name */
const bytes = (name) => file(name, async (answer) => new Uint8Array(await unpacked(answer).arrayBuffer()));

/**
 * Which of the files a token is in (FNV-1a over its code points).
 * @param {string} token
 * @param {number} shards
 */
export function shardOf(token, shards) {
  let value = 2166136261;
  for (const character of token) value = Math.imul(value ^ /** @type {number} */ (character.codePointAt(0)), 16777619);
  return (value >>> 0) % shards;
}

/**
 * How the name of a numbered file ends.
 * @param {string} digests
 * @param {number} number
 */
const numbered = (digests, number) => `${number}-${digests.slice(number * SHORT, (number + 1) * SHORT)}`;

/** @type {Promise<Index> | undefined} */
let opened;

/** Open the index; a failure is forgotten, so that the next one tries again. */
export function index() {
  if (!opened) {
    opened = open();
    opened.catch(() => (opened = undefined));
  }
  return opened;
}

// The one name without a digest: asked for anew by each page, so that it never names files of an earlier site.
const manifested = () => file("manifest.json", (answer) => answer.json(), { cache: "no-cache" });

/** Fetch no more than what texts are folded with. */
export async function table() {
  learn(await json(`fold-${(await manifested()).fold}.bin`));
}

async function open() {
  const manifest = await manifested();
  const [, ...heads] = await Promise.all([table(), ...manifest.segments.map((/** @type {any} */ one) => json(one.head))]);
  const segments = heads.map((head, at) => new Segment(head, manifest.segments[at]));
  return new Index(manifest, segments);
}

export class Index {
  /**
   * @param {any} manifest
   * @param {Segment[]} segments
   */
  constructor(manifest, segments) {
    this.manifest = manifest;
    this.segments = segments;
  }

  /**
   * What a name leads to.
   * @param {string} name
   * @returns {Promise<Record[]>}
   */
  async records(name) {
    const key = keyOf(name);
    if (!key) return [];
    const { names } = this.manifest;
    const rows = await json(`names${numbered(names, shardOf(key, names.length / SHORT))}.bin`);
    return Promise.all((Object.hasOwn(rows, key) ? rows[key] : []).map((/** @type {number} */ at) => this.record(at)));
  }

  /**
   * @param {number} place
   * @returns {Promise<Record>}
   */
  async record(place) {
    const { records, each } = this.manifest;
    const rows = await json(`records${numbered(records, Math.floor(place / each))}.bin`);
    const [kind, id, name, page, about, names, forms] = rows[place % each];
    return { kind, id, name, page, about, names, forms };
  }

  spelling() {
    return json(`spelling-${this.manifest.spelling}.bin`);
  }
}

/** The passages of some articles, by number: of each article its title, its quotes, its prose. */
export class Segment {
  /**
   * @param {any} head
   * @param {{head: string, dead: number[]}} named
   */
  constructor(head, named) {
    this.head = head;
    [this.folder = ""] = named.head.split("/");
    this.dead = new Set(named.dead);
    this.starts = sums(head.quotes.map((/** @type {number} */ quotes, /** @type {number} */ at) => 1 + quotes + head.prose[at]));
    this.chunks = sums(head.counts);
    this.size = this.starts[this.starts.length - 1];
    this.articleOf = new Uint32Array(this.size);
    for (let at = 0; at + 1 < this.starts.length; at++) this.articleOf.fill(at, this.starts[at], this.starts[at + 1]);
    this.alone = new Map(head.alone.map((/** @type {[string, string]} */ [token, digest], /** @type {number} */ at) => [token, `${at}-${digest}`]));
  }

  /**
   * The numbers of the passages that have a token.
   * @param {string} token
   * @returns {Promise<Uint32Array>}
   */
  async postings(token) {
    const alone = this.alone.get(token);
    if (alone) return numbers(await bytes(`${this.folder}/w${alone}.bin`));
    const { shards } = this.head;
    const name = `${this.folder}/s${numbered(shards, shardOf(token, shards.length / SHORT))}.bin`;
    const rows = await file(name, async (answer) => rowsOf(new Uint8Array(await unpacked(answer).arrayBuffer())));
    return numbers(rows.get(token) ?? new Uint8Array());
  }

  /** @param {number} number */
  chunkOf(number) {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle] <= number) low = middle;
      else high = middle;
    }
    return low;
  }

  /**
   * @param {number} number
   * @returns {Promise<Text>}
   */
  async text(number) {
    const chunk = this.chunkOf(number);
    const data = await json(`${this.folder}/t${numbered(this.head.chunks, chunk)}.bin`);
    const [place, kind, anchor, speaker, date, text] = data.passages[number - this.chunks[chunk]];
    const [, article, title, lang, , source] = data.articles[place];
    return { article, title, lang, source, kind, anchor, speaker, date, text };
  }

  /** @param {string} facet */
  column(facet) {
    return json(`${this.folder}/${facet}-${this.head.columns[facet]}.bin`);
  }
}

/** @param {number[]} counts */
function sums(counts) {
  const ends = [0];
  for (const count of counts) ends.push(ends[ends.length - 1] + count);
  return ends;
}

/**
 * Read rising numbers back from their steps.
 * @param {Uint8Array} packed
 */
export function numbers(packed) {
  const found = new Uint32Array(packed.length);
  let count = 0;
  let value = 0;
  let step = 0;
  let shift = 0;
  for (const byte of packed) {
    step |= (byte & 127) << shift;
    shift += 7;
    if (byte < 128) {
      found[count++] = value += step;
      step = shift = 0;
    }
  }
  return found.subarray(0, count);
}

/** @param {Uint8Array} shard */
function rowsOf(shard) {
  /** @type {Map<string, Uint8Array>} */
  const rows = new Map();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let at = 0;
  const size = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = shard[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < shard.length) {
    const letters = size();
    const token = decoder.decode(shard.subarray(at, (at += letters)));
    const length = size();
    rows.set(token, shard.subarray(at, (at += length)));
  }
  return rows;
}
