/* What results can be narrowed to, as boxes to tick: within one facet any of the chosen values, across facets all. */

import { element } from "./pages.js";

const MOST = 12; // values of one facet, and those that are chosen

/**
 * @param {import("./search.js").Result} found
 * @param {Record<string, string[]>} chosen
 * @param {Record<string, string>} w
 * @param {(chosen: Record<string, string[]>) => void} choose
 */
export function facetForm({ facets, labels }, chosen, w, choose) {
  const sets = Object.entries(facets).flatMap(([facet, choices]) => {
    const picked = chosen[facet] ?? [];
    const shown = choices.filter(({ value }, at) => at < MOST || picked.includes(value));
    for (const value of picked) if (!shown.some((one) => one.value === value)) shown.push({ value, name: value, count: 0 });
    return shown.length > 1 || picked.length ? [fieldset(facet, labels[facet] ?? facet, shown, picked)] : [];
  });
  if (!sets.length) return [];
  const clear = element("button", { type: "button", class: "cs-copy" }, w.clear);
  const details = element("details", {}, element("summary", {}, w.narrow), ...sets, clear);
  clear.addEventListener("click", () => choose({}));
  details.addEventListener("change", () => choose(picks(details)));
  return [details];
}

/**
 * @param {string} facet
 * @param {string} title
 * @param {import("./search.js").Choice[]} choices
 * @param {string[]} picked
 */
function fieldset(facet, title, choices, picked) {
  const boxes = choices.map(({ value, name, count }) => {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", name: facet, value }));
    box.checked = picked.includes(value);
    const text = element("span", {}, `${name} `, element("span", { class: "cs-count" }, `${count}`));
    return element("label", { class: "cs-choice" }, box, text);
  });
  return element("fieldset", { "data-facet": facet }, element("legend", {}, title), ...boxes);
}

/** @param {HTMLElement} form */
function picks(form) {
  /** @type {Record<string, string[]>} */
  const chosen = {};
  for (const box of form.querySelectorAll("input")) if (box.checked) (chosen[box.name] ??= []).push(box.value);
  return chosen;
}
