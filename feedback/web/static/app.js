// Keys for reviewing, and the live state of a run. Every page works without this file.
"use strict";
(() => {
  const items = Array.from(document.querySelectorAll("[data-item]"));
  const isTyping = (node) => node.matches("input:not([type=checkbox]), select, textarea");
  let at = -1;

  const move = (step) => {
    if (!items.length) return;
    at = Math.min(items.length - 1, Math.max(0, at + step));
    items.forEach((item, k) => item.classList.toggle("current", k === at));
    items[at].focus();
  };

  const press = (key) => {
    const whole = document.querySelector(`[data-page-key="${key}"]`);
    if (whole) { if (whole.matches("select")) whole.focus(); else whole.click(); return true; }
    const target = items[at] && items[at].querySelector(`[data-key="${key}"]`);
    if (!target) return false;
    const fold = target.closest("details");
    if (fold) fold.open = true;
    if (target.matches("input")) target.focus(); else target.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
    if (isTyping(event.target)) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) at = items.indexOf(item);
  });

  const job = document.getElementById("job");
  const follow = async () => {
    try {
      const answer = await fetch(`/api/runs/${job.dataset.run}`);
      const run = await answer.json();
      if (run.state !== "running") { location.reload(); return; }
      document.getElementById("stage").textContent = run.stage;
      const bar = document.getElementById("progress");
      if (run.total) { bar.max = run.total; bar.value = run.done; } else bar.removeAttribute("value");
      const list = document.getElementById("finished");
      list.replaceChildren(...run.finished.map((stage) => {
        const entry = document.createElement("li");
        entry.textContent = stage;
        return entry;
      }));
    } catch { /* the server is busy or gone: ask again */ }
    setTimeout(follow, 1000);
  };
  if (job && job.dataset.state === "running") setTimeout(follow, 500);
})();
