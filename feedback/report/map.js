// The map of comments. It reads what the explorer read, and dims what the explorer left out.
(() => {
  const figure = document.getElementById("map-figure");
  if (!figure) return;
  const canvas = figure.querySelector("canvas");
  const labels = figure.querySelector(".labels");
  const tip = figure.querySelector(".tip");
  const legend = figure.querySelector(".legend");
  const mode = figure.querySelector("select");
  const PAD = 18, REACH = 12, CELL = 24, COLOURS = 8, LONGEST = 240;
  let given = null, points = [], kept = null, grid = new Map(), size = [0, 0], hovered = -1;

  const element = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const CODES = ["--negative", "--neutral-mark", "--positive"];

  // Position of a comment's group in the chosen colouring, -1 where it has none.
  function group(row) {
    const { field } = given;
    if (mode.value === "theme") {
      const ranks = row[field.themes].map((t) => given.colourOf.get(t)).filter((c) => c !== undefined);
      return ranks.length ? Math.min(...ranks) : -1;
    }
    return row[mode.value === "band" ? field.band : field.sentiment];
  }

  function drawPoint(pen, kind, x, y, r) {
    pen.beginPath();
    if (mode.value === "theme" || kind === 1 || kind < 0) pen.arc(x, y, r, 0, 7);
    else if (kind === 0) pen.rect(x - r, y - r, 2 * r, 2 * r);
    else { pen.moveTo(x, y - 1.25 * r); pen.lineTo(x + 1.15 * r, y + r); pen.lineTo(x - 1.15 * r, y + r); }
    pen.fill();
  }

  function draw() {
    if (!given || !canvas.clientWidth) return;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    const scale = Math.max(window.devicePixelRatio || 1, 2);
    canvas.width = width * scale;
    canvas.height = height * scale;
    size = [width, height];
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const radius = points.length > 5000 ? 1.7 : points.length > 1200 ? 2.4 : 3.2;
    const theme = mode.value === "theme";
    const palette = theme
      ? Array.from({ length: COLOURS }, (_, i) => colour(`--c${i + 1}`)) : CODES.map(colour);
    const none = colour("--edge");
    grid = new Map();
    for (const faint of [true, false]) {
      pen.globalAlpha = faint ? 0.1 : 0.72;
      for (const point of points) {
        if ((kept !== null && !kept.has(point.at)) !== faint) continue;
        const x = PAD + point.x * (width - 2 * PAD), y = PAD + point.y * (height - 2 * PAD);
        const kind = group(given.rows[point.at]);
        pen.fillStyle = palette[kind] || none;
        drawPoint(pen, kind, x, y, radius);
        if (faint) continue;
        const key = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`;
        if (!grid.has(key)) grid.set(key, []);
        grid.get(key).push([x, y, point.at]);
      }
    }
    placeLabels();
    showLegend();
  }

  // Most cited first; a name that would cover another is moved a line, or left out.
  function placeLabels() {
    const taken = [];
    [...labels.children].forEach((label, i) => {
      const mark = given.data.map[i];
      label.hidden = false;
      const w = label.offsetWidth, h = label.offsetHeight;
      const x = PAD + (mark[1] / 1000) * (size[0] - 2 * PAD), y = PAD + (mark[2] / 1000) * (size[1] - 2 * PAD);
      const left = Math.min(Math.max(x - w / 2, 0), Math.max(size[0] - w, 0));
      for (const shift of [0, -h, h, -2 * h, 2 * h, null]) {
        if (shift === null) { label.hidden = true; break; }
        const top = Math.min(Math.max(y - h / 2 + shift, 0), size[1] - h);
        if (taken.some((t) => left < t[0] + t[2] + 4 && t[0] < left + w + 4 && top < t[1] + t[3] && t[1] < top + h)) continue;
        taken.push([left, top, w, h]);
        label.style.left = `${left}px`;
        label.style.top = `${top}px`;
        break;
      }
      label.className = mode.value === "theme" && i < COLOURS ? `c${i + 1}` : "";
    });
  }

  function showLegend() {
    const { data } = given;
    const names = mode.value === "band" ? data.bandNames : mode.value === "sentiment" ? data.sentimentNames : null;
    legend.replaceChildren();
    if (!names) return;
    names.forEach((name, i) => {
      const line = element("li", "", name);
      line.prepend(element("span", `dot ${["low", "mid", "high"][i]}`));
      legend.append(line);
    });
  }

  function nearest(event) {
    const box = canvas.getBoundingClientRect();
    const x = event.clientX - box.left, y = event.clientY - box.top;
    let best = -1, least = REACH * REACH;
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const [px, py, at] of grid.get(`${Math.floor(x / CELL) + i} ${Math.floor(y / CELL) + j}`) || []) {
          const apart = (px - x) ** 2 + (py - y) ** 2;
          if (apart <= least) { least = apart; best = at; }
        }
      }
    }
    return [best, x, y];
  }

  function showTip(event) {
    const [at, x, y] = nearest(event);
    if (at === hovered) return;
    hovered = at;
    tip.hidden = at < 0;
    canvas.classList.toggle("on", at >= 0);
    if (at < 0) return;
    const row = given.rows[at], text = row[given.field.text];
    const quote = element("blockquote", "", text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);
    quote.dir = "auto";
    const link = element("a", "", given.data.words.open);
    link.href = given.address(row);
    const line = element("p", "facts", `${given.facts(row)} · `);
    line.append(link);
    tip.replaceChildren(quote, line);
    tip.style.left = `${Math.min(Math.max(x - tip.offsetWidth / 2, 4), Math.max(size[0] - tip.offsetWidth - 4, 4))}px`;
    tip.style.top = `${y + 14 + tip.offsetHeight > size[1] ? Math.max(y - tip.offsetHeight - 10, 0) : y + 14}px`;
  }

  document.addEventListener("comments", (event) => {
    given = event.detail;
    const { data, rows, field } = given;
    points = [];
    rows.forEach((row, at) => { if (row[field.x] >= 0) points.push({ at, x: row[field.x] / 1000, y: row[field.y] / 1000 }); });
    if (!points.length) return;
    given.colourOf = new Map(data.map.slice(0, COLOURS).map((mark, i) => [mark[0], i]));
    for (const mark of data.map) {
      const label = element("a", "", data.themes[mark[0]][1]);
      label.href = `#theme=${encodeURIComponent(data.themes[mark[0]][0])}`;
      label.hidden = true;
      labels.append(label);
    }
    document.getElementById("map").hidden = false;
    const entry = document.querySelector('nav a[href="#map"]');
    if (entry) entry.parentElement.hidden = false;
    mode.addEventListener("change", draw);
    canvas.addEventListener("pointermove", showTip);
    canvas.addEventListener("pointerdown", showTip);
    canvas.addEventListener("click", (press) => {
      if (press.pointerType !== "touch" && hovered >= 0) location.hash = given.address(given.rows[hovered]);
    });
    figure.querySelector(".stage").addEventListener("pointerleave", () => { hovered = -1; tip.hidden = true; canvas.classList.remove("on"); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    // Drawn when it first comes near the window: it costs nothing before anybody scrolls to it.
    const ready = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      ready.disconnect();
      new ResizeObserver(draw).observe(canvas);
      draw();
    }, { rootMargin: "600px" });
    ready.observe(canvas);
    addEventListener("beforeprint", draw);
  });
  document.addEventListener("found", (event) => {
    kept = event.detail;
    if (size[0]) requestAnimationFrame(draw);
  });
})();
