"""A ledger's own templates in a process of their own: what they may take, what is said of them, and that it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread, Timer

import pytest
from jinja2 import Environment, meta

from opsledger.bundled import bundled
from opsledger.loading import load
from opsledger.preview.editors import Editor
from opsledger.preview.site import TABS, Site
from opsledger.rendering import own, quarantine
from opsledger.rendering.own import shipped_references, uses_own
from opsledger.rendering.quarantine import QUARANTINE
from opsledger.rendering.templates import TemplateFault, render
from opsledger.reviewing.build import build_review
from opsledger.reviewing.review import Review
from tests.cli_support import SAMPLE, SOURCE, run, write_ledger
from tests.ledger_text import DAY

LONG = 60  # seconds: far more than anything takes, on a busy machine too


@pytest.fixture(scope="module")
def review() -> Review:
    return build_review(load(SAMPLE), DAY)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A template may take little time, and a call of C hardly more."""
    monkeypatch.setattr(quarantine, "SECONDS", 0.3)
    monkeypatch.setattr(quarantine, "_GRACE", 0.3)
    yield
    QUARANTINE.close()


def own_templates(folder: Path, **texts: str | bytes) -> Path:
    """A folder with templates of its own; `review_html` is called review.html."""
    return write_ledger(folder, {f"templates/{name.replace('_', '.', 1)}": text for name, text in texts.items()})


def fault_of(review: Review, root: Path, name: str = "review.md") -> str:
    with pytest.raises(TemplateFault) as raised:
        render(review, root, name)
    return str(raised.value).replace(f"{root}/templates/", "")


# the same, apart


class Events(HTMLParser):
    """What a browser would make of a page: its tags, attributes and texts, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with every shipped template as one of its own."""
    root = tmp_path_factory.mktemp("copied") / "ledger"
    shutil.copytree(SAMPLE, root)
    shutil.copytree(bundled("templates"), root / "templates")
    return root


def test_a_review_is_the_same_apart(review: Review, copied: Path) -> None:
    assert render(review, copied) == render(review, None)
    assert render(review, copied, "month.md") == render(review, None, "month.md")


def test_a_page_is_the_same_apart_and_nothing_is_left_out(review: Review, copied: Path) -> None:
    assert Events(render(review, copied, "review.html")).seen == Events(render(review, None, "review.html")).seen


@pytest.fixture(scope="module")
def sites(copied: Path) -> tuple[Site, Site]:
    """The live pages by the ledger's own templates, and by the shipped ones."""
    both = Site(Editor("none")), Site(Editor("none"))
    for site, root in zip(both, (copied, SAMPLE), strict=True):
        site.show(load(root), DAY)
    return both


def live_page(site: Site, path: str) -> tuple[int, str]:
    shown = site.page(path)
    return shown.status, shown.page.replace(site.seen, "SEEN")


@pytest.mark.parametrize(
    "path",
    [*TABS, "/time/2026-W46", "/figures/balance.cover", "/leads/velvet-records.md", "/none"],
)
def test_a_live_page_is_the_same_apart(path: str, sites: tuple[Site, Site]) -> None:
    (status, page), (shipped_status, shipped) = (live_page(site, path) for site in sites)
    assert (status, Events(page).seen) == (shipped_status, Events(shipped).seen)


# who is rendered apart


def test_what_the_shipped_templates_name_is_found_as_jinja_finds_it() -> None:
    for place in bundled("templates").iterdir():
        parsed = Environment(autoescape=True).parse(place.read_text("utf-8"))
        assert set(shipped_references(place.name)) == set(meta.find_referenced_templates(parsed))


@pytest.mark.parametrize(
    ("name", "owned", "used"),
    [
        ("review.md", {"review.md"}, True),
        ("review.html", {"review.md"}, False),
        ("review.html", {"page.css"}, True),
        ("live-time.html", {"review.html"}, False),
        ("live-time.html", {"live-bar.html"}, True),
        ("mine.md", {"mine.md"}, True),
        ("review.md", {"mine.md"}, False),
    ],
)
def test_only_what_comes_to_use_one_of_the_ledgers_own_is_rendered_apart(
    name: str, owned: set[str], used: bool
) -> None:
    assert uses_own(name, owned) is used


def test_the_shipped_ones_start_no_process(review: Review, tmp_path: Path) -> None:
    QUARANTINE.close()
    render(review, own_templates(tmp_path, other_md="mine"))
    assert QUARANTINE._process is None


def test_a_template_in_a_folder_is_included_by_its_path(review: Review, tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path, {"templates/review.md": "a {% include 'parts/_b.md' %}", "templates/parts/_b.md": "b\n"}
    )
    assert render(review, root) == "a b\n"


def test_a_byte_order_mark_is_no_text(review: Review, tmp_path: Path) -> None:
    assert render(review, own_templates(tmp_path, review_md="\ufeffx\n")) == "x\n"


def test_a_fault_ends_nothing(review: Review, tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md="{{ nothing }}", other_md="fine")
    fault_of(review, root)
    process = QUARANTINE._process
    assert render(review, root, "other.md") == "fine"
    assert QUARANTINE._process is process


