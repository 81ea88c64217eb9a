"""What a page can write, who may do it, and what stands in the way."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.preview.asked import LARGEST
from opsledger.preview.writing import Writer, file_mark
from tests.cli_support import SOURCE, run, write_ledger
from tests.fuzzing import bounded
from tests.ledger_text import DAY
from tests.live_server import SECONDS, Live, live
from tests.test_editing_safety import failing_at

LEAD = "---\nname: Quay\nsource: referral\n---\n## Log\n- 2026-11-02 inquiry\n"
PROJECT = "---\nname: Harbor\nclient: harbor\nbilling: hourly\nrate: 90/h\n---\n## Log\n- 2026-11-02 started\n"
REVIEW = "---\non: 2026-11-06\n---\n## Decisions\n- [ ] @sales Call Quay due:2026-11-20\n- [ ] @finance Send the bill\n"
FILES = {"leads/quay.md": LEAD, "projects/harbor.md": PROJECT, "reviews/2026-11-06.md": REVIEW}
ACTION = "2026-11-06-1"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, FILES)


@pytest.fixture
def served(ledger: Path) -> Iterator[Live]:
    with live(ledger) as running:
        yield running


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server whose ledger nothing is written to."""
    with live(write_ledger(tmp_path_factory.mktemp("guarded"), FILES)) as running:
        yield running


class Reply(NamedTuple):
    """What a write is met with."""

    status: int
    data: Mapping[str, Any]


class Browser:
    """A browser that has opened the address that `serve` printed."""

    def __init__(self, served: Live) -> None:
        self.served = served
        key = served.server.new_address().partition("?")[2]
        answer = served.ask(f"/?{key}")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        found = re.search(r'data-token="([0-9a-f]+)"', served.ask("/", Cookie=self.cookie).body)
        assert found
        self.token = found[1]

    def send(self, asked: object, **changed: str | None) -> Reply:
        """A write as a page of this server sends it, some of its headers changed or left out."""
        host = f"127.0.0.1:{self.served.port}"
        headers: dict[str, str | None] = {
            "Host": host,
            "Origin": f"http://{host}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/json",
            "Cookie": self.cookie,
            "X-OpsLedger-Token": self.token,
            "X-OpsLedger-Page": "/",
        } | {name.replace("_", "-"): value for name, value in changed.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=SECONDS)
        try:
            body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
            sent = {name: value for name, value in headers.items() if value is not None}
            connection.request("POST", "/write", body, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
            is_json = answer.getheader("content-type") == "application/json"
            return Reply(answer.status, json.loads(text) if is_json else {"text": text})
        finally:
            connection.close()


def mark(ledger: Path, path: str) -> str:
    return file_mark((ledger / path).read_bytes())


def tick(ledger: Path, what: str = "tick") -> dict[str, str]:
    return {"what": what, "action": ACTION, "sha": mark(ledger, "reviews/2026-11-06.md")}


def text(ledger: Path, path: str) -> str:
    return (ledger / path).read_text(encoding="utf-8")


# Each of the five writes, by the function that stands behind the server.


@pytest.fixture
def writer(ledger: Path) -> Writer:
    return Writer(ledger, lambda: DAY)


def written(writer: Writer, asked: Mapping[str, Any]) -> list[str]:
    answer = writer.answer(json.dumps({"sha": "", **asked}).encode())
    assert answer.status == 200, answer
    return list(answer.data["written"])


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("tick", "- [x] @sales Call Quay due:2026-11-20 done:2026-11-20"),
        ("drop", "- [-] @sales Call Quay due:2026-11-20"),
    ],
)
def test_an_action_is_settled(writer: Writer, ledger: Path, what: str, line: str) -> None:
    assert written(writer, tick(ledger, what)) == [f"reviews/2026-11-06.md:5: {line}"]
    assert text(ledger, "reviews/2026-11-06.md") == REVIEW.replace("- [ ] @sales Call Quay due:2026-11-20", line)


