/* The reader's choice of light and dark, before anything is painted.  The frame of the other pages keeps it in
   `/.__palette`; without a choice the system's is taken. */
(() => {
  document.documentElement.classList.add("js");
  let scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  try {
    const colour = JSON.parse(localStorage.getItem("/.__palette"))?.color;
    if (colour && colour.media !== "(prefers-color-scheme)") scheme = colour.scheme;
  } catch {
    /* Storage may be closed to us, or hold something else. */
  }
  const wear = () => document.body?.setAttribute("data-md-color-scheme", scheme);
  new MutationObserver((_, watch) => {
    if (document.body) {
      watch.disconnect();
      wear();
    }
  }).observe(document.documentElement, { childList: true });
  wear();
})();
