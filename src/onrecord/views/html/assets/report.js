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
  document.getElementById("main").before(index);

  const pieces = (value) => value ? value.split(" ").map((piece) => piece.split("-").map(Number)) : [];

  /** A document's segments and statements, made ready when it is first shown. */
  function open(article) {
    if (views.has(article)) return views.get(article);
    const segments = [...article.querySelectorAll(".text .m")];
    const starts = Int32Array.from(segments, (el) => Number(el.dataset.a));
    const cards = [...article.querySelectorAll(".card")].map((el) => {
      const roles = {
        content: pieces(el.dataset.content), via: pieces(el.dataset.via),
        src: pieces(el.dataset.src), cue: pieces(el.dataset.cue),
      };
      const spans = [...roles.content, ...roles.src, ...roles.cue];
      const low = spans.reduce((least, span) => Math.min(least, span[0]), Infinity);
      const high = spans.reduce((most, span) => Math.max(most, span[1]), 0);
      return { el, roles, spans, size: high - low };
    });
    const made = {
      article, segments, starts, cards, on: null, hot: null, clicked: null,
      panel: article.querySelector(".panel"), list: article.querySelector(".cards"),
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

  /** The statements over a segment that the filter lets through, innermost first. */
  function over(segment) {
    const place = Number(segment.dataset.a);
    return view.cards
      .filter((card) => !card.el.hidden && card.spans.some(([start, end]) => start <= place && place < end))
      .sort((a, b) => a.size - b.size);
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
    const list = view.list, box = card.el.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (box.top < frame.top + 8) list.scrollTop += box.top - frame.top - 8;
    else if (box.bottom > frame.bottom - 8) list.scrollTop += Math.min(box.bottom - frame.bottom + 8, box.top - frame.top - 8);
  }

  function select(card, { text = false, centre = false, focus = false, at = undefined } = {}) {
    if (view.on) view.on.el.querySelector(".number").removeAttribute("aria-current");
    repaint({ on: card, hot: null });
    view.panel.classList.toggle("chosen", Boolean(card));
    if (!card) {
      history.replaceState(null, "", index.dataset.items === "1" ? location.pathname + location.search : `#${view.article.id}`);
      return;
    }
    const link = card.el.querySelector(".number");
    link.setAttribute("aria-current", "true");
    history.replaceState(null, "", `#${card.el.id}`);
    if (focus) link.focus({ preventScroll: true });
    showCard(card);
    if (text) reveal(card, centre, at);
  }

  function step(by) {
    const shown = view.cards.filter((card) => !card.el.hidden);
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
    const total = made.cards.length;
    const noun = total === 1 ? "statement" : "statements";
    made.handle.querySelector(".shown").textContent = shown === total ? `${total} ${noun}` : `${shown} of ${total} ${noun}`;
    made.article.querySelector(".empty").hidden = shown > 0;
    if (made === view && view.on && view.on.el.hidden) select(null);
  }

  function wire(made) {
    made.handle.hidden = false;
    made.filters.hidden = made.cards.length === 0;
    made.handle.addEventListener("click", () => sheet(!made.panel.classList.contains("open")));
    made.filters.addEventListener("input", () => filter(made));
    made.filters.addEventListener("submit", (event) => { event.preventDefault(); step(1); });
    // The pointer may leave a document that the page has just put away.
    const point = (card) => { if (view === made && card !== made.hot) repaint({ hot: card }); };
    const byElement = new Map(made.cards.map((card) => [card.el, card]));
    made.list.addEventListener("mouseover", (event) => {
      const el = event.target.closest(".card");
      point(el ? byElement.get(el) : null);
    });
    made.list.addEventListener("mouseleave", () => point(null));
    made.list.addEventListener("click", (event) => {
      if (event.target.closest(".chain")) return;
      const el = event.target.closest(".card");
      if (!el || String(getSelection())) return;
      event.preventDefault();
      if (narrow.matches) sheet(false);
      select(byElement.get(el), { text: true, focus: true });
    });
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

  function show(article) {
    const place = article || index;
    for (const el of document.querySelectorAll(".document.current, #index.current")) el.classList.remove("current");
    place.classList.add("current");
    view = article ? open(article) : null;
    document.title = article ? `${article.dataset.title} – ${pageTitle}` : pageTitle;
    const at = all.indexOf(article);
    for (const [id, other] of [["previous", all[at - 1]], ["next", all[at + 1]]]) {
      const link = document.getElementById(id);
      link.hidden = at < 0 || !other;
      if (other) link.href = `#${other.id}`;
    }
    document.getElementById("all").hidden = !article || index.dataset.items === "1";
    scrollTo(0, 0);
  }

  function route() {
    const hash = location.hash.slice(1);
    const [, kind, document_, statement] = /^(d|s)-(\d+)(?:-(\d+))?$/.exec(hash) || [];
    let article = kind ? document.getElementById(`d-${document_}`) : null;
    if (!article && all.length === 1 && index.dataset.items === "1") article = all[0];
    if (!view || view.article !== article) show(article);
    const card = view && kind === "s" ? view.cards.find(({ el }) => el.id === `s-${document_}-${statement}`) : null;
    if (!card) return;
    if (card.el.hidden) { view.filters.reset(); filter(view); }
    select(card, { text: true, centre: true, at: "instant" });
  }

  function theme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("onrecord-theme", root.dataset.theme); } catch { /* not kept, still shown */ }
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
      (view ? view.filters : index).querySelector("input").focus();
    },
    "?": () => help.showModal(),
    "[": () => document.getElementById("previous").hidden || document.getElementById("previous").click(),
    "]": () => document.getElementById("next").hidden || document.getElementById("next").click(),
    i: () => { if (index.dataset.items !== "1") location.hash = "index"; },
    Escape: escape_,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const field = event.target.closest("input, select, textarea");
    if (field) {
      if (event.key !== "Escape") return;
      if (field.value) { field.value = ""; field.dispatchEvent(new Event("input", { bubbles: true })); }
      field.blur();
      event.preventDefault();
      return;
    }
    const other = event.target.closest("a:not(.number), button");
    if (event.key === "Enter" && other) return;
    if (!Object.hasOwn(keys, event.key) || (event.key.startsWith("Arrow") && !(view && view.on))) return;
    event.preventDefault();
    keys[event.key]();
  });

  index.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  index.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().trim();
    for (const el of index.querySelectorAll(".entry, .failure")) el.hidden = !el.textContent.toLowerCase().includes(words);
  });
  index.querySelector(".filters").hidden = all.length < 2;
  for (const [id, act] of [["theme", theme], ["keys", () => help.showModal()]]) {
    const button = document.getElementById(id);
    button.hidden = false;
    button.addEventListener("click", act);
  }
  // The browser's own jump goes to the statement; ours, after it, to the words.
  history.scrollRestoration = "manual";
  addEventListener("hashchange", route);
  addEventListener("load", () => requestAnimationFrame(() => view && view.on && reveal(view.on, true, "instant")));
  route();
})();