def test_a_suggestion_is_kept_once(writer: Writer, ledger: Path) -> None:
    asked = {"what": "keep", "line": "- [ ] @sales Call Quay due:2026-11-24 moves:inflow.stale", "due": "2026-11-27"}
    written(writer, asked)
    sha = mark(ledger, "reviews/2026-11-20.md")
    before = text(ledger, "reviews/2026-11-20.md")
    again = asked | {"sha": sha, "due": "2026-12-01", "later": True}
    answer = writer.answer(json.dumps(again).encode())
    assert answer.status == 422
    assert "says so already: [ ] @sales Call Quay moves:inflow.stale due:2026-11-27" in answer.data["refused"][0]
    assert text(ledger, "reviews/2026-11-20.md") == before


def test_two_decisions_in_a_hurry_are_both_taken_but_not_over_what_an_editor_saved(
    writer: Writer, ledger: Path
) -> None:
    def decide(what: str, sha: str) -> int:
        asked = {"what": "decide", "role": "ceo", "text": what, "due": "", "sha": sha}
        return writer.answer(json.dumps(asked).encode()).status

    assert [decide("Rest", ""), decide("Plan", "")] == [200, 200]
    shown = mark(ledger, "reviews/2026-11-20.md")
    place = ledger / "reviews/2026-11-20.md"
    place.write_text(place.read_text("utf-8") + "\nsaved in an editor\n", encoding="utf-8")
    assert [decide("Sleep", shown), decide("Sleep", "")] == [409, 409]
    assert decide("Sleep", mark(ledger, "reviews/2026-11-20.md")) == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"what": "decide", "role": "ceo", "text": "Rest", "due": "2026-11-27"}, "Decided for Fri 27 Nov"),
        ({"what": "keep", "line": "- [ ] @sales Call", "later": True}, "Not now"),
        ({"what": "minutes", "minutes": "50m"}, "Noted"),
    ],
)
def test_what_was_done_is_said_in_words_first(writer: Writer, asked: dict[str, Any], said: str) -> None:
    answer = writer.answer(json.dumps({"sha": "", **asked}).encode())
    assert answer.data["said"] == f"{said}. The review of the day is saved with it"


def test_a_suggestion_is_kept_in_the_days_review_which_is_written_first(writer: Writer, ledger: Path) -> None:
    asked = {"what": "keep", "line": "- [ ] @sales Call Quay due:2026-11-24 moves:inflow.stale", "due": "2026-11-27"}
    (line,) = written(writer, asked)
    assert line.endswith(": - [ ] @sales Call Quay moves:inflow.stale due:2026-11-27")
    decided = text(ledger, "reviews/2026-11-20.md").partition("## Decisions\n")[2]
    assert decided.strip() == "- [ ] @sales Call Quay moves:inflow.stale due:2026-11-27"


def test_a_suggestion_for_later_is_written_as_dropped(writer: Writer) -> None:
    (line,) = written(writer, {"what": "keep", "line": "- [ ] @sales Call Quay due:2026-11-24", "later": True})
    assert line.endswith(": - [-] @sales Call Quay due:2026-11-24")


def test_a_decision_of_ones_own_is_written(writer: Writer) -> None:
    (line,) = written(writer, {"what": "decide", "role": "ceo", "text": "Take\n Fridays off", "due": "2026-12-01"})
    assert line.endswith(": - [ ] @ceo Take Fridays off due:2026-12-01")


def test_a_line_is_logged(writer: Writer, ledger: Path) -> None:
    asked = {"what": "log", "file": "leads/quay.md", "sha": mark(ledger, "leads/quay.md"), "line": "out sent it"}
    assert written(writer, asked) == ["leads/quay.md:7: - 2026-11-20 out sent it"]


def test_a_block_is_added_as_people_type_it(writer: Writer) -> None:
    asked = {"what": "block", "list": "plan", "words": "Mo 9-12 har build", "day": "2026-11-23"}
    assert written(writer, asked) == ["weeks/2026-W48.md:3: - Mon 9:00-12:00 harbor build"]
    assert written(writer, {"what": "block", "list": "actual", "words": "1,5h harbor", "day": ""}) == [
        "weeks/2026-W47.md:5: - Fri 1h30m harbor"
    ]


def test_the_minutes_of_the_hour_are_noted(writer: Writer, ledger: Path) -> None:
    written(writer, {"what": "minutes", "minutes": "50m"})
    assert "minutes: 50m\n" in text(ledger, "reviews/2026-11-20.md")


