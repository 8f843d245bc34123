/* The words that led to a page, marked on it: as the text has them, also where an element stands between two letters. */

import { formOf } from "./search-query.js";
import { table } from "./search-index.js";
import { look } from "./search-match.js";

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, blockquote, figcaption, td, th, dd, dt, div, section";
const OURS = "[data-added], .headerlink, nav, form, script, style, summary, .cs-cite, .cs-context, .cs-menu";
const MOST = 2000; // stretches

mark().catch(() => {});
addEventListener("hashchange", () => mark().catch(() => {}));

async function mark() {
  const asked = new URLSearchParams(location.search).getAll("h").filter((words) => words.trim());
  const root = document.querySelector("main");
  if (!asked.length || !root) return;
  await table();
  const blocks = texts(root);
  const groups = (/** @type {string[]} */ some) => [{ forms: some.map(formOf), person: "" }];
  let found = ranges(blocks, groups(asked));
  if (!found.length) found = ranges(blocks, groups(asked.flatMap((words) => words.split(/\s+/)).filter(Boolean)));
  show(found);
  arrive(found);
}

/**
 * The texts of a page by the block that they stand in.
 * @param {Element} root
 */
function texts(root) {
  /** @type {Map<Element, Text[]>} */
  const blocks = new Map();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = node.parentElement;
    const block = inside?.closest(BLOCKS);
    if (!inside || !block || inside.closest(OURS)) continue;
    const some = blocks.get(block);
    if (some) some.push(/** @type {Text} */ (node));
    else blocks.set(block, [/** @type {Text} */ (node)]);
  }
  return [...blocks.values()];
}

/**
 * @param {Text[][]} blocks
 * @param {import("./search-query.js").Group[]} groups
 */
function ranges(blocks, groups) {
  /** @type {Range[]} */
  const found = [];
  for (const nodes of blocks) {
    const { marks } = look(nodes.map((node) => node.data).join(""), groups);
    for (const [start, end] of marks) {
      if (found.length >= MOST) return found;
      const range = document.createRange();
      range.setStart(...placeOf(nodes, start, false));
      range.setEnd(...placeOf(nodes, end, true));
      found.push(range);
    }
  }
  return found;
}

/**
 * Which text a place of several is in; at a joint, an end belongs to the one before.
 * @param {Text[]} nodes
 * @param {number} at
 * @param {boolean} isEnd
 * @returns {[Text, number]}
 */
function placeOf(nodes, at, isEnd) {
  let left = at;
  for (const node of nodes) {
    if (left < node.length || (isEnd && left === node.length)) return [node, left];
    left -= node.length;
  }
  const last = /** @type {Text} */ (nodes[nodes.length - 1]);
  return [last, last.length];
}

/** @param {Range[]} found */
function show(found) {
  if ("highlights" in CSS) {
    CSS.highlights.set("cs-found", new Highlight(...found));
    return;
  }
  if (document.querySelector("mark.cs-found")) return;
  for (const range of [...found].reverse()) {
    // Each text by itself: a range may begin in one element and end in another.
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    const nodes = [];
    for (let node = walker.currentNode; node; node = /** @type {Node} */ (walker.nextNode())) {
      if (node.nodeType === Node.TEXT_NODE && range.intersectsNode(node)) nodes.push(/** @type {Text} */ (node));
    }
    const { startContainer, startOffset, endContainer, endOffset } = range;
    for (const node of nodes.reverse()) {
      const part = document.createRange();
      part.setStart(node, node === startContainer ? startOffset : 0);
      part.setEnd(node, node === endContainer ? endOffset : node.length);
      if (part.collapsed) continue;
      const made = document.createElement("mark");
      made.className = "cs-found";
      part.surroundContents(made);
    }
  }
}

/**
 * Bring the first words of the passage that the address names into view, or the first of the page.
 * @param {Range[]} found
 */
function arrive(found) {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const first = found.find((range) => !target || target.contains(range.startContainer));
  if (!first || !(first.startContainer.parentElement instanceof HTMLElement)) return;
  const fold = first.startContainer.parentElement.closest(".cs-quote")?.querySelector(".cs-more input");
  if (fold instanceof HTMLInputElement && target) fold.checked = true;
  const { top, bottom } = first.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight && target) return;
  first.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
}
