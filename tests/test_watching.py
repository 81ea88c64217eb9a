"""Watching a ledger: what wakes it, what does not, and what becomes of the review."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest

from opsledger.editing import door
from opsledger.forecast import backtest
from opsledger.loading import load
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from opsledger.watching import watch as watching
from opsledger.watching.bell import Bell
from opsledger.watching.pages import Pages
from opsledger.watching.watch import Look, Watch
from tests.cli_support import SAMPLE, write_ledger

DAY = date(2026, 11, 20)
LEAD = "---\nname: Acme\nsource: mail\n---\n\n## Log\n\n- 2026-11-02 inquiry\n"
SECONDS = 60  # for a look to come; far more than it takes, on a busy machine too


class Watched:
    """A ledger with somebody who watches it in a thread of their own."""

    def __init__(self, root: Path, watch: Watch, pages: Pages | None = None) -> None:
        self.root = root
        self.looks: Queue[Look] = Queue()
        self.watch = watch
        self.pages = pages
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        for look in self.watch.looks():
            if self.pages:
                self.watch.wrote(self.pages.write(look).own)
            self.looks.put(look)

    def next(self) -> Look:
        return self.looks.get(timeout=SECONDS)

    def until(self, seen: Callable[[Look], bool]) -> Look:
        """The first look that shows something."""
        while True:
            look = self.next()
            if seen(look):
                return look

    def is_quiet(self, seconds: float = 0.3) -> bool:
        try:
            self.looks.get(timeout=seconds)
        except Empty:
            return True
        return False

    def save(self, path: str, text: str) -> None:
        """In one step, so that nobody sees half of it."""
        save_by_replacing(self.root / path, text)

    def close(self) -> None:
        self.watch.close()
        self.thread.join(SECONDS)
        assert not self.thread.is_alive()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that is not below /tmp, where Vim saves in another way than elsewhere."""
    above = Path.home() if os.access(Path.home(), os.W_OK) else Path.cwd()
    with TemporaryDirectory(prefix=".opsledger-test-", dir=above) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks without events come quicker than for people."""
    monkeypatch.setattr(watching, "_POLL", 0.1)


@pytest.fixture
def watch(place: Path) -> Iterator[Callable[..., Watched]]:
    """Begins to watch a ledger; the first look is over."""
    begun: list[Watched] = []

    def begin(*, polls: bool = False, day: Callable[[], date] = lambda: DAY, writes: bool = False) -> Watched:
        root = place / "ledger"
        if not root.exists():
            write_ledger(root, {"leads/acme.md": LEAD})
        begun.append(Watched(root, Watch(root, day, polls=polls), Pages(root) if writes else None))
        begun[-1].next()
        return begun[-1]

    yield begin
    for watched in begun:
        watched.close()


def save_in_place(place: Path, text: str) -> None:
    """As VS Code does: the file is emptied, then written."""
    with place.open("r+b") as file:
        file.truncate(0)
        file.flush()
        time.sleep(0.01)
        file.write(text.encode())


def save_by_backup(place: Path, text: str) -> None:
    """As Vim and Emacs do: the old file is moved away, a new one is made under its name."""
    backup = place.with_name(place.name + "~")
    place.rename(backup)
    time.sleep(0.01)
    place.write_text(text)
    backup.unlink()


def save_by_replacing(place: Path, text: str) -> None:
    """As `mv` and this program do: another file takes the name."""
    new = place.with_name(".new~")
    new.write_text(text)
    new.replace(place)


SAVES = (save_in_place, save_by_backup, save_by_replacing)


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("polls", [False, True])
def test_a_save_is_seen_however_it_is_made(watch: Callable[..., Watched], save: Callable[..., None], polls: bool):
    watched = watch(polls=polls)
    save(watched.root / "leads/acme.md", LEAD.replace("Acme", "Saved"))
    look = watched.until(lambda look: [lead.name for lead in look.ledger.leads] == ["Saved"])
    assert look.changed == {"leads/acme.md"}
    assert watched.is_quiet()


@pytest.mark.skipif(shutil.which("vim") is None, reason="there is no vim here")
def test_a_save_in_vim_is_seen_once(watch: Callable[..., Watched]):
    watched = watch()
    command = ("vim", "-u", "NONE", "-N", "-n", "-es", "-c", "%s/Acme/Vim/", "-c", "wq", "leads/acme.md")
    subprocess.run(command, cwd=watched.root, check=True, timeout=SECONDS)
    watched.until(lambda look: [lead.name for lead in look.ledger.leads] == ["Vim"])
    assert watched.is_quiet()


def test_a_burst_of_changes_is_one_look_or_few(watch: Callable[..., Watched]):
    watched = watch()
    for number in range(500):
        (watched.root / f"leads/lead-{number}.md").write_text(LEAD)
    looks = 1
    while len(found := watched.next().ledger.leads) < 501:
        looks += 1
    assert len(found) == 501
    assert looks < 50  # however long the machine takes to write them
    assert watched.is_quiet()


def test_a_folder_that_is_deleted_and_made_again_is_followed_again(watch: Callable[..., Watched]):
    watched = watch()
    shutil.rmtree(watched.root / "leads")
    assert watched.next().ledger.leads == ()
    write_ledger(watched.root, {"leads/acme.md": LEAD})
    watched.until(lambda look: len(look.ledger.leads) == 1)
    write_ledger(watched.root, {"leads/acme.md": LEAD.replace("Acme", "Again")})
    watched.until(lambda look: [lead.name for lead in look.ledger.leads] == ["Again"])


def test_a_ledger_that_is_deleted_and_made_again_is_followed_again(
    watch: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(watching, "_TICK", 0.05)
    watched = watch()
    shutil.rmtree(watched.root)
    assert "there is no folder" in (watched.until(lambda look: look.fault is not None).fault or "")
    time.sleep(0.2)
    write_ledger(watched.root, {"leads/acme.md": LEAD})
    watched.until(lambda look: look.fault is None)
    write_ledger(watched.root, {"leads/acme.md": LEAD.replace("Acme", "Again")})
    watched.until(lambda look: [lead.name for lead in look.ledger.leads] == ["Again"])


def test_settings_that_cannot_be_read_leave_the_last_ledger(watch: Callable[..., Watched]):
    watched = watch()
    watched.save("opsledger.yaml", "a: 1\na: 2\n")
    look = watched.next()
    assert "opsledger.yaml cannot be read" in (look.fault or "")
    assert (look.changed, len(look.ledger.leads)) == ({"opsledger.yaml"}, 1)
    assert [problem.rule.code for problem in look.problems] == ["duplicate-key"]
    watched.save("opsledger.yaml", "")
    look = watched.next()
    assert (look.changed, look.fault, look.problems) == ({"opsledger.yaml"}, None, ())


def test_a_fault_of_the_program_does_not_end_it(watch: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch):
    watched = watch()
    with monkeypatch.context() as patch:
        patch.setattr(watched.watch._kept, "refresh", lambda: 1 / 0)
        watched.save("leads/acme.md", LEAD + "\n")
        assert "ZeroDivisionError" in (watched.next().fault or "")
    watched.save("leads/acme.md", LEAD + "\n\n")
    assert watched.next().fault is None


def test_what_is_hidden_or_read_wakes_nobody(watch: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch):
    watched = watch()
    asked: list[int] = []
    refresh = watched.watch._kept.refresh
    monkeypatch.setattr(watched.watch._kept, "refresh", lambda: asked.append(1) or refresh())
    (watched.root / ".git").mkdir()
    watched.save(".git/index.lock", "x")
    (watched.root / "leads/acme.md").read_text()
    assert watched.is_quiet()
    assert asked == []


def test_what_it_writes_itself_is_the_cause_of_no_other_look(watch: Callable[..., Watched]):
    watched = watch(writes=True)
    assert watched.next().changed == {"reviews/2026-11-20.md"}  # a new one is looked at, for the page to show its notes
    assert watched.is_quiet()
    watched.save("leads/acme.md", LEAD + "- 2026-11-03 value 5000\n")
    assert watched.next().changed == {"leads/acme.md"}
    assert watched.is_quiet()


def test_what_the_user_writes_into_the_review_is_seen(watch: Callable[..., Watched]):
    watched = watch(writes=True)
    watched.next()
    review = watched.root / "reviews/2026-11-20.md"
    review.write_text(review.read_text() + "\n- [ ] @sales Ask Harbor due:2026-12-01\n")
    look = watched.next()
    assert look.changed == {"reviews/2026-11-20.md"}
    assert "Ask Harbor" in review.read_text()


def page_and_review(folder: Path) -> tuple[str, str]:
    return (folder / "review.html").read_text(), (folder / "review.md").read_text()


@pytest.mark.parametrize("folder", ["ledger", "out", "ledger/a/b", "an other/deep/one"])
def test_the_links_of_reviews_elsewhere_lead_to_the_ledger_and_a_page_needs_none(folder: str, tmp_path: Path):
    root, out = write_ledger(tmp_path / "ledger", {"leads/acme.md": LEAD}), tmp_path / folder
    Pages(root, out).write(Look(DAY, frozenset(), load(root), ()))
    page, review = page_and_review(out)
    links = set(re.findall(r"\(([^()]*acme[^()]*)\)", review))
    assert links
    assert all((out / unquote(each)).resolve() == root / "leads/acme.md" for each in links)
    assert not re.findall('href="[^#][^"]*acme', page)  # a page carries what it shows, since it may be sent alone
    assert ">Acme</button>" in page


def test_while_the_ledger_cannot_be_read_the_last_pages_say_so(tmp_path: Path):
    root, out = write_ledger(tmp_path / "ledger", {"leads/acme.md": LEAD}), tmp_path / "out"
    pages = Pages(root, out)
    ledger = load(root)
    pages.write(Look(DAY, frozenset(), ledger, ()))
    good = page_and_review(out)
    for reason in ("one <b>reason</b>", "another"):
        assert pages.write(Look(DAY, frozenset(), ledger, (), reason)).fault == reason
    page, review = page_and_review(out)
    assert page.count("Not up to date") == review.count("Not up to date") == 1
    assert "Not up to date: another." in page
    assert review.startswith("---\non: 2026-11-20\nfrom: 2026-11-07\n---\n> **Not up to date:** another\n\n")
    pages.write(Look(DAY, frozenset(), ledger, ()))
    assert page_and_review(out) == good


def test_a_page_beside_a_review_says_so_too_and_the_review_stays(tmp_path: Path):
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    pages = Pages(root)
    ledger = load(root)
    pages.write(Look(DAY, frozenset(), ledger, ()))
    review = (root / "reviews/2026-11-20.md").read_text()
    write_ledger(root, {"templates/review.html": "{{ nonsense"})
    written = pages.write(Look(DAY, frozenset(), ledger, ()))
    assert "template cannot be used" in (written.fault or "")
    assert "Not up to date: the review" in (root / "reviews/2026-11-20.html").read_text()
    assert (root / "reviews/2026-11-20.md").read_text() == review


def test_a_part_edited_by_hand_is_left_and_told_of(tmp_path: Path):
    root = write_ledger(tmp_path, {"leads/acme.md": LEAD})
    pages = Pages(root)
    pages.write(Look(DAY, frozenset(), load(root), ()))
    place = root / "reviews/2026-11-20.md"
    edited = place.read_text().replace("# COO review", "# My review")
    place.write_text(edited)
    written = pages.write(Look(DAY, frozenset(), load(root), ()))
    assert "reviews/2026-11-20.md cannot be brought up to date" in (written.fault or "")
    assert [problem.file for problem in written.problems] == ["reviews/2026-11-20.md"]
    assert place.read_text() == edited
    assert "Not up to date" not in (root / "reviews/2026-11-20.html").read_text()


def test_a_forecast_that_has_to_be_drawn_is_waited_for_after_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root, out = tmp_path / "ledger", tmp_path / "out"
    shutil.copytree(SAMPLE, root)
    pages = Pages(root, out)
    pages.write(Look(DAY, frozenset(), load(root), ()))
    week = root / "weeks/2026-W47.md"
    week.write_text(
        week.read_text().replace("- Mon 9:00-13:45 harbor-ortho-website", "- Mon 9:00-13:47 lantern-rebrand")
    )
    wrote: list[str] = []
    write_elsewhere = door.write_elsewhere

    def write(place: Path, data: bytes, before: bytes | None) -> None:
        wrote.append(place.name)
        write_elsewhere(place, data, before)

    scored: list[int] = []
    score = backtest.backtest

    def scoring(*given: object) -> object:
        scored.append(len(wrote))
        return score(*given)

    monkeypatch.setattr(backtest, "backtest", scoring)
    monkeypatch.setattr("opsledger.watching.pages.write_elsewhere", write)
    pages.write(Look(DAY, frozenset(), load(root), ()))
    assert wrote == ["review.html", "review.md", "review.html", "review.md"]
    assert scored == [2]  # so is its score on past weeks
    fresh = render(build_review(load(root), DAY), root, "review.html", out)
    assert (out / "review.html").read_text() == fresh


def test_a_template_of_the_ledgers_own_is_followed(watch: Callable[..., Watched]):
    watched = watch()
    write_ledger(watched.root, {"templates/review.md": "mine"})
    assert watched.next().changed == {"templates/review.md"}


def test_after_midnight_the_day_is_another(watch: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "_TICK", 0.05)
    days = [DAY]
    watched = watch(day=lambda: days[0])
    days[0] = date(2026, 11, 21)
    look = watched.next()
    assert (look.day, look.changed) == (date(2026, 11, 21), frozenset())


def test_where_there_are_no_events_it_looks_at_the_files(
    place: Path, watch: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
):
    def refuse(self: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("opsledger.watching.events.FolderEvents.follow", refuse)
    watched = watch()
    watched.save("leads/acme.md", LEAD + "- 2026-11-03 value 5000\n")
    assert watched.next().changed == {"leads/acme.md"}


def test_rings_while_nobody_waits_are_kept():
    bell = Bell()
    bell.ring("a")
    assert bell.wait(0)
    bell.quiet(0.01)
    assert not bell.wait(0)


def test_a_bell_that_never_falls_silent_is_heard_within_a_second(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("opsledger.watching.bell.MOST", 0.2)
    bell, stop = Bell(), threading.Event()

    def ring() -> None:
        while not stop.wait(0.005):
            bell.ring("a")

    ringing = threading.Thread(target=ring)
    ringing.start()
    begun = time.monotonic()
    bell.quiet(0.1)
    stop.set()
    ringing.join()
    assert 0.15 < time.monotonic() - begun < SECONDS
