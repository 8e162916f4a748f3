/* The page is whole without this. It adds: filters that stand in the address, a walk through the findings by keys, footnotes
   that are shown where they are named, copying. Text reaches the page as text alone: nothing here builds markup of it. */
(() => {
"use strict";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
};
const here = link => document.getElementById(link.getAttribute("href").slice(1));
const slug = text => text.trim().replaceAll(" ", "-");
const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

/* What is on the page: findings, references, claims, each with what it can be filtered by. */
const items = new Map();
const FACETS = ["severity", "rule", "state", "host", "link", "snapshot", "claim"];
const item = (element, kind) => {
  const made = { element, kind, facets: new Map(), about: [], shown: true, text: null };
  items.set(element, made);
  return made;
};
const add = (one, facet, value) => {
  const values = one.facets.get(facet);
  if (values) values.add(value); else one.facets.set(facet, new Set([value]));
};
const share = (from, to, facets) => {
  for (const facet of facets) for (const value of from.facets.get(facet) ?? []) add(to, facet, value);
};
const answered = (one, link) => {
  const [answer, ...more] = link.children;
  add(one, "link", slug(answer.firstElementChild.textContent));
  const address = answer.children[1];
  if (address?.localName === "a") add(one, "host", address.hostname);
  for (const part of more) if (part.localName === "div") add(one, "snapshot", slug(part.firstElementChild.firstElementChild.textContent));
};
for (const article of document.getElementsByTagName("article")) {
  const one = item(article, "reference");
  for (const link of article.getElementsByClassName("links")[0]?.children ?? []) answered(one, link);
}
for (const link of all("section > .links > li")) answered(item(link, "link"), link);
for (const paragraph of all(".text div > p")) {
  let claim = null;
  for (const child of paragraph.children) {
    if (child.id) {
      claim = item(child, "claim");
      add(claim, "claim", child.className);
    } else if (claim && child.localName === "a" && !child.className) {
      const article = items.get(here(child));
      if (!article) continue;
      claim.about.push(article);
      article.about.push(claim);
      add(article, "claim", claim.element.className);
      share(article, claim, ["host", "link", "snapshot"]);
    }
  }
}
const titles = new Map();
for (const element of all(".findings > li")) {
  const one = item(element, "finding");
  const head = element.firstElementChild;
  add(one, "severity", element.classList[0]);
  add(one, "state", element.classList.contains("known") ? "known" : "new");
  const title = head.textContent.replace(/^\w+: */, "") || "unnamed", rule = head.hash ? head.hash.replace(/^#rule-/, "") : title;
  titles.set(rule, title);
  add(one, "rule", rule);
  for (const link of element.getElementsByTagName("small")[0]?.children ?? []) {
    const other = link.localName === "a" && items.get(here(link));
    if (!other) continue;
    one.about.push(other);
    share(other, one, ["host", "link", "snapshot", "claim"]);
    share(one, other, ["severity", "rule", "state"]);
    other.about.push(one);
  }
}
const findings = [...items.values()].filter(one => one.kind === "finding");
const of = kind => [...items.values()].filter(one => one.kind === kind);
const values = facet => {
  const found = new Map();
  for (const one of facet === "rule" ? findings : [...of("reference"), ...of("link")])
    for (const value of one.facets.get(facet) ?? []) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

/* The words of the report alone: not those of the buttons that stand among them by now. */
const told = element => {
  if (!element.querySelector("button")) return element.textContent;
  const copied = element.cloneNode(true);
  for (const button of all("button", copied)) button.remove();
  return copied.textContent;
};

/* Filters. */
let wanted = new Map(), at = null;
const matches = (one, words) => {
  for (const [facet, value] of wanted) {
    if (facet === "q") {
      one.text ??= told(one.element).toLowerCase();
      if (!words.every(word => one.text.includes(word))) return false;
    } else if (!one.facets.get(facet)?.has(value)) return false;
  }
  return true;
};
const status = make("p", { role: "status", "aria-live": "polite", class: "status" });
const apply = () => {
  const words = (wanted.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const count = { finding: [0, 0], reference: [0, 0], claim: [0, 0], link: [0, 0] };
  for (const one of items.values()) {
    const shown = matches(one, words);
    count[one.kind][0] += shown;
    count[one.kind][1] += 1;
    if (shown === one.shown) continue;
    one.shown = shown;
    if (one.kind === "claim") one.element.classList.toggle("off", !shown); else one.element.hidden = !shown;
  }
  for (const group of all(".list details")) group.hidden = !group.querySelector(".findings > li:not([hidden])");
  const there = Object.entries(count).filter(([, [, whole]]) => whole);
  const word = kind => (kind === "link" && count.reference[1] ? "other link" : kind);
  status.textContent = !wanted.size ? "" : there.some(([, [shown]]) => shown)
    ? `Shown: ${there.map(([kind, [shown, whole]]) => `${shown} of ${plural(whole, word(kind))}`).join(", ")}.`
    : `Nothing is left: no ${there.map(([kind]) => word(kind)).join(", ").replace(/, ([^,]*)$/, " or $1")} fits all of these filters.`;
  for (const link of all("[data-filter]")) {
    const [facet, value] = link.dataset.filter.split(/=(.*)/s);
    link.setAttribute("aria-pressed", wanted.get(facet) === value);
  }
  for (const [facet, select] of selects) select.value = wanted.get(facet) ?? "";
  if (document.activeElement !== search) search.value = wanted.get("q") ?? "";
  clear.hidden = !wanted.size;
};
const address = id => {
  const hash = wanted.size ? new URLSearchParams([...wanted, ...(id ? [["at", id]] : [])]).toString() : id ?? "";
  return hash ? `#${hash}` : location.pathname + location.search;
};
/* A browser that is asked too often, as by a key held down, refuses: the address waits for the next step. */
const write = () => { try { history.replaceState(null, "", address(at)); } catch { /* see above */ } };
const filter = (facet, value) => {
  if (value && wanted.get(facet) !== value) wanted.set(facet, value); else wanted.delete(facet);
  apply();
  write();
};
const read = () => {
  const hash = decode(location.hash.slice(1)), said = new URLSearchParams(hash.includes("=") ? location.hash.slice(1) : "");
  wanted = new Map([...said].filter(([facet, value]) => value && (facet === "q" || FACETS.includes(facet))));
  at = hash.includes("=") ? said.get("at") : hash || null;
  search.value = wanted.get("q") ?? "";
  apply();
  if (at) go(document.getElementById(at));
};
const decode = text => { try { return decodeURIComponent(text); } catch { return text; } };

/* The bar above all that can be filtered. */
const search = make("input", { type: "search", id: "q", placeholder: "words", autocomplete: "off", spellcheck: "false" });
const clear = make("button", { type: "button" }, "Clear filters");
const help = make("button", { type: "button" }, "Keys ", make("kbd", {}, "?"));
const order = make("select", { id: "order" }, ...[["worst", "worst first"], ["place", "as in the document"], ["rule", "by rule"]].map(([value, text]) => make("option", { value }, text)));
const selects = new Map();
const bar = make("form", { class: "filter", role: "search", "aria-label": "Filter" }, make("label", { for: "q" }, "Find "), search);
for (const [facet, word] of [["rule", "Rule"], ["host", "Host"]]) {
  const found = values(facet);
  if (found.length < 2) continue;
  const select = make("select", { id: `by-${facet}` }, make("option", { value: "" }, "all"));
  for (const [value, number] of found) select.append(make("option", { value }, `${facet === "rule" ? titles.get(value) ?? value : value} (${number})`));
  select.addEventListener("change", () => { wanted.delete(facet); filter(facet, select.value); });
  selects.set(facet, select);
  bar.append(make("label", { for: select.id }, `${word} `), select);
}
if (findings.length > 1) bar.append(make("label", { for: "order" }, "Order "), order);
bar.append(clear, help, status);
bar.addEventListener("submit", event => event.preventDefault());
let typing = 0;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => { wanted.delete("q"); filter("q", search.value.trim()); }, 120);
});
clear.addEventListener("click", () => { wanted.clear(); search.value = ""; apply(); write(); search.focus(); });
for (const link of all("[data-filter]")) {
  link.setAttribute("role", "button");
  const press = event => { event.preventDefault(); filter(...link.dataset.filter.split(/=(.*)/s)); };
  link.addEventListener("click", press);
  link.addEventListener("keydown", event => { if (event.key === " ") press(event); });
}

/* The order of findings. */
const homes = new Map(findings.map(one => [one.element, one.element.parentElement]));
const line = one => Number(/line (\d+)/.exec(one.element.querySelector("small")?.textContent)?.[1] ?? Infinity);
order.addEventListener("change", () => {
  const worst = order.value === "worst";
  const lists = new Map(all(".list").map(list => [list, []]));
  for (const one of findings) lists.get(one.element.closest(".list")).push(one);
  for (const [list, mine] of lists) {
    const pane = list.parentElement, after = list.nextSibling;
    list.remove(); // what is not in the page moves without being laid out anew, item by item
    let flat = list.querySelector(".findings.flat");
    if (worst) mine.forEach(one => homes.get(one.element).append(one.element));
    else {
      if (!flat) list.append(flat = make("ul", { class: "findings flat" }));
      const key = order.value === "place" ? line : one => titles.get([...one.facets.get("rule")][0]);
      mine.map((one, index) => [key(one), index, one]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1])).forEach(([, , one]) => flat.append(one.element));
    }
    if (flat && worst) flat.remove();
    pane.insertBefore(list, after);
  }
  apply();
});