def test_the_last_write_is_taken_back_and_nothing_else(writer: Writer, ledger: Path) -> None:
    before = text(ledger, "reviews/2026-11-06.md")
    answer = writer.answer(json.dumps(tick(ledger)).encode())
    undo = {"what": "undo", "undo": answer.data["undo"]}
    run(ledger, "log", "quay", "note", "from the terminal")
    assert writer.answer(json.dumps(undo).encode()).status == 422
    run(ledger, "undo")
    assert writer.answer(json.dumps(undo).encode()).status == 200
    assert text(ledger, "reviews/2026-11-06.md") == before
    assert text(ledger, "leads/quay.md") == LEAD


def test_a_file_that_an_editor_saved_meanwhile_is_not_written_to(writer: Writer, ledger: Path) -> None:
    asked = tick(ledger)
    saved = REVIEW.replace("Call Quay", "Call Quay twice")
    (ledger / "reviews/2026-11-06.md").write_text(saved, encoding="utf-8")
    answer = writer.answer(json.dumps(asked).encode())
    assert answer.status == 409
    assert answer.data["line"] == "[ ] @sales Call Quay twice due:2026-11-20"
    assert answer.data["sha"] == mark(ledger, "reviews/2026-11-06.md")
    assert text(ledger, "reviews/2026-11-06.md") == saved


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "keep", "line": "- [ ] @ceo Rest"},
        {"what": "decide", "role": "ceo", "text": "Rest"},
        {"what": "block", "list": "plan", "words": "Mon 9-10 harbor", "day": "2026-11-23"},
        {"what": "block", "list": "actual", "words": "1h harbor", "day": "2026-11-20"},
        {"what": "minutes", "minutes": "50m"},
        {"what": "log", "file": "leads/quay.md", "line": "note rang"},
    ],
)
def test_what_is_sent_again_finds_another_file_and_is_written_once(
    writer: Writer, ledger: Path, asked: dict[str, str]
) -> None:
    sha = mark(ledger, asked["file"]) if "file" in asked else ""
    body = json.dumps({"sha": sha, **asked}).encode()
    answer = writer.answer(body)
    assert answer.status == 200
    after = {path: path.read_bytes() for path in ledger.rglob("*.md")}
    assert writer.answer(body).status == (422 if asked["what"] in ("keep", "decide") else 409)
    assert {path: path.read_bytes() for path in ledger.rglob("*.md")} == after
    for path, sha in answer.data["marks"].items():
        assert sha == mark(ledger, path)  # with which the page can go on writing


