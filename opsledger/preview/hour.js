// The agenda: marks the part that one reads, and counts the minutes spent on each against those meant for it.
"use strict";
(() => {
  const STEP = 5; // seconds
  const IDLE = 180; // seconds without a key, a click or a scroll, after which nobody is taken to be there
  const KEPT = "opsledger-hour";
  let touched = Date.now();

  const links = () => [...document.querySelectorAll(".agenda [data-minutes] > a")];
  const name = (link) => link.hash.slice(1);

  // What was spent today, in seconds by part; `now` is the part that was read last.
  function spent() {
    const day = document.body.dataset.day;
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
      return kept.day === day ? kept : { day, now: "", parts: {} };
    } catch {
      return { day, now: "", parts: {} };
    }
  }

  function current() {
    const line = innerHeight * 0.35;
    const begun = links().filter((link) => document.getElementById(name(link))?.getBoundingClientRect().top < line);
    return begun.at(-1) ?? links()[0] ?? null; // above the first part stands what it is about
  }

  function show() {
    const all = links();
    if (!all.length) return;
    const { parts } = spent();
    const here = current();
    let used = 0;
    let meant = 0;
    for (const link of all) {
      const minutes = Number(link.parentElement.dataset.minutes);
      const seconds = parts[name(link)] ?? 0;
      used += seconds;
      meant += minutes;
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      link.classList.toggle("late", seconds > minutes * 60);
      link.querySelector(".minutes").textContent = said(seconds, minutes);
    }
    const whole = document.getElementById("hour-used");
    if (whole) whole.textContent = used < 60 ? "" : `In all ${said(used, meant)}`;
  }

  const said = (seconds, minutes) => (seconds < 60 ? `${minutes} min` : `${Math.floor(seconds / 60)} of ${minutes} min`);

  function count() {
    if (document.hidden || Date.now() - touched > IDLE * 1000) return;
    const kept = spent();
    const here = current();
    if (here) kept.now = name(here);
    if (!kept.now) return;
    kept.parts[kept.now] = (kept.parts[kept.now] ?? 0) + STEP;
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
    show();
  }

  let asked = false;
  function soon() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; show(); });
  }

  for (const event of ["scroll", "keydown", "pointerdown"]) {
    addEventListener(event, () => { touched = Date.now(); }, { passive: true });
  }
  addEventListener("scroll", soon, { passive: true });
  document.addEventListener("opsledger:shown", show);
  setInterval(count, STEP * 1000);
  show();
})();