# faults, each with its file and line

NESTED = {
    "loops": "{% for a in [1] %}" * 25 + "x" + "{% endfor %}" * 25,
    "conditions": "{% if 1 %}" * 120 + "x" + "{% endif %}" * 120,
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "signs": "{{ " + "-" * 30_000 + "1 }}",
    "words": "{{ " + "not " * 30_000 + "1 }}",
    "lists": "{{ " + "[" * 3_000 + "]" * 3_000 + " }}",
    "filters": "{{ 1" + "|abs" * 5_000 + " }}",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_what_is_nested_too_deeply_is_told_with_its_line(text: str, review: Review, tmp_path: Path) -> None:
    message = fault_of(review, own_templates(tmp_path, review_md=f"one\ntwo\n{text}\n"))
    assert re.match(r"review\.md:3: it (is nested too deeply|cannot be compiled)", message), message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ 1e999|int }}", "review.md:2: "),
        ("a\n{% set x = 1e999 %}", "review.md:2: NameError"),
        ("a\n{{ " + "9" * 5000 + " }}", "review.md:2: "),
        ("a\n{% macro m(a, a) %}{% endmacro %}", "review.md:2: it cannot be compiled: duplicate argument 'a'"),
        ("a\n{{ part(name=1, name=2) }}", "review.md:2: it cannot be compiled: keyword argument repeated"),
        ("a\n{{ review.business|hours }}", "review.md:2: this is not a number"),
        ("a\n{{ 1.5|number(999999999) }}", "review.md:2: this is not a number"),
        ("a\n{{ review.findings[::0] }}", "review.md:2: slice step cannot be zero"),
        ("a\n{{ review() }}", "review.md:2: "),
        ("a\n{{ none.x.y }}", "review.md:2: 'None' has no attribute 'x'"),
        ("a\n{% call part(1 / 0) %}x{% endcall %}", "review.md:2: division by zero"),
        ("a\n{% include 'gone.md' %}", "review.md:2: there is no template gone.md"),
        ("a\n{% extends 'gone.md' %}", "review.md:2: there is no template gone.md"),
        ("a\n{% from 'gone.md' import x %}", "review.md:2: there is no template gone.md"),
        ("a\n{% include ['x.md', 'y.md'] %}", "review.md:2: there is no template y.md"),
        ("a\n{% include 'review.md' %}", "review.md:2: it is nested too deeply, or includes or calls itself"),
        ("a\n{% import 'review.md' as x %}", "review.md:2: it is nested too deeply, or includes or calls itself"),
        ("a\n{% include 'other.md' %}", "other.md:2: it is nested too deeply, or includes or calls itself"),
        ("a\n{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "review.md:2: it is nested too deeply, or includes"),
        ("a\n{% include 'latin.md' %}", "latin.md:3: it is not UTF-8: the byte 0xe9"),
        ("a\n{% include 'large.md' %}", "large.md:1: it is larger than 1 MB"),
        ("a\n{% include 'folder.md' %}", "review.md:2: there is no template folder.md"),
        ("{% block a %}{% endblock %}\n{% block a %}{% endblock %}", "review.md:2: block 'a' defined twice"),
    ],
)
def test_a_fault_is_told_where_it_is(text: str, said: str, review: Review, tmp_path: Path) -> None:
    others = {"other_md": "b\n{% include 'review.md' %}", "latin_md": b"a\nb\nc\xe9", "large_md": "x" * 1_000_001}
    root = own_templates(tmp_path, review_md=text, **others)
    (root / "templates/folder.md").mkdir()
    assert fault_of(review, root).startswith(said)


def test_half_of_a_surrogate_pair_is_told_or_shown(review: Review, tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md=r"{% if true %}{{ '\ud800' }}{% endif %}")
    assert render(review, root) == r"\\ud800"


# limits

C_CALLS = {
    "a power of ten": "{{ 5|round(-1000000000) }}",
    "a number that grows": "{% set x = 99999999999 * 9 %}" + "{% set x = x * x %}" * 60,
    "a text that doubles": "{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}" * 60,
    "a list that doubles": "{% set x = [1, 2, 3] %}" + "{% set x = x + x %}" * 60,
    "a list summed up": "{% set x = [1, 2, 3] %}" + "{% set x = [x, x]|sum(start=[]) %}" * 60,
    "a text joined": "{% set x = 'abcdefgh' %}" + "{% set x = [x, x, x, x]|join(x) %}" * 60,
    "a macro that doubles": "{% macro m(x) %}{{ m(x ~ x) }}{% endmacro %}{{ m('aaaaaaaa') }}",
    "a long sum": "{{ " + " + ".join(["1"] * 30_000) + " }}",
    "a long choice": "{{ 1 if " + " or ".join(["0"] * 30_000) + " }}",
    "many names": "".join(f"{{% set a{number} = 1 %}}" for number in range(9_000)) + "{% include 'loop.md' %}",
    "loops": "{% include 'loop.md' %}",
}
LOOP = "{% for a in review.stand.weeks %}"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process cannot be held up here")
@pytest.mark.usefixtures("impatient")
def test_a_template_that_waits_for_a_busy_machine_is_not_refused(review: Review, tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md="It is {{ review.on.year }}.")
    assert render(review, root) == "It is 2026."
    child = QUARANTINE.process_id
    assert child is not None
    os.kill(child, signal.SIGSTOP)
    waking = Timer(1, os.kill, (child, signal.SIGCONT))  # more than it may work
    waking.start()
    assert render(review, root) == "It is 2026."
    waking.join()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("text", C_CALLS.values(), ids=C_CALLS)