ENDS = ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e", "\x00", "\ud800", "\u202e", "\x1b[2J")


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_no_text_ends_its_line(writer: Writer, ledger: Path, end: str) -> None:
    hidden = f"x{end}- 2026-11-20 won 9000{end}minutes: 1m"
    for asked in (
        {"what": "log", "file": "leads/quay.md", "line": f"note {hidden}"},
        {"what": "decide", "role": "ceo", "text": hidden},
        {"what": "decide", "role": hidden, "text": "Rest"},
        {"what": "decide", "role": "ceo", "text": "Rest", "due": hidden},
        {"what": "keep", "line": f"- [ ] @ceo {hidden}"},
        {"what": "block", "list": "plan", "words": f"Mon 9-10 harbor {hidden}", "day": "2026-11-23"},
        {"what": "minutes", "minutes": hidden},
        {"what": "tick", "action": hidden},
        {"what": "undo", "undo": hidden},
        {"what": hidden},
    ):
        places = ("leads/quay.md", "reviews/2026-11-20.md", "weeks/2026-W48.md")
        lines = {path: text(ledger, path).split("\n") if (ledger / path).exists() else [] for path in places}
        shown = {"log": places[0], "block": places[2]}.get(str(asked["what"]), places[1])
        sha = mark(ledger, shown) if (ledger / shown).exists() else ""
        answer = writer.answer(json.dumps({"sha": sha, **asked}).encode())
        assert answer.status in (200, 400, 422), (asked, answer)
        for path, before in lines.items():
            if before:
                assert len(text(ledger, path).split("\n")) <= len(before) + 1
    assert "won" not in {line.partition(" ")[2].partition(" ")[0] for line in text(ledger, "leads/quay.md").split("- ")}
    assert run(ledger, "check").exit_code == 0


@pytest.mark.parametrize(
    "path",
    [
        *("/etc/passwd", "../outside.md", "leads/../opsledger.yaml", "leads/../leads/quay.md", "./leads/quay.md"),
        *(
            "leads//quay.md",
            "leads/quay.md/",
            "leads\\quay.md",
            "LEADS/quay.md",
            "leads/quay.md\x00",
            "leads/\ud800.md",
        ),
        *("", "leads", "leads/new.md", "leads/link.md", ".git/config", "x" * 1999),
    ],
    ids=ascii,
)
def test_no_path_leads_elsewhere_nor_tells_of_what_is_there(writer: Writer, ledger: Path, path: str) -> None:
    (ledger.parent / "outside.md").write_text(LEAD)
    (ledger / "leads/link.md").symlink_to(ledger.parent / "outside.md")
    answer = writer.answer(json.dumps({"what": "log", "file": path, "sha": "", "line": "note x"}).encode())
    assert answer.status == 422, answer
    assert (ledger.parent / "outside.md").read_text() == LEAD


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"what": "log", "file": "leads/quay.md", "line": "propsal sent"}, "did you mean `proposal`?"),
        ({"what": "log", "file": "../outside.md", "line": "note x"}, ""),
        ({"what": "log", "file": "opsledger.yaml", "line": "note x"}, ""),
        ({"what": "block", "list": "plan", "words": "9-12"}, "what the time is for"),
        ({"what": "block", "list": "plan", "words": ""}, "the time and what it is for are missing"),
        ({"what": "block", "list": "actual", "words": "25h harbor"}, ""),
        ({"what": "decide", "role": "boss", "text": "x"}, "`boss` is not a role"),
        ({"what": "decide", "role": "ceo", "text": " "}, "a decision says what to do"),
        ({"what": "decide", "role": "ceo", "text": "x", "due": "2026-02-30"}, "due"),
        ({"what": "minutes", "minutes": "soon"}, "minutes"),
        ({"what": "tick", "action": "2026-11-06-9", "sha": ""}, "there is no action"),
    ],
)
def test_what_the_command_would_refuse_is_refused_alike(
    writer: Writer, ledger: Path, asked: dict[str, str], why: str
) -> None:
    if "file" in asked and (ledger / asked["file"]).is_file():
        asked = {**asked, "sha": mark(ledger, asked["file"])}
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file() and "reviews" not in path.parts}
    answer = writer.answer(json.dumps({"sha": "", **asked}).encode())
    assert answer.status == 422, answer
    assert why in "\n".join(answer.data["refused"])
    now = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file() and "reviews" not in path.parts}
    assert now == before


def test_a_refusal_shows_the_line_and_the_caret(writer: Writer, ledger: Path) -> None:
    asked = {"what": "log", "file": "leads/quay.md", "sha": mark(ledger, "leads/quay.md"), "line": "next 2026-02-30"}
    refused = writer.answer(json.dumps(asked).encode()).data["refused"]
    assert any("^^^^" in line for line in refused)
    assert any("2026-02-30" in line for line in refused)


VALUES = st.none() | st.booleans() | st.floats() | st.text(max_size=5)
KEYS = st.sampled_from(["what", "sha", "file", "line"])
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner))


