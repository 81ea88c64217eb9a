// What if: asks the server for the forecast with what is ticked, and shows it in place of the last one.
"use strict";
(() => {
  let asking = null;

  const form = () => document.querySelector("form.what-if");

  function asked(fields) {
    const pairs = [...new FormData(fields)].filter(([, value]) => value);
    const query = new URLSearchParams(pairs).toString();
    return query ? `/forecast?${query}` : "/forecast";
  }

  async function show(address) {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const place = document.getElementById("supposed");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { cache: "no-store", signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("supposed");
      if (!found || signal.aborted) return;
      place.replaceChildren(...found.childNodes);
      history.replaceState(null, "", address);
      place.removeAttribute("aria-busy");
    } catch {
      if (!signal.aborted) place.removeAttribute("aria-busy"); // the stream of news says that the server is gone
    }
  }

  // A lead is won or lost, not both.
  function alone(box) {
    if (box.type !== "checkbox" || !box.checked) return;
    for (const other of box.closest("tr").querySelectorAll("input[type=checkbox]")) {
      if (other !== box) other.checked = false;
    }
  }

  document.addEventListener("change", (event) => {
    const fields = event.target.closest("form.what-if");
    if (!fields) return;
    alone(event.target);
    show(asked(fields));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form.what-if")) event.preventDefault();
  });
  document.addEventListener("reset", (event) => {
    if (!event.target.matches("form.what-if")) return;
    event.preventDefault();
    for (const input of form().querySelectorAll("input")) {
      input.checked = false;
      if (input.type === "date") input.value = "";
    }
    show("/forecast");
  });
})();
