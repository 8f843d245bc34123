/* Narrowing a list of quotes, or an article to some of its voices: within one facet any of the chosen values, across
   facets all.  The address keeps what was chosen. */

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-facets]"));
const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input")]);
const names = [...new Set(boxes.map((box) => box.name))];

/**
 * What stands behind the form; quotes picked out before it stay.
 * @param {string} fits
 */
const behind = (fits) =>
  /** @type {HTMLElement[]} */ ([...(form.closest("article")?.querySelectorAll(fits) ?? [])]).filter(
    (one) => form.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
const quotes = behind("figure[data-quote], .cs-turn[data-quote]");
const parts = behind(".cs-group, .cs-block").filter((part) => part.querySelector("[data-quote]"));

/** @param {string} name */
const chosen = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);

/**
 * @param {HTMLElement} quote
 * @param {string} name
 * @param {string} value
 */
const has = (quote, name, value) => ` ${quote.dataset[name] ?? ""} `.includes(` ${value} `);

/**
 * Count quotes; one that something interrupts stands there in several pieces.
 * @param {HTMLElement[]} some
 */
const count = (some) => new Set(some.map((quote) => quote.dataset.quote)).size;

function narrow() {
  const wanted = new Map(names.map((name) => [name, chosen(name)]));
  /** Quotes that fit all facets, or all but one. @param {string} [but] */
  const fitting = (but) =>
    quotes.filter((quote) =>
      [...wanted].every(([name, any]) => name === but || !any.length || any.some((value) => has(quote, name, value))),
    );
  const fit = fitting();
  show(new Set(fit));
  for (const name of names) {
    const rest = fitting(name);
    for (const box of boxes.filter((box) => box.name === name)) {
      const n = count(rest.filter((quote) => has(quote, name, box.value)));
      form.querySelector(`[data-facet="${name}"] [data-of="${CSS.escape(box.value)}"]`)?.replaceChildren(`${n}`);
      box.disabled = !n && !box.checked;
    }
  }
  const some = boxes.some((box) => box.checked);
  form.querySelector("[data-shown]")?.replaceChildren(some ? `${count(fit)} / ${count(quotes)}` : "");
}

/**
 * Hide all other quotes, but for what the address names, and the heads of what is empty then.
 * @param {Set<HTMLElement>} fit
 */
function show(fit) {
  const named = document.getElementById(location.hash.slice(1));
  for (const quote of quotes) quote.hidden = !fit.has(quote) && !quote.contains(named);
  for (const part of parts) {
    part.hidden = !part.querySelector("[data-quote]:not([hidden])");
    const head = part.previousElementSibling;
    if (head instanceof HTMLHeadingElement) head.hidden = part.hidden && head !== named;
  }
}

function write() {
  const query = new URLSearchParams(location.search);
  for (const name of names) {
    query.delete(name);
    if (chosen(name).length) query.set(name, chosen(name).join(","));
  }
  const said = `${query}`.replaceAll("%2C", ",");
  history.replaceState(history.state, "", location.pathname + (said && `?${said}`) + location.hash);
  narrow();
}

function restore() {
  const query = new URLSearchParams(location.search);
  for (const box of boxes) box.checked = query.getAll(box.name).join(",").split(",").includes(box.value);
  const details = form.querySelector("details");
  if (details && boxes.some((box) => box.checked)) details.open = true;
  narrow();
}

/** What stood above the place that the address names may be gone since the browser went there. */
function arrive() {
  narrow();
  const named = document.getElementById(location.hash.slice(1));
  if (quotes.some((quote) => quote.hidden)) named?.scrollIntoView({ behavior: "instant" });
}

form.addEventListener("change", write);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault(); // a form goes back to what a reload kept
  for (const box of boxes) box.checked = false;
  write();
});
addEventListener("popstate", restore);
addEventListener("pageshow", restore); // coming back, browsers fill in forms by themselves
addEventListener("hashchange", arrive);
restore();
arrive();

export {};