@bounded(20)
@given(body=st.binary(max_size=80) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_answered_and_nothing_is_written(body: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = write_ledger(tmp_path_factory.mktemp("any"), FILES)
    assert Writer(root, lambda: DAY).answer(body).status in (400, 409, 422)
    assert {path.name: path.read_text() for path in root.rglob("*.md")} == {
        Path(name).name: content for name, content in FILES.items()
    }


# Who may write.


def test_whoever_opened_the_address_printed_writes(served: Live, ledger: Path) -> None:
    assert Browser(served).send(tick(ledger)).status == 200
    assert "[x] @sales Call Quay" in text(ledger, "reviews/2026-11-06.md")


def test_without_the_key_pages_are_read_only(guarded: Live) -> None:
    assert 'data-token=""' in guarded.ask("/").body
    browser = Browser(guarded)
    assert browser.send(tick(guarded.root), Cookie=None).status == 403
    assert browser.send(tick(guarded.root), Cookie="opsledger-1=x").status == 403
    assert text(guarded.root, "reviews/2026-11-06.md") == REVIEW


def test_a_key_works_once(guarded: Live) -> None:
    key = guarded.server.new_address().partition("?")[2]
    assert guarded.ask(f"/?{key}").status == 303
    assert guarded.ask(f"/?{key}").status == 403


def test_a_key_leaves_the_address_and_leads_nowhere_else(guarded: Live) -> None:
    key = guarded.server.new_address().partition("?")[2]
    answer = guarded.ask(f"//elsewhere.example/x?a=1&{key}")
    assert answer.headers["location"] == "/elsewhere.example/x?a=1"
    assert "HttpOnly; SameSite=Strict" in answer.headers["set-cookie"]


def test_a_token_is_one_pages_alone(guarded: Live) -> None:
    browser, asked = Browser(guarded), tick(guarded.root)
    assert browser.send(asked, X_OpsLedger_Page="/projects").status == 403
    assert browser.send(asked, X_OpsLedger_Token="0" * 64).status == 403
    assert browser.send(asked, X_OpsLedger_Token=Browser(guarded).token).status == 403


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Host", "evil.example", 421),
        ("Host", "localhost.evil.example:1", 421),
        ("Origin", None, 403),
        ("Origin", "null", 403),
        ("Origin", "http://evil.example", 403),
        ("Origin", "http://127.0.0.1:1", 403),
        ("Sec_Fetch_Site", None, 403),
        ("Sec_Fetch_Site", "cross-site", 403),
        ("Sec_Fetch_Site", "same-site", 403),
        ("Content_Type", None, 403),
        ("Content_Type", "text/plain", 403),
        ("Content_Type", "application/x-www-form-urlencoded", 403),
        ("Content_Type", "multipart/form-data; boundary=x", 403),
        ("Content_Type", "application/json; charset=utf-8", 403),
        ("Content_Type", "application/json, text/plain", 403),
        ("Content_Type", "application/csp-report", 403),
        ("Origin", "http://127.0.0.1", 403),
        ("Origin", "https://127.0.0.1:{port}", 403),
        ("Origin", "http://127.0.0.1:{port}.evil.example", 403),
        ("Origin", "http://127.0.0.1:{port}, http://evil.example", 403),
        ("Origin", "http://user@127.0.0.1:{port}", 403),
        ("Origin", "http://[::1]:{port}", 403),
        ("Origin", "", 403),
        ("Sec_Fetch_Site", "none", 403),
        ("Sec_Fetch_Site", "", 403),
        ("Host", "127.0.0.1.evil.example:{port}", 421),
        ("Host", "[::1]:{port}", 421),
        ("Host", "0.0.0.0:{port}", 421),
        ("X_OpsLedger_Token", None, 403),
        ("X_OpsLedger_Page", None, 403),
        ("Cookie", "x=\x7f; $Version=1", 403),
    ],
)
def test_another_sites_request_is_turned_away(guarded: Live, header: str, value: str | None, status: int) -> None:
    sent = value and value.format(port=guarded.port)
    assert Browser(guarded).send(tick(guarded.root), **{header: sent}).status == status
    assert text(guarded.root, "reviews/2026-11-06.md") == REVIEW


def test_the_origin_is_the_hosts_to_the_letter(served: Live, ledger: Path) -> None:
    host = f"localhost:{served.port}"
    assert Browser(served).send(tick(ledger), Host=host).status == 403
    assert Browser(served).send(tick(ledger), Host=host, Origin=f"http://{host}").status == 200


def test_only_the_place_for_writing_takes_a_post(guarded: Live) -> None:
    assert guarded.ask("/", "POST").status == 405
    assert guarded.ask("/write", "PUT").status == 405
    assert guarded.ask("/write").status == 404
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "POST", "GET"):
        answer = guarded.ask("/write/", method)
        assert answer.status in (404, 405)
        assert not [name for name in guarded.ask("/write", method).headers if name.startswith("access-control")]


def test_a_body_without_end_is_not_read(guarded: Live) -> None:
    assert Browser(guarded).send(b" " * (LARGEST + 1)).status == 413


