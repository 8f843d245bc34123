/* The theme's search box: a way from its list to the page that shows everything. */

import { element, words } from "./pages.js";

const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-md-component=search-query]"));
const list = document.querySelector("[data-md-component=search-result]");

async function begin() {
  if (!box || !list) return;
  const w = await words();
  // The theme looks for the link with the best score and expects an element in it that has one.
  const link = /** @type {HTMLAnchorElement} */ (element("a", { class: "cs-all-results", tabindex: "-1" }));
  link.append(element("span", { "data-md-score": "0" }, w.all_results));
  const follow = () => {
    const query = box.value.trim();
    const there = new URL("../search/", import.meta.url);
    if (query) there.searchParams.set("q", query);
    link.href = there.href;
    link.hidden = !query;
  };
  list.firstElementChild?.after(link);
  box.addEventListener("input", follow);
  box.form?.addEventListener("reset", () => setTimeout(follow));
  follow();
}

begin().catch(() => {});
import("./search.js").then((it) => it.prepare()).catch(() => {}); // into the browser's cache, for the worker
