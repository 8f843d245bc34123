/* Two people side by side: choosing another one fetches what that person says on the theme. */

import { element, page, words } from "./pages.js";

/** @type {[HTMLSelectElement, HTMLSelectElement]} */
const selects = [find("a"), find("b")];
/** @type {Map<HTMLSelectElement, string>} who stands there, or will when the page has come */
const standing = new Map(selects.map((select) => [select, written(select)]));

/**
 * @param {string} side
 * @returns {any}
 */
function find(side) {
  return document.querySelector(`select[data-compare=${side}]`);
}

/**
 * Who stood there before anybody chose, whatever the browser has filled in since.
 * @param {HTMLSelectElement} select
 */
function written(select) {
  return [...select.options].find((one) => one.defaultSelected)?.value ?? select.value;
}

/**
 * Put somebody's quotes on one side; the last choice wins.
 * @param {HTMLSelectElement} select
 */
async function fill(select) {
  const option = select.selectedOptions[0];
  const side = select.closest("[data-side]");
  if (!option || standing.get(select) === option.value) return;
  standing.set(select, option.value);
  const href = new URL(option.dataset.href ?? "", location.href).href;
  const name = option.text.replace(/\s*[（(]\d+[）)]\s*$/, "");
  side?.querySelector("h2")?.replaceChildren(element("a", { href }, name));
  const found = await page(href).then(groups, failed);
  if (standing.get(select) === option.value) side?.querySelector("[data-quotes]")?.replaceChildren(...found);
}

/**
 * Take the quotes of a page, with links that hold on this one.
 * @param {import("./pages.js").Fetched} fetched
 */
function groups({ page, url }) {
  const taken = [...page.querySelectorAll(".cs-block .cs-group")].map((group) => document.importNode(group, true));
  for (const link of taken.flatMap((group) => [...group.querySelectorAll("a")])) {
    link.href = new URL(link.getAttribute("href") ?? "", url).href;
    if (link.matches(".cs-cite")) Object.assign(link, { ariaHasPopup: "menu", ariaExpanded: "false" });
  }
  return taken;
}

async function failed() {
  const w = await words();
  return [element("p", { class: "cs-none" }, w.failed)];
}

/** Take from the address who is compared; who is named for one side alone does not stand on the other as well. */
function restore() {
  const query = new URLSearchParams(location.search);
  for (const select of selects) {
    const asked = query.get(select.dataset.compare ?? "");
    select.value = [...select.options].find((one) => one.value === asked)?.value ?? written(select);
  }
  const [a, b] = selects;
  if (a.value === b.value && !(query.has("a") && query.has("b"))) {
    const free = query.has("b") ? a : b;
    free.value = [...free.options].find((one) => one.value !== free.value)?.value ?? free.value;
  }
  selects.forEach(fill);
}

document.addEventListener("change", (event) => {
  const select = selects.find((one) => one === event.target);
  if (!select) return;
  const query = new URLSearchParams(location.search);
  for (const one of selects) query.set(one.dataset.compare ?? "", one.value);
  history.replaceState(history.state, "", `?${query}${location.hash}`);
  fill(select);
});
addEventListener("popstate", restore);
addEventListener("pageshow", restore); // coming back, browsers fill in forms by themselves
restore();
