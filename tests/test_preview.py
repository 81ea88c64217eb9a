"""The live server: who may ask it what, what its answers may do, and what they say."""

from __future__ import annotations

import gc
import http.client
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread

import pytest

from opsledger.checks.every import check
from opsledger.forecast.recalled import kept_forecast
from opsledger.loading import load
from opsledger.preview.editors import EDITORS, Editor
from opsledger.preview.server import PreviewServer, bound
from opsledger.preview.site import TABS, Site
from opsledger.rendering import quarantine
from opsledger.reviewing.review import Review
from tests.cli_support import SAMPLE, run, write_ledger
from tests.fuzzing import EFFORT
from tests.ledger_text import DAY
from tests.live_server import SECONDS, Live, live
from tests.test_review_hostile import HOSTILE, ledger

LEAD = "---\nname: Acme\nsource: mail\n---\n\n## Log\n\n- 2026-11-02 inquiry\n"
PAGES = (
    *TABS,
    "/time/2026-W46",
    "/figures/balance.cover",
    "/leads/arbor-furniture.md",
    "/opsledger.yaml",
    "/schedule.md",
)


def site_of(root: Path, editor: str = "vscode") -> Site:
    site = Site(Editor(editor))
    found = load(root)
    site.show(found, DAY, check(found, DAY))
    return site


def save(place: Path, text: str) -> None:
    """In one step, so that nobody sees half of it."""
    new = place.with_name(".new~")
    new.write_text(text)
    new.replace(place)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    root = tmp_path_factory.mktemp("live") / "ledger"
    shutil.copytree(SAMPLE, root)
    with live(root) as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there(sample: Live, path: str) -> None:
    answer = sample.ask(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Northlight Studio" in answer.body


@pytest.mark.parametrize("path", [*PAGES, "/live.js", "/changes", "/none"])
def test_every_answer_is_kept_nowhere_framed_nowhere_and_loads_nothing(sample: Live, path: str) -> None:
    headers = sample.ask(path, "HEAD").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "{port}", "", "[::1]:{port}"]
)
def test_another_host_is_turned_away(sample: Live, host: str) -> None:
    answer = sample.ask("/", Host=host.format(port=sample.port))
    assert answer.status == 421
    assert "Northlight" not in answer.body


def test_it_answers_to_localhost_too(sample: Live) -> None:
    assert sample.ask("/", Host=f"LocalHost:{sample.port}").status == 200


