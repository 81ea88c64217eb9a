// What a page can write: built if the page holds a token, so that whoever may only read sees nothing of it.
"use strict";
(() => {
  const drafts = new Map(); // what is typed and not sent yet; a page that is shown again gets it back
  let said = null; // the line that says what was written
  let saidBy = ""; // the name of the place that it is about, in which it stands, so that the next Tab leads to it

  const make = (tag, given = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), given);
    element.append(...inside);
    return element;
  };

  const nameOf = (place) => Object.values(place.dataset).join("\n").replace(place.dataset.sha ?? "\0", "");

  function field(place, label, given = {}) {
    const name = `${nameOf(place)}\n${label}`;
    const input = make("input", { type: "text", autocomplete: "off", ...given });
    input.value = drafts.get(name) ?? given.value ?? "";
    input.setAttribute("aria-label", label);
    input.addEventListener("input", () => drafts.set(name, input.value));
    input.forget = () => { drafts.delete(name); input.value = given.value ?? ""; };
    return input;
  }

  function choice(place, label, ...options) {
    const name = `${nameOf(place)}\n${label}`;
    const select = make("select", {}, ...options);
    select.value = drafts.get(name) ?? options[0].value;
    select.setAttribute("aria-label", label);
    select.addEventListener("change", () => drafts.set(name, select.value));
    select.forget = () => { drafts.delete(name); select.selectedIndex = 0; };
    return select;
  }

  const button = (text, act, quiet = false) => {
    const element = make("button", { type: "button", className: quiet ? "quiet" : "" }, text);
    element.addEventListener("click", act);
    return element;
  };

  async function send(asked) {
    const answer = await fetch("/write", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-opsledger-token": document.body.dataset.token,
        "x-opsledger-page": location.pathname,
      },
      body: JSON.stringify(asked),
    });
    return { status: answer.status, data: await answer.json() };
  }

  // Say what became of a request, in words and by its lines; what was written can be taken back until the next.
  function say(words, lines, kind, undo, by = saidBy) {
    said?.remove();
    saidBy = by;
    said = make("div", { className: `written ${kind}` });
    said.setAttribute("role", kind === "done" ? "status" : "alert");
    const what = make("div", {}, ...(words ? [make("b", {}, words)] : []), make("pre", {}, lines.join("\n")));
    said.append(what);
    if (undo) {
      const back = button("Undo", () => act({ what: "undo", undo }, []));
      said.append(back);
    }
    said.append(button("Close", () => { said.remove(); said = null; }, true));
    putSaid();
    // The page may have been shown again before, without what was focused.
    if (document.activeElement === document.body) said.querySelector("button").focus({ preventScroll: true });
  }

  function putSaid() {
    const by = [...document.querySelectorAll("[data-write]")].find((place) => nameOf(place) === saidBy);
    (by ?? document.body).append(said);
  }

  // One request at a time: what is pressed twice in a hurry is meant once.
  let sending = false;

  async function act(asked, inputs, place) {
    if (sending) return;
    sending = true;
    const by = place ? nameOf(place) : saidBy;
    place?.classList.add("sending");
    let answer = null;
    try {
      answer = await send(asked);
    } catch {
      say("Nothing is written", ["The server does not answer."], "refused");
      return;
    } finally {
      sending = false;
      place?.classList.remove("sending");
    }
    const { status, data } = answer;
    if (status === 200) {
      inputs.forEach((input) => input.forget());
      for (const place of document.querySelectorAll("[data-file]")) {
        place.dataset.sha = data.marks[place.dataset.file] ?? place.dataset.sha;
      }
      if (place && ["settle", "keep"].includes(place.dataset.write)) settled(place, data.said);
      say(data.said, [...data.written, ...(data.warned ?? [])], "done", data.undo, by);
    } else {
      say("", [...data.refused, ...(data.line ? [data.line] : [])], "refused", null, by);
    }
  }

  // Until the page is shown again, what is decided says so in place of what could be pressed.
  function settled(place, words) {
    const tag = make("span", { className: "tag good" }, words.split(".")[0]);
    place.querySelector(".controls")?.replaceChildren(tag);
  }

  const shown = (place) => ({ file: place.dataset.file ?? "", sha: place.dataset.sha ?? "" });

  // One builder for each kind of place; each gives the controls to put there.
  const builders = {
    settle(place) {
      const asked = (what) => ({ what, action: place.dataset.action, ...shown(place) });
      return [
        button("Done", () => act(asked("tick"), [], place)),
        button("Drop", () => act(asked("drop"), [], place), true),
      ];
    },
    keep(place) {
      const due = field(place, "due day", { type: "date", value: place.dataset.due ?? "" });
      const asked = (later) => ({ what: "keep", line: place.dataset.line, due: due.value, later, ...shown(place) });
      const later = button("Not now", () => act(asked(true), [due], place), true);
      return form(() => act(asked(false), [due], place), make("label", {}, "by ", due), later, "Keep");
    },
    decide(place) {
      const roles = make("select", {}, ...place.dataset.roles.split(" ").map((role) => make("option", {}, role)));
      roles.setAttribute("aria-label", "role");
      const text = field(place, "what to do");
      const due = field(place, "due day", { type: "date" });
      const go = () => act({ what: "decide", role: roles.value, text: text.value, due: due.value, ...shown(place) }, [text, due], place);
      return form(go, roles, text, make("label", {}, "by ", due), "Decide");
    },
    log(place) {
      const words = (place.dataset.choices ?? "").split("|").map((choice) => choice.split("="));
      const options = words.map(([value, text]) => make("option", { value }, text));
      const word = choice(place, "what kind of line", make("option", { value: "" }, "What happened?"), ...options);
      const day = field(place, "the day of the next step", { type: "date" });
      const line = field(place, "what happened", { placeholder: "in a few words" });
      const look = () => { day.hidden = word.value !== "next"; };
      word.addEventListener("change", look);
      look();
      const said = () => [word.value, day.hidden ? "" : day.value, line.value].filter(Boolean).join(" ");
      const go = () => act({ what: "log", line: said(), ...shown(place) }, [line, day, word], place);
      return form(go, word, day, line, "Log");
    },
    block(place) {
      const words = field(place, "a block of time", { placeholder: place.dataset.hint ?? "" });
      const asked = () => ({ what: "block", words: words.value, list: place.dataset.list, day: place.dataset.day, ...shown(place) });
      return form(() => act(asked(), [words], place), words, "Add");
    },
    minutes(place) {
      const minutes = field(place, "the minutes that the hour took", { placeholder: "55m", size: 6, value: place.dataset.minutes ?? "" });
      return form(() => act({ what: "minutes", minutes: minutes.value, ...shown(place) }, [minutes], place), minutes, "Note");
    },
  };

  function form(go, ...parts) {
    const last = parts.pop();
    const later = parts.filter((part) => part.className === "quiet");
    const first = parts.filter((part) => !later.includes(part));
    const element = make("form", { className: "entry" }, ...first, make("button", {}, last), ...later);
    element.addEventListener("submit", (event) => { event.preventDefault(); go(); });
    return [element];
  }

  function build() {
    document.documentElement.classList.toggle("writes", Boolean(document.body.dataset.token));
    if (!document.body.dataset.token) return;
    for (const place of document.querySelectorAll("[data-write]")) {
      const controls = make("span", { className: "controls" }, ...builders[place.dataset.write](place));
      place.append(controls);
    }
    if (said) putSaid();
  }

  document.addEventListener("opsledger:shown", build);
  build();
})();
