// What Lighthouse looks at beside axe and the figures of benchmarks/report.py. Gives the names of the checks that fail.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const viewport = document.querySelector("meta[name=viewport]").content;
  const levels = all("h1,h2,h3,h4").map((heading) => Number(heading.tagName[1]));
  const ids = all("[id]").map((node) => node.id);
  const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const read = all("body *").filter((node) => hasText(node) && !node.closest("script,style,noscript,svg,.hidden,.skip,.mark"));
  const inside = all('a[href^="#"]').map((link) => link.getAttribute("href").slice(1)).filter((hash) => !hash.includes("="));
  const checks = {
    "a doctype": document.doctype.name === "html" && document.compatMode === "CSS1Compat",
    "the character set": document.characterSet === "UTF-8",
    "a language": /^(fr|en)$/.test(document.documentElement.lang),
    "a title": document.title.trim().length > 5,
    "a viewport that may be zoomed": /width=device-width/.test(viewport) && !/user-scalable|maximum-scale/.test(viewport),
    "one h1": levels.filter((level) => level === 1).length === 1,
    "no level of headings left out": levels.every((level, i) => i === 0 || level <= levels[i - 1] + 1),
    "a name for every link and button": all("a,button").every((node) => (node.getAttribute("aria-label") || node.textContent).trim()),
    "a text alternative for every picture": all("svg,canvas").every((node) => node.getAttribute("aria-hidden") === "true" || node.getAttribute("aria-label")),
    "ids that are unique": new Set(ids).size === ids.length,
    "links inside the page that lead somewhere": inside.every((hash) => document.getElementById(hash)),
    "letters of 11 px or more": read.every((node) => parseFloat(getComputedStyle(node).fontSize) >= 11),
    "fewer than 10,000 elements": all("*").length < 10000,
  };
  return Object.keys(checks).filter((name) => !checks[name]);
}