/* Addresses in a message are links once one looks at it: those that the reference has links to, and no others. */
const linked = one => {
  const known = new Set(one.about.flatMap(other => all("a[href^='http']", other.element)).map(link => link.getAttribute("href")));
  for (const paragraph of all("p", one.element))
    for (const node of [...paragraph.childNodes, ...all("bdi", paragraph).flatMap(inner => [...inner.childNodes])]) {
      if (node.nodeType !== 3) continue;
      const parts = node.data.split(/(https?:\/\/[^\s]+?)(?=[.,;:]?(?:\s|$))/);
      if (parts.some(part => known.has(part))) node.replaceWith(...parts.map(part => (known.has(part) ? make("a", { href: part }, part) : part)));
    }
};

/* One thing at a time: the finding, and beside it the claim. */
let current = null;
const wide = matchMedia("(min-width: 70rem)");
const scroll = (element, block) => element.scrollIntoView({ block });
const beside = element => {
  const pane = element.closest(".text");
  if (pane) pane.scrollTop += element.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
};
const mark = element => {
  for (const old of all(".at")) old.classList.remove("at");
  current?.removeAttribute("aria-current");
  current = element;
  current.setAttribute("aria-current", "true");
  current.classList.add("at");
  for (const other of items.get(element)?.about ?? []) if (other.kind === "claim") other.element.classList.add("at");
};
const copyLink = make("button", { type: "button", class: "copy" }, "Copy link");
copyLink.addEventListener("click", () => copy(copyLink, `${location.href.split("#")[0]}#${copyLink.parentElement.id}`));
const go = element => {
  if (!element) return;
  for (let outer = element.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
  const one = items.get(element);
  if (one && !one.shown) { one.element.hidden = false; element.classList.remove("off"); one.shown = true; element.closest("details")?.removeAttribute("hidden"); }
  if (!one) {
    scroll(element, "start");
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    return;
  }
  mark(element);
  at = element.id;
  if (one.kind === "finding") { linked(one); element.append(copyLink); }
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  scroll(element, { finding: "nearest", claim: "center", reference: "start", link: "center" }[one.kind]);
  if (one.kind === "finding" && wide.matches) one.about.filter(other => other.kind === "claim").slice(0, 1).forEach(other => beside(other.element));
};
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#']");
  if (link && !link.dataset.filter && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const target = here(link);
    if (!target || !(items.has(target) || wanted.size)) return;
    event.preventDefault();
    hide();
    at = target.id;
    history.pushState(null, "", address(at));
    go(target);
    return;
  }
  const claim = event.target.closest(".text p > a[id]");
  if (claim) { go(items.get(claim).about.find(one => one.kind === "finding" && one.shown)?.element ?? claim); write(); return; }
  const finding = event.target.closest(".findings > li");
  if (finding && !event.target.closest("a, button") && getSelection().isCollapsed) { go(finding); write(); }
});
addEventListener("hashchange", read);
addEventListener("popstate", read);

