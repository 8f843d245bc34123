/* What a query without results may have meant.  The same rules as search/nearby.py. */

import { keyOf } from "./search-fold.js";

const SHORTEST = 4; // letters of a Latin word that may be another one
const LONGEST = 12; // characters of a Han name that are read

/** @typedef {{latin: string[], names: string[], read: string[], syllables: Record<string, string>}} Spelling */

/**
 * The query with the parts replaced that have something nearby; "" where none has.
 * @param {import("./search-index.js").Index} index
 * @param {import("./search-query.js").Part[]} parts
 */
export async function suggestion(index, parts) {
  if (!parts.length) return "";
  const spelling = await index.spelling();
  const near = parts.map((part) => oneNear(spelling, keyOf(part.text)));
  return near.some(Boolean) ? near.map((found, at) => found || parts[at]?.text).join(" ") : "";
}

/**
 * @param {Spelling} spelling
 * @param {string} key
 */
function oneNear({ latin, names, read, syllables }, key) {
  if (/^[\x00-\x7f]*$/.test(key)) {
    const words = [...latin, ...read];
    if (key.length < SHORTEST || words.includes(key)) return "";
    const place = words.findIndex((word) => isNear(key, word));
    return place < 0 ? "" : (place < latin.length ? words[place] : names[place - latin.length]);
  }
  const found = names.findIndex((name, at) => {
    const other = keyOf(name);
    return [...other].length > 1 && other !== key && (readsAs(syllables, key, read[at] ?? "") || oneDiffers(key, other));
  });
  return found < 0 ? "" : names[found];
}

/**
 * Whether one letter more, less, other, or two changed places part two words.
 * @param {string} one
 * @param {string} other
 */
export function isNear(one, other) {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  const rest = one.slice(start);
  const left = other.slice(start);
  return (
    rest.slice(1) === left.slice(1) ||
    rest.slice(1) === left ||
    rest === left.slice(1) ||
    (rest[0] === left[1] && rest[1] === left[0] && rest.slice(2) === left.slice(2))
  );
}

/**
 * @param {string} one
 * @param {string} other
 */
function oneDiffers(one, other) {
  const [a, b] = [[...one], [...other]];
  return a.length === b.length && b.length > 2 && a.filter((character, at) => character !== b[at]).length === 1;
}

/**
 * Whether the characters of a key may be read so, one after the other.
 * @param {Record<string, string>} syllables
 * @param {string} key
 * @param {string} read
 */
function readsAs(syllables, key, read) {
  const characters = [...key];
  if (characters.length > LONGEST) return false;
  let ends = new Set([0]);
  for (const character of characters) {
    const next = new Set();
    for (const start of ends) {
      if (character <= "\x7f") {
        if (read.startsWith(character, start)) next.add(start + 1);
        continue;
      }
      for (let size = 1; size < 7; size++) {
        const syllable = read.slice(start, start + size);
        if (Object.hasOwn(syllables, syllable) && syllables[syllable]?.includes(character)) next.add(start + size);
      }
    }
    ends = next;
  }
  return ends.has(read.length);
}
