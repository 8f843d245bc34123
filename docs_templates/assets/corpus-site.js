/* Comforts on top of pages that all work without them: a menu to cite a quote, keys, narrowing, comparing, previews.
   This module listens on the document alone; what does the work is fetched when somebody asks for it. */

const CITE = "a.cs-cite[data-cites]";
const PASSAGE = "article a[href], main.md-typeset a[href]";
const KEYS = new Set(["j", "k", "c", "?", "？"]); // the last as Chinese input methods give it
const WRITING = "textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable], dialog, [role=menu]";
const SOON = 100; // ms on a link to cite before its page is fetched
const MEANT = 350; // ms on any other link before it is previewed

const cite = () => import("./cite.js");

/**
 * The nearest element that fits, from where something happened; documents and text have none.
 * @param {Event} event
 * @param {string} fits
 * @returns {any}
 */
const near = (event, fits) => (event.target instanceof Element ? event.target.closest(fits) : null);

/** @param {MouseEvent | KeyboardEvent} event */
const held = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** @param {HTMLAnchorElement} link */
function openMenu(link) {
  cite()
    .then((it) => it.toggle(link))
    .catch(() => location.assign(link.href)); // without the script's other half the link does what it says
}

document.addEventListener("click", (event) => {
  clearTimeout(waiting);
  if (event.defaultPrevented || event.button || event.shiftKey || held(event)) return;
  const link = near(event, CITE);
  const button = near(event, "[data-copy]");
  if (link) {
    event.preventDefault();
    openMenu(link);
  } else if (button) {
    cite().then((it) => it.chosen(button)).catch(() => {});
  }
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || held(event)) return;
  if (event.key === " " && near(event, CITE)) {
    event.preventDefault(); // no scrolling
    openMenu(near(event, CITE));
  } else if (KEYS.has(event.key) && !near(event, WRITING)) {
    import("./keys.js").then((it) => it.pressed(event.key)).catch(() => {});
  }
});

/* A link that the pointer rests on, or that was reached by key, is meant. */

let waiting = 0;
/** @type {Element | null} */
let meant = null;

/** @param {Event} event */
function rests(event) {
  const link = near(event, PASSAGE);
  if (link && link === meant) return;
  clearTimeout(waiting);
  meant = link;
  if (!link) return;
  waiting = link.matches(CITE)
    ? setTimeout(() => cite().then((it) => it.prepare(link)).catch(() => {}), SOON)
    : setTimeout(() => import("./preview.js").then((it) => it.show(link)).catch(() => {}), MEANT);
}

function leaves() {
  clearTimeout(waiting);
  meant = null;
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "touch") rests(event);
});
document.addEventListener("pointerout", (event) => {
  if (!event.relatedTarget) leaves(); // out of the window
});
document.addEventListener("focusin", (event) => {
  if (event.target instanceof Element && event.target.matches(":focus-visible")) rests(event);
});
document.addEventListener("focusout", leaves);

/** A quote that the address names stays unfolded, also when the address has moved on. */
function unfold() {
  const id = location.hash.slice(1); // ids of quotes need no decoding
  const fold = id && document.getElementById(id)?.querySelector(".cs-more input");
  if (fold instanceof HTMLInputElement) fold.checked = true;
}

document.documentElement.classList.add("js");
addEventListener("hashchange", unfold);
unfold();
for (const link of document.querySelectorAll(CITE)) {
  link.setAttribute("aria-haspopup", "menu");
  link.setAttribute("aria-expanded", "false");
}
if (document.querySelector("form[data-facets]")) import("./facets.js").catch(() => {});
if (document.querySelector("select[data-compare]")) import("./compare.js").catch(() => {});
