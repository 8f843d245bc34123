/* What the other modules share: pages of the site and words of the interface, each fetched once, and small boxes. */

/** @typedef {{page: Document, url: string}} Fetched */

const KEPT = 30; // pages in memory
const EDGE = 8; // px between a box and the edge of the window
const GAP = 4; // px between a box and what it belongs to

/** @type {Map<string, Promise<Fetched>>} */
const pages = new Map();

/** @type {Promise<Record<string, string>> | undefined} */
let strings;

/**
 * Fetch a page of the site, once; a failure is forgotten, so that the next one tries again.
 * @param {string} href
 * @param {AbortSignal} [signal]
 * @returns {Promise<Fetched>}
 */
export function page(href, signal) {
  const [url = href] = href.split("#");
  let asked = pages.get(url);
  if (!asked) {
    asked = read(url, signal);
    pages.set(url, asked);
    asked.catch(() => pages.delete(url));
    for (const old of pages.keys()) if (pages.size > KEPT) pages.delete(old);
  }
  return asked;
}

/**
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<Fetched>}
 */
async function read(url, signal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return { page: new DOMParser().parseFromString(await answer.text(), "text/html"), url: answer.url };
}

/** The words of the interface, in its language. */
export function words() {
  strings ??= fetch(new URL("strings.json", import.meta.url)).then((answer) => answer.json());
  strings.catch(() => (strings = undefined));
  return strings;
}

/**
 * Make an element; text stays text.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} inside
 */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/**
 * Put a box on the page, below what it belongs to or above it, inside the window.
 * @param {HTMLElement} box
 * @param {Element} beside
 */
export function place(box, beside) {
  document.body.append(box);
  box.style.left = box.style.top = "0";
  const { clientWidth, clientHeight } = document.documentElement;
  const own = box.getBoundingClientRect(); // where the corner is that lengths count from
  const at = beside.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(at.left, clientWidth - own.width - EDGE));
  const above = at.top - own.height - GAP;
  const below = at.bottom + GAP;
  const top = below + own.height > clientHeight - EDGE && above > EDGE ? above : below;
  box.style.left = `${left - own.left}px`;
  box.style.top = `${top - own.top}px`;
}

/**
 * Show a dialog until it is closed: by its button, by Escape, by a click beside it.
 * @param {string} title
 * @param {string} close
 * @param {Node[]} inside
 */
export function dialog(title, close, ...inside) {
  const heading = element("p", { class: "cs-dialog-title" }, title);
  const button = element("button", { type: "button", class: "cs-copy" }, close);
  const box = /** @type {HTMLDialogElement} */ (element("dialog", { class: "cs-dialog", "aria-label": title }));
  box.append(heading, ...inside, button);
  box.addEventListener("click", (event) => (event.target === box || event.target === button) && box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

// A live region is heard only when it stood there before its words.
const region = element("div", { class: "cs-said-so", role: "status" });
document.body.append(region);
let hushed = 0;

/**
 * Say something to everybody, for a moment.
 * @param {string} text
 */
export function say(text) {
  clearTimeout(hushed);
  region.textContent = text;
  hushed = setTimeout(() => (region.textContent = ""), 2000);
}
