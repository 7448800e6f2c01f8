// What every page does: light and dark, a key for the search, and the reasons below a card.
(() => {
  "use strict";
  const root = document.documentElement;
  // Markup comes from this server alone, which escapes whatever it was given.
  const policy = window.trustedTypes
    ? trustedTypes.createPolicy("onrecord", { createHTML: (markup) => markup })
    : { createHTML: (markup) => markup };

  const light = document.getElementById("light");
  light.hidden = false;
  light.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("onrecord-theme", root.dataset.theme); } catch { /* not kept, still shown */ }
  });

  /** Put a piece of a page, which this server makes, in the place of what an element holds. */
  async function fill(element, address) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return false;
    element.innerHTML = policy.createHTML(await answer.text());
    return true;
  }

  // Facets lie open beside the hits, and closed above them where there is no room beside.
  const narrow = document.querySelector(".narrow-by details");
  if (narrow && matchMedia("(max-width: 59.99rem)").matches) narrow.open = false;

  // A filter of one form for a whole page is sent as soon as something is chosen.
  for (const form of document.querySelectorAll("form.sieve")) {
    form.addEventListener("change", () => form.requestSubmit());
  }

  const main = document.getElementById("main");
  const report = main && main.dataset.document;
  if (report) reasons(report);
  else {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select")) return;
      document.querySelector(".great input, .find input").focus();
      event.preventDefault();
    });
  }

  /** In the reader: what is kept says why it is there, below its card. */
  function reasons(report) {
    let wanted = null;
    const show = (card, then) => {
      wanted = card;
      let place = card.querySelector(".because-of");
      if (!place) {
        place = document.createElement("div");
        place.className = "because-of";
        card.append(place);
      }
      if (place.childElementCount) { if (then) then(place); return; }
      const address = `/reports/${encodeURIComponent(report)}/${encodeURIComponent(card.dataset.id)}/why?part=1`;
      // Who runs through the list with j does not ask for every item on the way.
      setTimeout(() => {
        if (wanted !== card || place.childElementCount) return;
        fill(place, address).then((filled) => { if (filled && then) then(place); });
      }, then ? 0 : 180);
    };
    document.addEventListener("chosen", (event) => show(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "w" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
      const card = document.querySelector(".card.on");
      if (card) show(card, (place) => { const first = place.querySelector("button, summary"); if (first) first.focus(); });
    });
    // What lies below a card is no part of it: a click there chooses nothing else.
    for (const list of document.querySelectorAll(".cards")) {
      list.addEventListener("click", (event) => { if (event.target.closest(".because-of")) event.stopPropagation(); }, true);
    }
    const here = document.querySelector(".text .here");
    if (here && !location.hash) addEventListener("load", () => requestAnimationFrame(() => here.scrollIntoView({ block: "center" })));
  }

  window.onrecord = { fill };
})();
