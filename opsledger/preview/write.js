// What a page can write: built if the page holds a token, so that whoever may only read sees nothing of it.
"use strict";
(() => {
  const UNDO_SECONDS = 20;
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

  // Say what became of a request; what was written can be taken back for a while.
  function say(lines, kind, undo, by = saidBy) {
    said?.remove();
    saidBy = by;
    said = make("div", { className: `written ${kind}` });
    said.setAttribute("role", kind === "done" ? "status" : "alert");
    said.append(make("pre", {}, lines.join("\n")));
    if (undo) {
      const back = button("Undo", () => act({ what: "undo", undo }, []));
      said.append(back);
      setTimeout(() => back.remove(), UNDO_SECONDS * 1000);
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
    let answer = null;
    try {
      answer = await send(asked);
    } catch {
      say(["Nothing is written: the server does not answer."], "refused");
      return;
    } finally {
      sending = false;
    }
    const { status, data } = answer;
    if (status === 200) {
      inputs.forEach((input) => input.forget());
      for (const place of document.querySelectorAll("[data-file]")) {
        place.dataset.sha = data.marks[place.dataset.file] ?? place.dataset.sha;
      }
      say([...data.written, ...(data.warned ?? [])], "done", data.undo, by);
    } else {
      say([...data.refused, ...(data.line ? [data.line] : [])], "refused", null, by);
    }
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
      return [
        make("label", {}, "by ", due),
        button("Keep", () => act(asked(false), [due], place)),
        button("Not now", () => act(asked(true), [due], place), true),
      ];
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
      const line = field(place, "what happened", { placeholder: place.dataset.hint ?? "" });
      return form(() => act({ what: "log", line: line.value, ...shown(place) }, [line], place), line, "Log");
    },
    block(place) {
      const words = field(place, "a block of time", { placeholder: place.dataset.hint ?? "" });
      const asked = () => ({ what: "block", words: words.value, list: place.dataset.list, day: place.dataset.day, ...shown(place) });
      return form(() => act(asked(), [words], place), words, "Add");
    },
    minutes(place) {
      const minutes = field(place, "the minutes that the hour took", { placeholder: "55m", size: 6 });
      return form(() => act({ what: "minutes", minutes: minutes.value, ...shown(place) }, [minutes], place), minutes, "Note");
    },
  };

  function form(go, ...parts) {
    const last = parts.pop();
    const element = make("form", { className: "entry" }, ...parts, make("button", {}, last));
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