/* Keys. A person who dictates, or whose reader uses letters, can switch them off. */
let keys = true;
try { keys = localStorage.getItem("citecheck-keys") !== "off"; } catch { /* a page from a file may have no storage */ }
const step = (way, good = () => true) => {
  const list = all(".findings > li:not([hidden])").filter(one => good(items.get(one)));
  if (!list.length) { status.textContent = "No such finding."; return; }
  const from = list.indexOf(current);
  const place = from >= 0 ? from + way : way > 0 ? list.findIndex(one => current && current.compareDocumentPosition(one) & 4) : list.findLastIndex(one => !current || current.compareDocumentPosition(one) & 2);
  go(list[Math.max(0, Math.min(list.length - 1, place))]);
  write();
};
const across = () => {
  const one = items.get(current);
  const other = one?.kind === "finding" ? one.about.find(it => it.kind === "claim") ?? one.about[0] : one?.about.find(it => it.kind === "finding" && it.shown);
  if (other) { go(other.element); write(); } else scroll(document.querySelector(".text, main"), "start");
};
const dialog = make("dialog", { "aria-labelledby": "keys" }, make("h2", { id: "keys" }, "Keys"));
const table = make("dl");
for (const [key, does] of [["j", "next finding"], ["k", "finding before"], ["n", "next new finding"], ["/", "find words"], ["d", "from a finding to its place in the document, and back"], ["?", "these keys"], ["Esc", "close, or clear the filters"]])
  table.append(make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)));
