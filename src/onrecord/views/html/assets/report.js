// The page's behaviour: words and statements point at each other. Texts are never
// made into markup here; everything is read from attributes and set as classes.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = [...document.querySelectorAll("article.document")];
  const index = document.getElementById("index");
  const help = document.getElementById("help");
  const pageTitle = document.title;
  const views = new Map();
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 59.99rem)");
  let view = null;

  // The index is written last, when all documents are known, and read first.
  // A page of the web application shows one document and has none.
  if (index) document.getElementById("main").before(index);
  const alone = !index || index.dataset.items === "1";

  // What lies in the text under a card of each kind, and what is lit up with it besides.
  const OWN = ["content", "src", "cue", "event", "figure", "place", "relation"];
  const BESIDES = ["via", "actor", "recipient", "where", "of", "evidence"];
  const LAYERS = { s: "statement", e: "event", f: "figure", p: "place", r: "relation" };

  const pieces = (value) => value ? value.split(" ").map((piece) => piece.split("-").map(Number)) : [];

  /** A document's segments and statements, made ready when it is first shown. */
  function open(article) {
    if (views.has(article)) return views.get(article);
    const segments = [...article.querySelectorAll(".text .m")];
    const starts = Int32Array.from(segments, (el) => Number(el.dataset.a));
    const cards = [...article.querySelectorAll(".card")].map((el) => {
      const roles = {};
      for (const role of [...OWN, ...BESIDES]) if (el.dataset[role]) roles[role] = pieces(el.dataset[role]);
      const spans = OWN.flatMap((role) => roles[role] || []);
      const low = spans.reduce((least, span) => Math.min(least, span[0]), Infinity);
      const high = spans.reduce((most, span) => Math.max(most, span[1]), 0);
      const kind = el.id[0];
      const dot = kind === "p" ? article.querySelector(`.dot[href="#${el.id}"]`) : null;
      return { el, roles, spans, size: high - low, kind, dot };
    });
    const made = {
      article, segments, starts, cards, kind: "s", on: null, hot: null, clicked: null,
      panel: article.querySelector(".panel"), lists: [...article.querySelectorAll(".list")],
      tabs: [...article.querySelectorAll("[role=tab]")],
      filters: article.querySelector(".filters"), handle: article.querySelector(".handle"),
    };
    views.set(article, made);
    wire(made);
    return made;
  }

  /** How many segments start before a place in the text. */
  function before(starts, place) {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < place) low = middle + 1; else high = middle;
    }
    return low;
  }

  function paint(card, name, yes) {
    if (!card) return;
    card.el.classList.toggle(name, yes);
    if (card.dot) card.dot.classList.toggle(name, yes);
    for (const [role, spans] of Object.entries(card.roles)) {
      for (const [start, end] of spans) {
        for (let i = before(view.starts, start); i < view.starts.length && view.starts[i] < end; i++) {
          view.segments[i].classList.toggle(name, yes);
          view.segments[i].classList.toggle(`is-${role}`, yes);
        }
      }
    }
  }

  function repaint(next) {
    paint(view.hot, "hot", false);
    paint(view.on, "on", false);
    Object.assign(view, next);
    if (view.hot && view.hot !== view.on) paint(view.hot, "hot", true);
    paint(view.on, "on", true);
  }

  /** Whether a card's layer is switched on. */
  function lit(card) {
    const box = view.article.querySelector(`.legend [name=${LAYERS[card.kind]}]`);
    return !box || box.checked;
  }

  /** What a segment is on record for: first of the open list, then of the others, innermost first. */
  function over(segment) {
    const place = Number(segment.dataset.a);
    const far = (card) => Number(card.kind !== view.kind);
    return view.cards
      .filter((card) => !card.el.hidden && card.spans.some(([start, end]) => start <= place && place < end) && lit(card))
      .sort((a, b) => far(a) - far(b) || a.size - b.size);
  }

  /** Open one of the panel's lists. */
  function turn(made, kind) {
    made.kind = kind;
    for (const list of made.lists) list.hidden = list.dataset.kind !== kind;
    for (const tab of made.tabs) {
      tab.setAttribute("aria-selected", String(tab.dataset.kind === kind));
      tab.tabIndex = tab.dataset.kind === kind ? 0 : -1;
    }
    count(made);
  }

  /** Say how many the open list shows, and of how many. */
  function count(made) {
    const cards = made.cards.filter((card) => card.kind === made.kind);
    const shown = cards.filter((card) => !card.el.hidden).length, total = cards.length;
    const { noun } = made.lists.find((list) => list.dataset.kind === made.kind).dataset;
    const nouns = total === 1 ? noun : `${noun}s`;
    made.handle.querySelector(".shown").textContent = shown === total ? `${total} ${nouns}` : `${shown} of ${total} ${nouns}`;
  }

  const smooth = () => calm.matches ? "auto" : "smooth";

  function reveal(card, always, behavior = smooth()) {
    const first = Math.min(...card.spans.map((span) => span[0]));
    const segment = view.segments[before(view.starts, first)];
    if (!segment) return;
    const box = segment.getBoundingClientRect();
    const top = 56, bottom = innerHeight - (narrow.matches ? view.panel.offsetHeight : 0);
    if (always || box.top < top + 20 || box.bottom > bottom - 20) {
      scrollTo({ top: scrollY + box.top - top - (bottom - top) / 3, behavior });
    }
  }

  function showCard(card) {
    const list = card.el.parentElement, box = card.el.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (box.top < frame.top + 8) list.scrollTop += box.top - frame.top - 8;
    else if (box.bottom > frame.bottom - 8) list.scrollTop += Math.min(box.bottom - frame.bottom + 8, box.top - frame.top - 8);
  }

  function select(card, { text = false, centre = false, focus = false, at = undefined } = {}) {
    if (view.on) view.on.el.querySelector(".number").removeAttribute("aria-current");
    if (card && card.kind !== view.kind) turn(view, card.kind);
    repaint({ on: card, hot: null });
    view.panel.classList.toggle("chosen", Boolean(card));
    if (!card) {
      history.replaceState(null, "", alone ? location.pathname + location.search : `#${view.article.id}`);
      return;
    }
    const link = card.el.querySelector(".number");
    link.setAttribute("aria-current", "true");
    history.replaceState(null, "", `#${card.el.id}`);
    card.el.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
    if (focus) link.focus({ preventScroll: true });
    showCard(card);
    if (text) reveal(card, centre, at);
  }

  function step(by) {
    const shown = view.cards.filter((card) => card.kind === view.kind && !card.el.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(view.on);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by));
    select(shown[next], { text: true, focus: true });
  }

  function sheet(opened) {
    view.panel.classList.toggle("open", opened);
    view.handle.setAttribute("aria-expanded", String(opened));
  }

  /** Hide the statements that do not match, and lift their marks off the text. */
  function filter(made) {
    const data = new FormData(made.filters);
    const words = String(data.get("words") || "").toLowerCase().trim();
    const wanted = ["speaker", "attitude", "channel"].filter((name) => data.get(name));
    const change = new Int32Array(made.segments.length + 1);
    let shown = 0;
    for (const card of made.cards) {
      if (card.kind !== "s") continue;
      const fits = wanted.every((name) => card.el.dataset[name] === data.get(name))
        && (!words || card.el.textContent.toLowerCase().includes(words));
      card.el.hidden = !fits;
      if (!fits) continue;
      shown += 1;
      for (const [start, end] of card.spans) {
        change[before(made.starts, start)] += 1;
        change[before(made.starts, end)] -= 1;
      }
    }
    let over = 0;
    made.segments.forEach((segment, i) => {
      over += change[i];
      segment.classList.toggle("off", over <= 0);
    });
    count(made);
    made.article.querySelector(".empty").hidden = shown > 0;
    if (made === view && view.on && view.on.el.hidden) select(null);
  }

  function wire(made) {
    made.handle.hidden = false;
    made.filters.hidden = !made.cards.some((card) => card.kind === "s");
    for (const bar of made.article.querySelectorAll(".tabs")) tabs(made, bar);
    made.handle.addEventListener("click", () => sheet(!made.panel.classList.contains("open")));
    made.filters.addEventListener("input", () => filter(made));
    made.filters.addEventListener("submit", (event) => { event.preventDefault(); step(1); });
    // The pointer may leave a document that the page has just put away.
    const point = (card) => { if (view === made && card !== made.hot) repaint({ hot: card }); };
    const byElement = new Map(made.cards.map((card) => [card.el, card]));
    for (const list of made.lists) {
      list.addEventListener("mouseover", (event) => {
        const el = event.target.closest(".card");
        point(el ? byElement.get(el) : null);
      });
      list.addEventListener("mouseleave", () => point(null));
      list.addEventListener("click", (event) => {
        if (event.target.closest(".chain, .dot, .because-of")) return;
        const el = event.target.closest(".card");
        if (!el || String(getSelection())) return;
        event.preventDefault();
        if (narrow.matches) sheet(false);
        select(byElement.get(el), { text: true, focus: true });
      });
    }
    const text = made.article.querySelector(".text");
    text.addEventListener("mouseover", (event) => {
      const segment = event.target.closest(".m");
      point(segment ? over(segment)[0] || null : null);
    });
    text.addEventListener("mouseleave", () => point(null));
    text.addEventListener("click", (event) => {
      if (String(getSelection())) return;
      const segment = event.target.closest(".m");
      if (!segment) { if (made.on) select(null); return; }
      const found = over(segment);
      if (!found.length) return;
      const again = made.clicked === segment ? found.indexOf(made.on) : -1;
      made.clicked = segment;
      select(found[(again + 1) % found.length]);
    });
  }

  function tabs(made, bar) {
    bar.hidden = false;
    turn(made, made.kind);
    bar.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) turn(made, tab.dataset.kind);
    });
    bar.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      const at = made.tabs.findIndex((tab) => tab.dataset.kind === made.kind);
      const next = made.tabs[(at + by + made.tabs.length) % made.tabs.length];
      turn(made, next.dataset.kind);
      next.focus();
      event.preventDefault();
    });
  }

  function show(article) {
    const place = article || index;
    for (const el of document.querySelectorAll(".document.current, #index.current")) el.classList.remove("current");
    place.classList.add("current");
    view = article ? open(article) : null;
    if (index) document.title = article ? `${article.dataset.title} – ${pageTitle}` : pageTitle;
    const at = all.indexOf(article);
    for (const [id, other] of [["previous", all[at - 1]], ["next", all[at + 1]]]) {
      const link = document.getElementById(id);
      if (!link) continue;
      link.hidden = at < 0 || !other;
      if (other) link.href = `#${other.id}`;
    }
    if (index) document.getElementById("all").hidden = !article || alone;
    scrollTo(0, 0);
  }

  function route() {
    const hash = location.hash.slice(1);
    const [, kind, document_] = /^([dsefpr])-(\d+)(?:-\d+)?$/.exec(hash) || [];
    let article = kind ? document.getElementById(`d-${document_}`) : null;
    if (!article && all.length === 1 && alone) article = all[0];
    if (!view || view.article !== article) show(article);
    const card = view && kind ? view.cards.find(({ el }) => el.id === hash) : null;
    if (!card) return;
    if (narrow.matches) sheet(false);
    if (card.el.hidden) { view.filters.reset(); filter(view); }
    select(card, { text: true, centre: true, at: "instant" });
  }

  function theme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("onrecord-theme", root.dataset.theme); } catch { /* not kept, still shown */ }
  }

  function turnTo(id) {
    const link = document.getElementById(id);
    if (link && !link.hidden) link.click();
  }

  function escape_() {
    if (view && view.panel.classList.contains("open")) sheet(false);
    else if (view && view.on) select(null);
    else if (view && view.cards.some((card) => card.el.hidden)) { view.filters.reset(); filter(view); }
  }

  const keys = {
    j: () => view && step(1), ArrowDown: () => view && step(1),
    k: () => view && step(-1), ArrowUp: () => view && step(-1),
    Enter: () => view && view.on && reveal(view.on, true),
    "/": () => {
      if (view && narrow.matches) sheet(true);
      if (view) turn(view, "s");
      (view ? view.filters : index).querySelector("input").focus();
    },
    "?": () => help.showModal(),
    "[": () => turnTo("previous"),
    "]": () => turnTo("next"),
    i: () => { if (!alone) location.hash = "index"; },
    Escape: escape_,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const field = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (field) {
      if (event.key !== "Escape") return;
      if (field.value && field.closest(".filters")) { field.value = ""; field.dispatchEvent(new Event("input", { bubbles: true })); }
      field.blur();
      event.preventDefault();
      return;
    }
    const other = event.target.closest("a:not(.number), button, summary");
    if (event.key === "Enter" && other) return;
    if (!Object.hasOwn(keys, event.key) || (event.key.startsWith("Arrow") && !(view && view.on))) return;
    event.preventDefault();
    keys[event.key]();
  });

  // A layer that is switched off stays off in every document; the style sheet does the rest.
  document.addEventListener("change", (event) => {
    const box = event.target.closest(".legend input");
    if (!box) return;
    for (const one of document.querySelectorAll(`.legend [name=${box.name}]`)) one.checked = box.checked;
    if (!view) return;
    repaint({ hot: null });
    if (view.on && !lit(view.on)) select(null);
  });

  if (index) {
    index.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
    index.querySelector("input").addEventListener("input", (event) => {
      const words = event.target.value.toLowerCase().trim();
      for (const el of index.querySelectorAll(".entry, .failure")) el.hidden = !el.textContent.toLowerCase().includes(words);
    });
    index.querySelector(".filters").hidden = all.length < 2;
  }
  for (const [id, act] of [["theme", theme], ["keys", () => help.showModal()]]) {
    const button = document.getElementById(id);
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", act);
  }
  // The browser's own jump goes to the statement; ours, after it, to the words.
  history.scrollRestoration = "manual";
  addEventListener("hashchange", route);
  addEventListener("load", () => requestAnimationFrame(() => view && view.on && reveal(view.on, true, "instant")));
  route();
})();
