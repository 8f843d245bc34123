/* What makes two spellings one: width, case, script.  The same rules as generate/search_fold.py, held to it by
   tests/cases/fold-vectors.json; the table of Traditional characters is fetched from the index. */

const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const DROPPED = new RegExp(`(?<=[${HAN}]) +(?=[a-z0-9])|(?<=[a-z0-9]) +(?=[${HAN}])|(?<=[a-z])-(?=[0-9])`, "gu");
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const DOTS = new Set("•‧・∙⋅･");
const HYPHENS = new Set("\u2010\u2011\u2012\u2013\u2212");

/** @type {Map<string, string>} */
let simple = new Map();
/** @type {Map<string, string>} */
let known = new Map();

/**
 * Take the table of characters that no browser folds by itself.
 * @param {{from: string, to: string}} table
 */
export function learn({ from, to }) {
  const targets = [...to];
  simple = new Map([...from].map((character, at) => [character, targets[at] ?? character]));
  known = new Map();
}

/** @param {string} text */
const single = (text) => [...text].length === 1;

/** @param {string} character */
function fold(character) {
  const wide = character.normalize("NFKC");
  let one = single(wide) ? wide : character;
  const lower = one.toLowerCase();
  if (single(lower)) one = lower;
  one = simple.get(one) ?? one;
  if (BLANK.test(one)) return " ";
  return DOTS.has(one) ? "·" : HYPHENS.has(one) ? "-" : one;
}

/** @param {string} character */
function folding(character) {
  let found = known.get(character);
  if (found === undefined) known.set(character, (found = fold(character)));
  return found;
}

/**
 * Fold each character, and drop none.
 * @param {string} text
 */
export function flat(text) {
  let made = "";
  for (const character of text) made += folding(character);
  return made;
}

/**
 * Fold a text for matching.
 * @param {string} text
 */
export const folded = (text) => flat(text).replace(DROPPED, "");

/**
 * What names are compared by: letters and digits alone.
 * @param {string} text
 */
export const keyOf = (text) => folded(text).replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Fold a text both ways, and tell where each unit of both, and their end, stands in the original.
 * @param {string} text
 */
export function withPlaces(text) {
  let whole = "";
  const stands = [];
  let at = 0;
  for (const character of text) {
    const made = folding(character);
    for (let unit = 0; unit < made.length; unit++) stands.push(at);
    whole += made;
    at += character.length;
  }
  stands.push(at);
  const kept = [];
  let from = 0;
  for (const dropped of whole.matchAll(DROPPED)) {
    for (; from < dropped.index; from++) kept.push(stands[from]);
    from += dropped[0].length;
  }
  for (; from < stands.length; from++) kept.push(stands[from]);
  return { flat: whole, flatPlaces: stands, folded: whole.replace(DROPPED, ""), places: kept };
}
