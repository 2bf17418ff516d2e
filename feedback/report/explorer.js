"use strict";
// Finds comments as you type. Progressive: without it the page is complete but for the search.
// Comments are data from start to end: they reach the page through textContent only.
(() => {
  const PAGE = 30;
  const root = document.documentElement;

  function openTarget() {
    const id = location.hash.slice(1);
    if (!id || id.includes("=")) return;
    const target = document.getElementById(id);
    const fold = target && target.closest("details");
    if (fold) fold.open = true;
  }
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of folded) fold.open = false; });
  addEventListener("hashchange", openTarget);
  openTarget();

  const source = document.getElementById("comments");
  if (!source) return;
  const data = JSON.parse(source.textContent);
  source.remove();
  const [ID, TEXT, CUT, LANGUAGE, SCORE, HIGH, BAND, SENTIMENT, THEMES, DATE, FLAGS, COHORTS, X, Y, DOUBT] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
  const DOUBTS = { mixed: 1, unsure: 2 };
  const rows = data.rows;
  const form = document.getElementById("filters");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const back = document.getElementById("back");
  const figures = new Intl.NumberFormat(root.lang);
  const isBare = (row) => row[SENTIMENT] >= 0 && !row[THEMES].length;
  const options = {
    theme: data.themes.concat(rows.some(isBare) ? [["none", data.words.noTheme]] : []),
    band: data.bands.map((code, i) => [code, data.bandNames[i]]),
    sentiment: data.sentiments.map((code, i) => [code, data.sentimentNames[i]]).concat(
      [["mixed", data.words.filterMixed], ["unsure", data.words.filterUnsure]].filter(([code]) => rows.some((row) => row[DOUBT] & DOUBTS[code]))),
    language: data.languages.slice(0, data.own).map((code, i) => [code, data.languageNames[i]]).concat(
      data.own < data.languages.length ? [["other", data.words.otherLanguages]] : []),
    flag: data.kinds.map((code, i) => [code, data.kindNames[i]]),
  };
  let matches = [];
  let shown = 0;
  let terms = [];

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let folds = null;
  const foldAll = () => { folds = folds || rows.map((row) => fold(row[TEXT])); };
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  // Folding can change a text's length; then the words found are not underlined.
  function put(node, text) {
    const folded = terms.length ? fold(text) : "";
    if (!terms.length || folded.length !== text.length) { node.textContent = text; return; }
    const spans = [];
    for (const term of terms) {
      for (let at = folded.indexOf(term); at >= 0 && spans.length < 200; at = folded.indexOf(term, at + term.length)) {
        spans.push([at, at + term.length]);
      }
    }
    spans.sort((a, b) => a[0] - b[0]);
    let end = 0;
    for (const [from, to] of spans) {
      if (from < end) continue;
      node.append(text.slice(end, from), element("mark", "", text.slice(from, to)));
      end = to;
    }
    node.append(text.slice(end));
  }

  const address = (row) => "#v=" + encodeURIComponent(row[ID]);

  function factsOf(row) {
    const score = row[SCORE] && say(row[HIGH] ? data.words.scoreOf : data.words.score, { score: row[SCORE], high: row[HIGH] });
    const cohorts = row[COHORTS].map((g, d) => (g < 0 ? "" : data.cohorts[d][1][g]));
    return [
      [data.sentimentNames[row[SENTIMENT]], row[DOUBT] & DOUBTS.mixed && data.words.mixed, row[DOUBT] & DOUBTS.unsure && data.words.unsure]
        .filter(Boolean).join(", "), score, data.languageNames[row[LANGUAGE]], data.dates[row[DATE]],
      row[THEMES].map((t) => data.themes[t][1]).join(", "), cohorts.filter(Boolean).join(", "),
      row[FLAGS].map((k) => data.kindNames[k]).join(", "), row[CUT] ? data.words.cut : "",
    ].filter(Boolean).join(" · ");
  }

  function item(row) {
    const node = element("li", "card " + (data.sentiments[row[SENTIMENT]] || ""));
    const quote = element("blockquote");
    const language = data.languages[row[LANGUAGE]] || "";
    if (/^[a-z]{2,3}$/.test(language)) quote.lang = language;
    quote.dir = "auto";
    put(quote, row[TEXT] + (row[CUT] ? " …" : ""));
    const line = element("p", "facts", factsOf(row) + "\u00a0");
    const link = element("a", "permalink", "#");
    link.href = address(row);
    link.setAttribute("aria-label", say(data.words.link, { id: row[ID] }));
    line.append(link);
    node.append(quote, line);
    return node;
  }

  function showMore() {
    const part = document.createDocumentFragment();
    for (const i of matches.slice(shown, shown + PAGE)) part.append(item(rows[i]));
    results.append(part);
    shown = Math.min(shown + PAGE, matches.length);
    more.hidden = shown >= matches.length;
  }

  function show(list, message) {
    matches = list;
    shown = 0;
    results.replaceChildren();
    found.textContent = message;
    showMore();
  }

  function chosen() {
    const place = (name, codes) => {
      const value = form.elements[name].value;
      return value === "" ? -1 : codes.indexOf(value);
    };
    return {
      theme: place("theme", data.themes.map((theme) => theme[0])),
      bare: form.elements.theme.value === "none",
      band: place("band", data.bands),
      sentiment: place("sentiment", data.sentiments),
      doubt: DOUBTS[form.elements.sentiment.value] || 0,
      language: place("language", data.languages),
      otherLanguage: form.elements.language.value === "other",
      flag: place("flag", data.kinds),
      anyFlag: form.elements.flag.value === "*",
      since: form.elements.since.value,
      until: form.elements.until.value,
      cohorts: data.cohorts
        .map(([name, groups], d) => [d, groups.indexOf(form.elements["cohort." + name].value)])
        .filter(([, g]) => g >= 0),
    };
  }

  function search() {
    back.hidden = true;
    terms = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    if (terms.length) foldAll();
    const want = chosen();
    const list = [];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (want.band >= 0 && row[BAND] !== want.band) continue;
      if (want.sentiment >= 0 && row[SENTIMENT] !== want.sentiment) continue;
      if (want.doubt && !(row[DOUBT] & want.doubt)) continue;
      if (want.otherLanguage && row[LANGUAGE] < data.own) continue;
      if (want.language >= 0 && row[LANGUAGE] !== want.language) continue;
      if (want.bare && !isBare(row)) continue;
      if (want.theme >= 0 && !row[THEMES].includes(want.theme)) continue;
      if (want.flag >= 0 && !row[FLAGS].includes(want.flag)) continue;
      if (want.anyFlag && !row[FLAGS].length) continue;
      if (want.since && !(row[DATE] >= want.since)) continue;
      if (want.until && !(row[DATE] && row[DATE] <= want.until)) continue;
      if (want.cohorts.some(([d, g]) => row[COHORTS][d] !== g)) continue;
      if (terms.length && !terms.every((term) => folds[i].includes(term))) continue;
      list.push(i);
    }
    const count = say(data.words.count, { n: figures.format(list.length), total: figures.format(rows.length) });
    show(list, list.length ? count : data.words.nothing);
    tell(list);
  }

  const tell = (list) => document.dispatchEvent(
    new CustomEvent("found", { detail: list.length < rows.length ? new Set(list) : null }));

  function remember() {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) state.set(name, value);
    const hash = state.toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }

  function showOne(id) {
    const at = rows.findIndex((row) => row[ID] === id);
    terms = [];
    back.hidden = false;
    show(at >= 0 ? [at] : [], at >= 0 ? data.words.one : data.words.unknown);
    tell(at >= 0 ? [at] : []);
  }

  function follow(hash, behavior = "auto") {
    if (!hash.includes("=")) return false;
    const state = new URLSearchParams(hash);
    if (state.has("v")) {
      showOne(state.get("v"));
    } else {
      form.reset();
      for (const [name, value] of state) {
        const field = form.elements.namedItem(name);
        if (field) field.value = value;
      }
      search();
    }
    found.focus({ preventScroll: true });
    document.getElementById("explorer").scrollIntoView({ behavior });
    return true;
  }

  for (const [name, entries] of Object.entries(options)) {
    const field = form.elements.namedItem(name);
    for (const [code, label] of entries) {
      const option = element("option", "", label);
      option.value = code;
      field.append(option);
    }
    if (!entries.length) field.closest(".field").hidden = true;
  }
  for (const [name, groups] of data.cohorts) {
    const field = form.elements["cohort." + name];
    for (const group of groups) {
      const option = element("option", "", group);
      option.value = group;
      field.append(option);
    }
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { search(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { search(); remember(); }));
  more.querySelector("button").addEventListener("click", () => {
    const next = shown;
    showMore();
    results.children[next].querySelector("a").focus({ preventScroll: true });
  });
  back.querySelector("button").addEventListener("click", () => { search(); remember(); found.focus(); });
  addEventListener("hashchange", () => follow(location.hash.slice(1)));
  document.dispatchEvent(new CustomEvent("comments", {
    detail: { data, rows, address, facts: factsOf, field: { text: TEXT, band: BAND, sentiment: SENTIMENT, themes: THEMES, x: X, y: Y } },
  }));
  if (!follow(location.hash.slice(1), "instant")) search();
  (window.requestIdleCallback || setTimeout)(foldAll);
})();
