/* What the theme's search box asks: its own protocol on one side, our search on the other.  The search is fetched with
   the first query.  The theme puts titles and texts in as HTML: everything is escaped here. */

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
const PAUSE = 60; // ms after a key before the search begins: another one may follow
const SHOWN = 24; // passages
const OPEN = 2; // passages of one article that are not folded away
const AROUND = [24, 90]; // characters of a passage before and behind the first word found

let newest = 0;
/** @type {AbortController | undefined} */
let asking;

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) postMessage({ type: READY });
  if (message.type === QUERY) void answer(String(message.data ?? ""), ++newest);
});

/**
 * Answer a query, unless a newer one has come.
 * @param {string} query
 * @param {number} number
 */
async function answer(query, number) {
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const reply = (/** @type {any[]} */ items) => number === newest && postMessage({ type: RESULT, data: { items } });
  if (!query.trim()) return reply([]);
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (number !== newest) return;
  try {
    const { search, withWords } = await import("./search.js");
    const found = await search(query, { limit: SHOWN, facets: false, signal });
    reply(items(found, (href) => withWords(href, found.terms)));
  } catch {
    if (!signal.aborted) reply([]);
  }
}

/**
 * Put hits under their articles, as the theme shows them; the best score is where Enter leads.
 * @param {import("./search.js").Result} found
 * @param {(href: string) => string} link
 */
function items({ hits }, link) {
  /** @type {Map<string, any[]>} */
  const groups = new Map();
  for (const hit of hits) {
    const key = hit.article || hit.href;
    let group = groups.get(key);
    if (!group) {
      const score = 1000 - 10 * groups.size;
      const href = hit.article ? hit.href.split("#")[0] : hit.href;
      group = [{ location: hit.article ? link(href) : href, title: escaped(hit.title), text: "", score, terms: {} }];
      groups.set(key, group);
    }
    const [head] = group;
    if (!hit.article) head.text = `<p>${escaped(hit.text)}</p>`;
    else if (hit.kind === "title") Object.assign(head, { title: marked(hit.text, hit.marks), score: head.score + 2 });
    else {
      const title = escaped([hit.speaker, hit.date].filter(Boolean).join(" · "));
      group.push({ location: link(hit.href), title, text: `<p>${excerpt(hit)}</p>`, score: 0, terms: {} });
    }
  }
  for (const [head, ...passages] of groups.values()) {
    // The theme folds away what scores less than the head; the first passage is meant where the title is not.
    passages.slice(0, OPEN).forEach((passage, at) => (passage.score = head.score + (at || head.score % 10 ? 0 : 1)));
  }
  return [...groups.values()];
}

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`).replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");

/**
 * @param {string} text
 * @param {[number, number][]} marks
 */
function marked(text, marks) {
  let made = "";
  let at = 0;
  for (const [start, end] of marks) {
    made += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
    at = end;
  }
  return made + escaped(text.slice(at));
}

/** @param {import("./search.js").Hit} hit */
function excerpt({ text, marks }) {
  const [before = 0, behind = 0] = AROUND;
  const start = whole(text, Math.max(0, (marks[0]?.[0] ?? 0) - before));
  const end = whole(text, Math.min(text.length, (marks[0]?.[1] ?? 0) + behind));
  const inside = /** @type {[number, number][]} */ (
    marks.filter(([left, right]) => left >= start && right <= end).map(([left, right]) => [left - start, right - start])
  );
  return `${start ? "…" : ""}${marked(text.slice(start, end), inside)}${end < text.length ? "…" : ""}`;
}

/**
 * Move a place off the middle of a character.
 * @param {string} text
 * @param {number} at
 */
const whole = (text, at) => (/[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at);