def test_what_takes_too_much_is_ended_and_told_with_its_file(text: str, review: Review, tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md=f"one\n{text}\n", loop_md=LOOP * 9 + "x" + "{% endfor %}" * 9)
    begun = time.monotonic()
    message = fault_of(review, root)
    assert time.monotonic() - begun < LONG
    assert re.match(r"(review\.md:2|loop\.md:1): (it|`join`) ", message), message


@pytest.mark.usefixtures("impatient")
def test_a_call_that_never_comes_back_is_told_with_its_line(review: Review, tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md="a\n{% include 'mine.md' %}", mine_md="b\nc\n{{ 5|round(-1000000000) }}")
    assert fault_of(review, root) == "mine.md:3: it takes longer than 0.3 seconds"


@pytest.mark.usefixtures("impatient")
def test_after_one_that_was_ended_the_next_is_rendered(review: Review, tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md=LOOP * 9 + "x" + "{% endfor %}" * 9, other_md="fine")
    fault_of(review, root)
    quarantine.SECONDS = 30.0  # it is set back by the fixture
    assert render(review, root, "other.md") == "fine"


SEALED = """
import os, socket, sys
from opsledger.rendering.limits import Limits
limits = Limits(sys.stdout.fileno())
tried = (lambda: open("/dev/null"), lambda: socket.socket(), lambda: os.pipe(), lambda: os.listdir("."))
with limits.within(30, 30):
    for each in tried:
        try:
            each()
        except OSError:
            print("refused")
open(os.devnull).close()
limits.bound_memory()
try:
    bytearray(2_000_000_000)
except MemoryError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="not every system bounds memory")
def test_meanwhile_no_file_and_no_connection_can_be_opened_and_memory_is_bounded() -> None:
    told = subprocess.run([sys.executable, "-c", SEALED], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["refused"] * 5


UNBOUNDED = """
import jinja2
from opsledger.rendering.sandbox import Sandbox, Stopped, bounded_steps
text = "{% set x = 'abcdefgh' %}" + "\\n{% set x = x ~ x %}" * 60
try:
    with bounded_steps():
        Sandbox(loader=jinja2.DictLoader({"x": text})).get_template("x").render()
except Stopped:
    print("stopped")
"""


def test_where_memory_is_not_bounded_each_line_is_looked_at() -> None:
    told = subprocess.run([sys.executable, "-c", UNBOUNDED], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert told.stdout == "stopped\n"


# the end


def test_it_is_ended_at_once_when_the_program_is(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "SECONDS", 10.0 * LONG)
    root = own_templates(tmp_path, review_md=LOOP * 9 + "x" + "{% endfor %}" * 9)
    said: list[str] = []
    waiting = Thread(target=lambda: said.append(fault_of(review, root)), daemon=True)
    waiting.start()
    end = time.monotonic() + LONG
    while QUARANTINE._process is None or not QUARANTINE._process._compiled:
        assert time.monotonic() < end
        time.sleep(0.01)
    QUARANTINE.close()
    waiting.join(LONG)
    assert len(said) == 1


def test_it_is_ended_too_when_the_program_ends_before_it_is_ready(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QUARANTINE.close()
    started = QUARANTINE._started

    def started_at_the_end() -> quarantine._Process:
        QUARANTINE.interrupt()
        return started()

    monkeypatch.setattr(QUARANTINE, "_started", started_at_the_end)
    root = own_templates(tmp_path, review_md="x")
    assert fault_of(review, root) == "the process that renders it has ended"
    assert QUARANTINE.process_id is None
    monkeypatch.undo()
    assert render(review, root, "review.md") == "x"


def test_the_command_tells_of_it_and_writes_nothing(tmp_path: Path) -> None:
    root = own_templates(tmp_path, review_md="a\n" + NESTED["loops"])
    result = run(root, "review", "--on", "2026-11-20")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "templates/review.md:2: it cannot be compiled: too many statically nested blocks" in result.stderr
    assert not (root / "reviews").exists()


def test_without_a_program_to_start_it_is_told(review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    QUARANTINE.close()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert "no process can be started" in fault_of(review, own_templates(tmp_path, review_md="x"))


def test_more_files_than_there_may_be_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST_FILES", 3)
    root = own_templates(tmp_path, **{f"a{number}_md": "x" for number in range(9)})
    assert len(own.own_names(root)) == 3