@pytest.mark.parametrize(
    ("how", "body", "status"),
    [
        ("Transfer-Encoding: chunked", "ffff\r\n" + " " * 0xFFFF + "\r\nff\r\n" + " " * 255 + "\r\n", "413"),
        ("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n", "400"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 2", "2\r\n{}\r\n0\r\n\r\n", "400"),
        ("Content-Length: 2\r\nContent-Length: 3", "{}", "400"),
        ("Content-Length: -1", "{}", "400"),
        ("Content-Length: 2", "{}POST /write HTTP/1.1\r\nHost: evil.example\r\n\r\n", "400"),
    ],
)
def test_however_a_body_is_sent_it_is_one_and_bounded(guarded: Live, how: str, body: str, status: str) -> None:
    browser, host = Browser(guarded), f"127.0.0.1:{guarded.port}"
    head = (
        f"POST /write HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/json\r\nCookie: {browser.cookie}\r\nX-OpsLedger-Token: {browser.token}\r\n"
        f"X-OpsLedger-Page: /\r\n{how}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", guarded.port), timeout=SECONDS) as connection:
        connection.sendall((head + body).encode())
        assert connection.recv(4096).decode().startswith(f"HTTP/1.1 {status}")
    assert text(guarded.root, "reviews/2026-11-06.md") == REVIEW


def test_a_replayed_request_finds_another_file(served: Live, ledger: Path) -> None:
    browser, asked = Browser(served), tick(ledger)
    assert browser.send(asked).status == 200
    assert browser.send(asked).status == 409


def test_of_two_tabs_the_second_is_told(served: Live, ledger: Path) -> None:
    asked = {"what": "log", "file": "leads/quay.md", "sha": mark(ledger, "leads/quay.md"), "line": "out sent it"}
    one, two = Browser(served), Browser(served)
    statuses: list[int] = []
    tabs = [threading.Thread(target=lambda tab=tab: statuses.append(tab.send(asked).status)) for tab in (one, two)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert text(ledger, "leads/quay.md").count("out sent it") == statuses.count(200)
    assert 200 in statuses


def test_a_read_only_server_takes_nothing(ledger: Path) -> None:
    with live(ledger, writes=False) as served:
        assert served.ask("/write", "POST").status == 405
        assert served.server.first_address() == served.server.address


def test_a_private_server_shows_nothing_without_a_key(ledger: Path) -> None:
    with live(ledger, is_private=True) as served:
        assert served.ask("/").status == 403
        assert served.ask("/leads/quay.md").status == 403
        assert served.ask("/changes", "HEAD").status == 403
        browser = Browser(served)
        assert served.ask("/", Cookie=browser.cookie).status == 200


def test_a_page_says_which_file_it_shows(served: Live, ledger: Path) -> None:
    shutil.copy(ledger / "leads/quay.md", ledger / "leads/quay2.md")
    page = served.ask("/leads/quay.md").body
    assert f'data-file="leads/quay.md" data-sha="{mark(ledger, "leads/quay.md")}"' in page


def kill_while_keeping(folder: Path) -> None:
    """Kill a server at a few of the system calls with which it keeps a suggestion; no other threads may be here."""
    asked = {"what": "keep", "line": "- [ ] @sales Call Quay", "sha": ""}
    for name in ("first", "second"):  # the first draws a forecast, and keeps it for the others
        with failing_at(0, lambda: None) as made:
            Writer(write_ledger(folder / name, FILES), lambda: DAY).answer(json.dumps(asked).encode())
    for number in range(1, len(made), max(len(made) // 6, 1)):
        root = write_ledger(folder / str(number), FILES)
        child = os.fork()
        if not child:
            with failing_at(number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                Writer(root, lambda: DAY).answer(json.dumps(asked).encode())
            os._exit(1)  # not reached
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), f"call {number} was not reached"
        place = root / "reviews/2026-11-20.md"
        now = place.read_bytes() if place.exists() else None
        is_written = now is not None and b"@sales Call Quay\n" in now
        again = Writer(root, lambda: DAY).answer(json.dumps({**asked, "sha": file_mark(now)}).encode())
        assert again.status == (422 if is_written else 200), (number, again)
        assert place.read_text("utf-8").count("- [ ] @sales Call Quay\n") == 1
        assert {name: (root / name).read_text("utf-8") for name in FILES} == FILES


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_server_killed_in_the_middle_leaves_all_or_nothing_of_a_line(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from tests.test_preview_writing import kill_while_keeping;"
        f"kill_while_keeping(Path({str(tmp_path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