def raw(port: int, text: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(text.encode())
        return connection.recv(65536).decode()


def test_two_hosts_or_none_are_turned_away(sample: Live) -> None:
    host = f"Host: 127.0.0.1:{sample.port}\r\n"
    assert raw(sample.port, f"GET / HTTP/1.1\r\n{host}Host: evil.example\r\n\r\n").startswith("HTTP/1.1 4")
    assert raw(sample.port, "GET / HTTP/1.0\r\n\r\n").startswith("HTTP/1.1 4")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_can_only_be_read(sample: Live, method: str) -> None:
    answer = sample.ask("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_head_has_no_body(sample: Live) -> None:
    answer = sample.ask("/", "HEAD")
    assert (answer.status, answer.body) == (200, "")
    assert int(answer.headers["content-length"]) > 1000


@pytest.mark.parametrize(("site", "mode", "status"), [("cross-site", "no-cors", 403), ("cross-site", "navigate", 200)])
def test_another_site_may_link_here_and_nothing_else(sample: Live, site: str, mode: str, status: int) -> None:
    assert sample.ask("/", Sec_Fetch_Site=site, Sec_Fetch_Mode=mode).status == status


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A ledger with secrets in and around it."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "outside.md").write_text("SECRET")
    root = write_ledger(folder / "ledger", {"leads/acme.md": LEAD, "notes.txt": "SECRET", ".git/config": "SECRET"})
    (root / "leads/link.md").symlink_to(folder / "outside.md")
    with live(root) as running:
        yield running


@pytest.mark.parametrize(
    "path",
    [
        *("/../outside.md", "/leads/../../outside.md", "/%2e%2e/outside.md", "/leads/%2e%2e%2f%2e%2e%2foutside.md"),
        *(
            "//etc/passwd",
            "/leads/..%5c..%5coutside.md",
            "/leads/link.md",
            "/.git/config",
            "/notes.txt",
            "/leads",
            "/%00",
        ),
        *("/time/2026-W99", "/time/x", "/figures/none", "/pipeline/x", "/reviews/2026-11-06.figures.json"),
    ],
)
def test_only_what_was_read_of_the_ledger_can_be_seen(path: str, guarded: Live) -> None:
    answer = guarded.ask(path)
    assert answer.status == 404
    assert "SECRET" not in answer.body


def test_a_change_is_heard_and_shown(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    with live(root) as running, socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS) as stream:
        stream.sendall(f"GET /changes HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode())
        heard = heard_until(stream, f"data: {running.site.seen}")
        assert "text/event-stream" in heard
        before = running.site.seen
        (root / "leads/acme.md").write_text(LEAD.replace("Acme", "Saved"))
        running.until_seen(before)
        heard_until(stream, f"data: {running.site.seen}")  # nothing is shown after the last
        assert "Saved" in running.ask("/pipeline").body


def test_a_forecast_that_has_to_be_drawn_is_shown_after_the_rest(tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    shutil.copytree(SAMPLE, root)
    site = site_of(root)
    assert site.settle() in (True, False)  # where another test drew it, it is at hand
    chart = coming_of(site)
    week = root / "weeks/2026-W47.md"
    week.write_text(
        week.read_text().replace("- Mon 9:00-13:45 harbor-ortho-website", "- Mon 9:00-13:46 lantern-rebrand")
    )
    found = load(root)
    site.show(found, DAY, check(found, DAY))
    assert not site.is_settled
    assert coming_of(site) == chart
    assert "lantern-rebrand" in site.page("/time").page
    before = site.seen
    assert site.settle()
    assert site.seen != before
    assert coming_of(site) != chart
    assert not site.settle()


def coming_of(site: Site) -> str:
    """The drawing of the coming weeks on the review's page, without what would help, which is worked out later."""
    found = re.search(r"<h3>When does the work run out\?.*?(<svg.*?</svg>)", site.page("/").page, re.DOTALL)
    assert found
    return re.sub(r'<path class="win".*?</path>|<text[^>]*>win by [^<]*</text>', "", found[1]).replace("\n\n", "\n")


def heard_until(stream: socket.socket, sign: str) -> str:
    heard = ""
    while sign not in heard:
        part = stream.recv(4096).decode()
        assert part, heard
        heard += part
    return heard


def test_the_end_does_not_wait_for_open_streams_nor_for_those_who_went_away(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    with live(root) as running:
        streams = [socket.create_connection(("127.0.0.1", running.port), timeout=SECONDS) for _ in range(20)]
        for stream in streams:
            stream.sendall(f"GET /changes HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode())
            heard_until(stream, "data: ")
        for stream in streams[:10]:
            stream.close()
        begun = time.monotonic()
    assert time.monotonic() - begun < 15  # before the sign of life that finds out who has gone away
    for stream in streams[10:]:
        stream.close()


def test_more_streams_than_there_may_be_are_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.preview.news.MOST", 0)
    with live(write_ledger(tmp_path, {})) as running:
        assert running.ask("/changes").status == 503


def test_an_old_ledger_is_said_to_be_old(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    with live(root) as running:
        assert "Not up to date" not in running.ask().body
        before = running.site.seen
        (root / "opsledger.yaml").write_text("a: 1\na: 2\n")
        running.until_seen(before)
        page = running.ask("/pipeline")
        assert page.status == 200
        assert "Not up to date" in page.body
        assert "Acme" in page.body


def test_a_ledger_that_never_could_be_read_has_a_page_that_says_why(tmp_path: Path) -> None:
    with live(write_ledger(tmp_path, {"opsledger.yaml": "a: 1\na: 2\n"})) as running:
        answer = running.ask()
        assert answer.status == 503
        assert "opsledger.yaml cannot be read" in answer.body
        before = running.site.seen
        (tmp_path / "opsledger.yaml").write_text("business: Quay\n")
        running.until_seen(before)
        assert running.ask().status == 200


def test_a_faulty_template_of_the_ledgers_own_is_told(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"templates/review.html": "{{ nonsense"})
    shown = site_of(root).page("/")
    assert shown.status == 500
    assert "A template cannot be used" in shown.page


def test_what_is_wrong_leads_to_the_line_in_the_editor(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/a b.md": LEAD + "- 2026-11-03 propsal\n"})
    page = site_of(root).page("/checks").page
    assert f'href="vscode://file/{str(root).lstrip("/")}/leads/a%20b.md:9:14"' in page
    assert 'href="/leads/a%20b.md#L9"' in page
    assert "did you mean `proposal`?" in page
    assert '<li id="L9" class="wrong">' in site_of(root).page("/leads/a b.md").page


def test_without_an_editor_it_leads_to_the_file_here(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD + "- 2026-11-03 propsal\n"})
    page = site_of(root, "none").page("/checks").page
    assert "vscode:" not in page
    assert '<a href="/leads/acme.md#L9">leads/acme.md:9</a>' in page


@pytest.mark.parametrize("named", ["javascript:alert('{path}')", "data:{path}", "code", "vim://open", "a b:{path}"])
def test_an_editor_that_is_none_is_refused(named: str) -> None:
    with pytest.raises(ValueError, match="is not an editor"):
        Editor(named)


@pytest.mark.parametrize("named", [*EDITORS, "vim://open?file={path}&line={line}"])
def test_an_editor_is_addressed(named: str, tmp_path: Path) -> None:
    address = Editor(named).address(tmp_path / 'a"<b>.md', 3, 4)
    assert not set(address) & set('"<> ')
    assert named == "none" or "a%22%3Cb%3E.md" in address


def test_every_week_leads_to_the_ones_beside_it(sample: Live) -> None:
    page = sample.ask("/time/2026-W01").body
    assert 'href="/time/2025-W52" rel="prev"' in page
    assert 'href="/time/2026-W02" rel="next"' in page
    assert 'href="/time">This week' in page
    assert "Nothing is written for this week" in sample.ask("/time/2019-W05").body


@pytest.mark.parametrize(("week", "gone"), [("1970-W01", "prev"), ("2199-W52", "next")])
def test_there_is_no_link_to_a_week_that_is_none(week: str, gone: str, sample: Live) -> None:
    answer = sample.ask(f"/time/{week}")
    assert answer.status == 200
    assert set(re.findall('rel="(prev|next)"', answer.body)) == {"prev", "next"} - {gone}


def test_a_fault_of_the_program_is_one_pages_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.preview.site.board", lambda state: 1 / 0)
    with live(write_ledger(tmp_path, {"leads/acme.md": LEAD})) as running:
        answer = running.ask("/pipeline")
        assert answer.status == 500
        assert "ZeroDivisionError" in answer.body
        assert running.ask("/projects").status == 200


def test_what_was_shown_before_takes_no_memory(tmp_path: Path) -> None:
    with live(write_ledger(tmp_path, {"leads/acme.md": LEAD})) as running:
        gc.collect()
        others = [each for each in gc.get_objects() if isinstance(each, Review)]  # what other tests keep
        gc.disable()  # else it may be freed by chance
        try:
            for number in range(6):
                before = running.site.seen
                assert running.ask("/").status == 200
                save(tmp_path / "leads/acme.md", f"{LEAD}- 2026-11-03 note {number}\n")
                running.until_seen(before)
            shown = [each for each in gc.get_objects() if isinstance(each, Review)]
            assert len({*map(id, shown)} - {*map(id, others)}) <= 3
        finally:
            gc.enable()


def test_a_look_that_cannot_be_shown_does_not_end_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with live(write_ledger(tmp_path, {"leads/acme.md": LEAD})) as running:
        show, asked = running.site.show, threading.Event()

        def fail(*given: object) -> None:
            monkeypatch.setattr(running.site, "show", show)
            asked.set()
            raise ZeroDivisionError

        monkeypatch.setattr(running.site, "show", fail)
        before = running.site.seen
        save(tmp_path / "leads/acme.md", LEAD + "- 2026-11-03 value 5000\n")
        assert asked.wait(SECONDS)
        save(tmp_path / "leads/acme.md", LEAD + "- 2026-11-03 value 6000\n")
        running.until_seen(before)
        assert "6,000" in running.ask("/pipeline").body
    assert "the pages cannot be brought up to date: ZeroDivisionError" in capsys.readouterr().err


def test_a_name_that_is_no_utf8_leads_to_its_file(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"projects/own.md": "---\nname: Own\nbilling: internal\n---\n", "leads/acme.md": LEAD})
    try:
        (tmp_path / os.fsdecode(b"leads/\xff.md")).write_text(LEAD)
        (tmp_path / os.fsdecode(b"leads/\xfe.md")).write_text(LEAD + "- 2026-11-03 value 5000\n- 2026-11-04 won\n")
    except OSError:
        pytest.skip("this file system keeps no such name")
    project = "---\nname: Job\nclient: x\nbilling: fixed\nestimate: 20h\n---\n\n## Log\n- 2026-11-01 started\n"
    (tmp_path / os.fsdecode(b"projects/p\xff.md")).write_text(project)
    with live(tmp_path) as running:
        assert 'href="/leads/%FF.md"' in running.ask("/pipeline").body
        assert "Acme" in running.ask("/leads/%FF.md").body
    for command in (("review", "--html"), ("status",)):
        assert run(tmp_path, *command, "--on", str(DAY)).exit_code == 0


def test_a_figure_is_explained_with_its_lines(sample: Live) -> None:
    page = sample.ask("/figures/inflow.leads_new").body
    assert "leads whose first line" in page or "leads" in page
    assert 'href="/leads/willow-vet.md#L' in page


def test_every_link_leads_somewhere(sample: Live) -> None:
    """Each link of every page above to this server, once."""
    links = {link for path in PAGES for link in re.findall(r'href="([^"#]+)', sample.ask(path).body)}
    own = {re.sub(r"^(\.\./)+", "/", link) for link in links if not re.match(r"[a-z]+:", link)}
    assert len(own) > 100
    parts = {link: link.partition("?") for link in sorted(own)}
    broken = [link for link, (path, _, query) in parts.items() if sample.site.page(_decoded(path), query).status != 200]
    assert broken == []


def _decoded(link: str) -> str:
    from html import unescape
    from urllib.parse import unquote

    return unquote(unescape(link))


class _Structure(HTMLParser):
    """The elements of a page and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def structure_of(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Structure()
    parser.feed(page)
    return parser.found


HOSTILE_PAGES = ("/", "/pipeline", "/projects", "/time", "/figures", "/checks")


def pages_for(text: str) -> tuple[str, ...]:
    """The pages for a hostile text: the review for every third, which is tried with all as a page of its own."""
    return HOSTILE_PAGES if EFFORT > 1 or HOSTILE.index(text) % 3 == 0 else HOSTILE_PAGES[1:]


MORE_TAGS = {"code", "pre", "a", "small", "strong", "li", "ul", "p", "span", "div", "dl", "dt", "dd", "nav"}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The elements of each page where every text is harmless."""
    site = site_of(ledger(tmp_path_factory.mktemp("harmless"), "harmless"))
    return {path: {tag for tag, _ in structure_of(site.page(path).page)} for path in HOSTILE_PAGES}


@pytest.mark.fuzz  # which tries each text on all pages
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_changes_nothing_of_a_pages_structure(text: str, harmless: dict[str, set[str]], tmp_path: Path) -> None:
    site = site_of(ledger(tmp_path / "hostile", text))
    for path in pages_for(text):
        found = structure_of(site.page(path).page)
        assert {tag for tag, _ in found} <= harmless[path] | MORE_TAGS, path
        assert not {name for _, names in found for name in names if name.startswith("on")}


def test_a_port_that_is_taken_is_told_of(tmp_path: Path) -> None:
    with bound(0) as taken:
        port = taken.getsockname()[1]
        result = run(write_ledger(tmp_path, {}), "serve", "--port", str(port))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"port {port} cannot be used" in result.stderr


def test_an_unknown_editor_is_told_of(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {}), "serve", "--editor", "notepad")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "`notepad` is not an editor" in result.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.cli.serve.find_spec", lambda name: None)
    result = run(write_ledger(tmp_path, {}), "serve")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "needs starlette and uvicorn" in result.stderr
    assert "opsledger[web]" in result.stderr


def test_only_this_machine_is_listened_to() -> None:
    with bound(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert PreviewServer(Site(Editor("none")), listening).address.startswith("http://127.0.0.1:")


ENDLESS = "{% for a in 'abcdefghijkl'|list %}" * 9 + "x" + "{% endfor %}" * 9
PAGE_HEAD = '<!doctype html><html lang="en"><head></head><body>'


def endless(root: Path) -> Path:
    """A ledger whose review's page is never made; its forecast is at hand, since drawing one waits for the page."""
    write_ledger(root, {"leads/quay.md": LEAD, "templates/review.html": PAGE_HEAD + ENDLESS})
    kept_forecast(load(root), DAY)
    return root


def test_a_template_that_does_not_end_keeps_no_other_page_and_not_the_end_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "SECONDS", 10.0 * SECONDS)
    root = endless(tmp_path)
    asked: list[BaseException | int] = []

    def ask() -> None:
        try:
            asked.append(running.ask("/").status)
        except (OSError, http.client.HTTPException) as fault:
            asked.append(fault)

    with live(root) as running:
        waiting = Thread(target=ask, daemon=True)
        waiting.start()
        assert running.ask("/projects").status == 200
        assert asked == []
    waiting.join(SECONDS)
    assert not waiting.is_alive()


def test_a_template_that_takes_too_long_is_told_of_in_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "SECONDS", 0.5)
    root = endless(tmp_path)
    with live(root) as running:
        answer = running.ask("/")
        assert answer.status == 500
        assert "templates/review.html:1: it takes longer than 0.5 seconds" in answer.body
        before = running.site.seen
        save(root / "templates/review.html", f"{PAGE_HEAD}mended")
        running.until_seen(before)
        assert "mended" in running.ask("/").body
