// Finds rows by their words while one types; what has no row left is hidden too.
"use strict";
(() => {
  let wanted = "";

  function sift(field) {
    wanted = field.value.trim().toLowerCase();
    const words = wanted.split(/\s+/);
    for (const row of document.querySelectorAll(field.dataset.filter)) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    for (const section of document.querySelectorAll("main > section")) {
      const rows = [...section.querySelectorAll(field.dataset.filter)];
      section.hidden = rows.length > 0 && rows.every((row) => row.hidden);
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.dataset.filter) sift(event.target);
  });
  document.addEventListener("opsledger:shown", () => {
    const field = document.querySelector("[data-filter]");
    if (!field || !wanted) return;
    field.value = wanted;
    sift(field);
  });
})();
