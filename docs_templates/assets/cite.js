/* The menu at a quote's mark, and what is copied: the address of its page, or its words with their source. */

import { copy } from "./copy.js";
import { element, page, place, say, words } from "./pages.js";

/** @type {{link: HTMLAnchorElement, menu: HTMLElement, shut: AbortController} | null} */
let open = null;

/**
 * Fetch what may be copied, before anybody asks: browsers let a script copy only right after a click.
 * @param {HTMLAnchorElement} link
 */
export function prepare(link) {
  words().catch(() => {});
  page(link.href).catch(() => {});
}

/**
 * Open the menu of a quote, or close it.
 * @param {HTMLAnchorElement} link
 */
export async function toggle(link) {
  const again = open?.link === link;
  close();
  if (again) return;
  prepare(link);
  const w = await words();
  close();
  const menu = element("div", { class: "cs-menu", role: "menu", "aria-label": w.menu });
  menu.append(
    item("button", { type: "button", "data-copy": "link" }, w.copy_link),
    item("button", { type: "button", "data-copy": "text" }, w.copy_text),
    item("a", { href: link.href }, w.page),
  );
  place(menu, link);
  open = { link, menu, shut: new AbortController() };
  link.setAttribute("aria-expanded", "true");
  listen(open);
  move(menu, 0);
  page(link.href).catch(() => without(menu));
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {string} text
 */
const item = (name, attributes, text) => element(name, { role: "menuitem", tabindex: "-1", ...attributes }, text);

/** @param {{link: HTMLAnchorElement, menu: HTMLElement, shut: AbortController}} opened */
function listen({ link, menu, shut }) {
  const { signal } = shut;
  const inside = (/** @type {EventTarget | null} */ target) =>
    target instanceof Node && (menu.contains(target) || link.contains(target));
  menu.addEventListener("keydown", pressed, { signal });
  document.addEventListener("pointerdown", (event) => inside(event.target) || close(), { signal });
  const left = (/** @type {FocusEvent} */ event) => event.relatedTarget && !inside(event.relatedTarget);
  menu.addEventListener("focusout", (event) => left(event) && close(false), { signal });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const menu = /** @type {HTMLElement} */ (event.currentTarget);
  const at = [...menu.children].indexOf(/** @type {Element} */ (document.activeElement));
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key in steps) move(menu, steps[/** @type {keyof typeof steps} */ (event.key)]);
  else if (event.key === " ") /** @type {HTMLElement} */ (document.activeElement).click();
  else if (event.key === "Escape") close();
  else if (event.key === "Tab") return close(); // the focus is back on the link, and goes on from there
  else return;
  event.preventDefault();
}

/**
 * @param {HTMLElement} menu
 * @param {number} to counted around the ends
 */
function move(menu, to) {
  const { children } = menu;
  /** @type {HTMLElement} */ (children[(to + children.length) % children.length]).focus({ preventScroll: true });
}

/**
 * The quote's page cannot be had: leave out what stands on it.
 * @param {HTMLElement} menu
 */
function without(menu) {
  const gone = menu.querySelector("[data-copy=text]");
  const focused = gone === document.activeElement;
  gone?.remove();
  if (focused) move(menu, 0);
}

function close(back = true) {
  if (!open) return;
  const { link, menu, shut } = open;
  open = null;
  shut.abort();
  link.setAttribute("aria-expanded", "false");
  if (back) link.focus({ preventScroll: true });
  menu.remove();
}

/**
 * Copy what a button of the menu, or of a quote's own page, offers.
 * @param {HTMLElement} button
 */
export function chosen(button) {
  const link = open?.menu.contains(button) ? open.link : null;
  close();
  return copyQuote(/** @type {"link" | "text"} */ (button.dataset.copy), link);
}

/**
 * Copy a quote's address or words, and say so; without a link the quote of this page.
 * @param {"link" | "text"} what
 * @param {HTMLAnchorElement | null} link
 */
export async function copyQuote(what, link) {
  const found = link ? page(link.href) : Promise.resolve({ page: document, url: location.origin + location.pathname });
  const parts = found
    .then(({ page, url }) => citation(page, url))
    .then((quote) => (what === "link" ? bare(quote.address) : quote.text))
    .catch((error) => {
      if (what === "text" || !link) throw error;
      return bare(link.href);
    });
  const w = await words();
  if (await copy(parts, w)) say(what === "link" ? w.copied_link : w.copied_text);
}

/**
 * An address alone; pasted where formatting is kept it is a link.
 * @param {string} address
 */
const bare = (address) => ({ plain: address, html: element("a", { href: address }, address).outerHTML });

/**
 * Read a quote's page: where it is, and its words with their source.
 * @param {Document} page
 * @param {string} url where it was found; counts where the page states no full address
 */
function citation(page, url) {
  const stated = page.querySelector("link[rel=canonical]")?.getAttribute("href") ?? "";
  const address = /^https?:/.test(stated) ? stated : url;
  const paragraphs = [...page.querySelectorAll("[data-copy-text] p")].map((p) => document.importNode(p, true));
  const quote = element("blockquote", { cite: address }, ...paragraphs.slice(0, -1));
  const facts = element("p", {}, ...paragraphs.slice(-1).flatMap((p) => [...p.childNodes]));
  const plain = [...quote.children, facts].map(lines).join("\n");
  facts.append(element("br"), element("a", { href: address }, address));
  return { address, text: { plain: `${plain}\n${address}`, html: quote.outerHTML + facts.outerHTML } };
}

/** @param {Element} shown */
function lines(shown) {
  const copied = /** @type {Element} */ (shown.cloneNode(true));
  for (const end of copied.querySelectorAll("br")) end.replaceWith("\n");
  return copied.textContent?.trim() ?? "";
}
