// Shows the page again when the server says that the ledger has changed; what the reader had open stays as it was.
"use strict";
(() => {
  let news = null;
  let wanted = null;
  let busy = false;

  const seen = () => document.body.dataset.seen;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const label = (element) => element.textContent.trim();

  // What a control is and belongs to: one that does the same for another line is never taken for it.
  function key(element) {
    const { sha, ...place } = element.closest("[data-write]")?.dataset ?? {};
    const name = element.getAttribute("aria-label") ?? label(element);
    return [element.tagName, element.getAttribute("href"), name, ...Object.values(place)].join("\n");
  }

  const alike = (element) => all(element.tagName).filter((other) => key(other) === key(element));

  // The reader's place in the page: what is open, scrolled and focused, found again by its order and its words.
  function place() {
    const focused = document.activeElement;
    return {
      x: scrollX,
      y: scrollY,
      open: all("details").map((one) => [label(one.firstElementChild), one.open]),
      moved: all(".scroll").map((one) => one.scrollLeft),
      focus: focused && focused !== document.body ? [focused.tagName, key(focused), alike(focused).indexOf(focused)] : null,
      caret: focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null,
    };
  }

  function restore(was) {
    const open = new Map(was.open);
    all("details").forEach((one) => { one.open = open.get(label(one.firstElementChild)) ?? one.open; });
    all(".scroll").forEach((one, number) => { one.scrollLeft = was.moved[number] ?? 0; });
    const focused = was.focus ? focusedAgain(...was.focus) : null;
    focused?.focus({ preventScroll: true });
    if (was.caret?.[0] != null && focused && "setSelectionRange" in focused) focused.setSelectionRange(...was.caret);
    scrollTo({ left: was.x, top: was.y, behavior: "instant" });
  }

  // Where what was focused is gone, as a line that was ticked, its undoing is nearest.
  function focusedAgain(tag, wanted, number) {
    return all(tag).filter((one) => key(one) === wanted)[number] ?? document.querySelector(".written button");
  }

  // What has other words than before is marked for a moment.
  const SAYING = "main li, main tr, main p";
  const words = () => new Set(all(SAYING).map(label));

  function mark(before) {
    all(SAYING).forEach((one) => one.classList.toggle("changed", !before.has(label(one))));
  }

  // What somebody selects to copy stays as long as it is selected.
  const unselected = () =>
    new Promise((resolve) => {
      const look = () => {
        if (!getSelection()?.isCollapsed && getSelection()?.toString()) return;
        document.removeEventListener("selectionchange", look);
        resolve();
      };
      document.addEventListener("selectionchange", look);
      look();
    });

  const styles = (page) => page.querySelector("head style")?.textContent;

  function show(page) {
    if (styles(page) !== styles(document)) { location.reload(); return; }
    const was = place();
    const before = words();
    document.title = page.title;
    document.body.dataset.seen = page.body.dataset.seen;
    document.body.dataset.token = page.body.dataset.token ?? "";
    document.body.className = page.body.className;
    document.body.replaceChildren(...page.body.childNodes);
    document.dispatchEvent(new Event("opsledger:shown")); // what other scripts put in is part of the words
    mark(before);
    restore(was);
  }

  async function renew() {
    if (busy) return;
    busy = true;
    try {
      let asked = null;
      while (wanted !== null && wanted !== seen() && wanted !== asked) {
        asked = wanted;
        await unselected();
        const answer = await fetch(location.href, { cache: "no-store" });
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      // the server has gone away; the stream says so, and comes back with it
    } finally {
      busy = false;
    }
  }

  const connected = (is) => document.documentElement.classList.toggle("offline", !is);

  // A browser has few connections to one server: a tab that nobody looks at gives its own back.
  function listen() {
    if (document.hidden) {
      news?.close();
      news = null;
    } else if (news === null) {
      news = new EventSource("/changes");
      news.onopen = () => connected(true);
      news.onerror = () => connected(false);
      news.onmessage = (event) => { wanted = event.data; renew(); };
    }
  }

  // The page's own tab is seen if the row of tabs is wider than the screen.
  function seeTab() {
    const tab = document.querySelector(".bar-top [aria-current]");
    const row = tab?.closest("ul");
    if (row) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }

  document.addEventListener("opsledger:shown", seeTab);
  seeTab();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { news?.close(); news = null; });
  addEventListener("pageshow", listen);
  listen();
})();