const on = make("input", { type: "checkbox", id: "keys-on" });
on.checked = keys;
on.addEventListener("change", () => { keys = on.checked; try { localStorage.setItem("citecheck-keys", keys ? "on" : "off"); } catch { /* as above */ } });
const close = make("button", { type: "button" }, "Close");
close.addEventListener("click", () => dialog.close());
dialog.append(table, make("p", {}, on, make("label", { for: "keys-on" }, " Letters are keys")), close);
help.addEventListener("click", () => dialog.showModal());
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
  if (event.key === "Escape") {
    if (!card.hidden) hide(); else if (wanted.size) clear.click(); else return;
    event.preventDefault();
    return;
  }
  if (!keys || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const does = { j: () => step(1), k: () => step(-1), n: () => step(1, one => one.facets.get("state").has("new")), "/": () => search.focus(), d: across, "?": () => dialog.showModal() }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

/* A footnote, shown where it is named: on hover and on focus; it stays while the pointer is on it, and Esc ends it. */
const card = make("div", { id: "card", role: "tooltip", hidden: "" });
let waiting = 0, named = null;
const hide = () => { clearTimeout(waiting); card.hidden = true; named?.removeAttribute("aria-describedby"); named = null; };
const show = link => {
  const article = here(link);
  hide();
  const head = make("p", { class: "card-head" }, "Reference ", article.querySelector("h4").textContent);
  card.replaceChildren(head, article.querySelector("p").cloneNode(true));
  const claim = link.previousElementSibling && [link, ...before(link)].find(one => one.id);
  const verdict = claim && all(".claims > li", article).find(one => one.querySelector("a")?.hash === `#${claim.id}`);
  if (verdict) {
    card.append(make("ul", { class: "claims" }, verdict.cloneNode(true)));
    all("blockquote", card).slice(1).forEach(quote => { quote.nextElementSibling?.matches("small") && quote.nextElementSibling.remove(); quote.remove(); });
  }
  for (const one of all(".links > li", article).slice(0, 2)) {
    card.append(one.querySelector("p").cloneNode(true));
    const snapshot = one.querySelector("div > p");
    if (snapshot) card.append(snapshot.cloneNode(true));
  }
  for (const inner of all("[id]", card)) inner.removeAttribute("id");
  card.hidden = false;
  named = link;
  link.setAttribute("aria-describedby", "card");
  place(link);
};
const place = link => {
  card.style.maxHeight = "";
  const box = link.getBoundingClientRect(), size = card.getBoundingClientRect();
  const above = box.top - 12, below = document.documentElement.clientHeight - box.bottom - 12;
  const over = size.height <= above || above > below, height = Math.min(size.height, over ? above : below);
  card.style.maxHeight = `${height}px`;
  card.style.left = `${scrollX + Math.max(8, Math.min(box.left, document.documentElement.clientWidth - size.width - 8))}px`;
  card.style.top = `${scrollY + (over ? box.top - height - 6 : box.bottom + 6)}px`;
};
function* before(element) { while ((element = element.previousElementSibling)) yield element; }
const marker = target => {
  const link = target.closest?.(".text p > a[href]:not([class])");
  return link && here(link)?.localName === "article" ? link : null;
};
document.addEventListener("pointerover", event => {
  if (event.pointerType === "touch") return;
  const link = marker(event.target);
  clearTimeout(waiting);
  if (link && link !== named) waiting = setTimeout(() => show(link), 150);
  else if (!link && !card.hidden && !card.contains(event.target)) waiting = setTimeout(hide, 250);
});
document.addEventListener("focusin", event => {
  const link = marker(event.target);
  if (link) show(link); else if (!card.contains(event.target)) hide();
});
/* The card of a footnote that has the focus goes with it: a browser scrolls to what gets the focus. */
document.addEventListener("scroll", event => {
  if (card.hidden || event.target === card || card.matches(":hover")) return;
  if (named === document.activeElement) place(named); else hide();
}, true);

/* Copying. */
let ending = 0;
const labels = new Map();
const copy = async (button, text) => {
  const words = labels.get(button) ?? button.textContent;
  labels.set(button, words);
  let done = true;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = make("textarea", { "aria-hidden": "true", class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = done ? "Copied" : "Not copied";
  said.textContent = button.textContent;
  clearTimeout(ending);
  ending = setTimeout(() => {
    for (const [one, own] of labels) one.textContent = own;
    labels.clear();
    said.textContent = "";
  }, 1500);
};
const said = make("p", { role: "status", "aria-live": "polite", class: "away" });
document.addEventListener("toggle", event => {
  const pre = event.target.querySelector?.(":scope > pre");
  if (!pre || !event.target.open || pre.previousElementSibling.localName === "button") return;
  const button = make("button", { type: "button", class: "copy" }, "Copy BibTeX");
  button.addEventListener("click", () => copy(button, pre.textContent));
  pre.before(button);
}, true);
for (const section of all(".references")) {
  const entries = all("article pre", section);
  const button = make("button", { type: "button", class: "copy" }, `Copy all ${entries.length} as BibTeX`);
  button.addEventListener("click", () => copy(button, entries.map(one => one.textContent).join("\n\n") + "\n"));
  section.querySelector("h3").after(button);
}

/* Tables of documents sort by a click on a heading. */
for (const head of all(".summary thead th")) {
  const button = make("button", { type: "button" }, ...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const body = head.closest("table").tBodies[0], column = head.cellIndex;
    const before = head.getAttribute("aria-sort");
    const down = before ? before === "ascending" : column > 0;
    const value = row => (column ? Number(row.cells[column].textContent) : row.cells[0].textContent);
    const rows = [...body.rows].map(row => [value(row), row]);
    rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * (down ? -1 : 1));
    for (const other of all("th", head.parentElement)) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows.map(([, row]) => row));
  });
}

for (const pane of all(".panes > *")) pane.tabIndex = 0;
for (const pane of all(".panes > .list, .panes > .text")) pane.setAttribute("role", "region");
if (items.size) document.querySelector("main").prepend(bar);
document.querySelector("main").append(card);
document.body.append(dialog, said);
if (location.hash) read(); else apply();
})();
