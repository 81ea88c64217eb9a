"""Where the user's own things are kept, and which folders are not to be trusted with them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from opsledger import cache, private
from opsledger.cache import cached, keep, recalled
from opsledger.private import NotUsable, own_folder, read_own, secret, write_own
from opsledger.rendering.templates import shipped_environment
from tests.cli_support import run, write_ledger

VARIABLES = {"state": "XDG_STATE_HOME", "cache": "XDG_CACHE_HOME"}
LEAD = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-01 in\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, without any variable that names a place."""
    (tmp_path / "home").mkdir()
    for name in VARIABLES.values():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_what_is_kept_stands_where_the_xdg_rules_say(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    assert own_folder("state") == home / ".local/state/opsledger" == Path(platformdirs.user_state_dir("opsledger"))
    assert own_folder("cache") == home / ".cache/opsledger" == Path(platformdirs.user_cache_dir("opsledger"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "elsewhere"))
    assert own_folder("cache") == home / "elsewhere/opsledger"


@pytest.mark.parametrize("given", ["", ".cache", "~/x", "..", "./a/b"])
@pytest.mark.parametrize("purpose", VARIABLES)
def test_a_place_that_is_not_absolute_is_not_used(
    purpose: private.Purpose, given: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLES[purpose], given)
    assert own_folder(purpose).is_relative_to(home)


@pytest.mark.parametrize("given", ["", "home", "./home"])
def test_a_home_that_is_not_absolute_is_none(given: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", given)
    with pytest.raises(NotUsable, match="no home folder is known: set HOME"):
        own_folder("state")


def to_all(place: Path) -> None:
    place.chmod(0o777)


def to_group(place: Path) -> None:
    place.chmod(0o770)


def to_all_as_in_tmp(place: Path) -> None:
    place.chmod(0o1777)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners here")
@pytest.mark.parametrize("which", ["base", "base/opsledger"])
@pytest.mark.parametrize("open_up", [to_all, to_group, to_all_as_in_tmp])
def test_a_folder_that_others_may_write_to_is_not_used(
    open_up: Callable[[Path], None], which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private, "_is_own_group", lambda group: False)
    (tmp_path / "base/opsledger").mkdir(parents=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "base"))
    assert own_folder("state") == tmp_path / "base/opsledger"
    open_up(tmp_path / which)
    with pytest.raises(NotUsable, match=f"other users may write to {tmp_path / which}"):
        own_folder("state")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners here")
def test_a_folder_of_another_user_is_not_used_wherever_a_link_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "theirs")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    monkeypatch.setattr(private.os, "geteuid", lambda: 54321)
    monkeypatch.setattr(private.os, "access", lambda place, mode: True)
    with pytest.raises(NotUsable, match=f"{tmp_path / 'theirs'} belongs to another user"):
        own_folder("cache")


def test_a_world_writable_folder_above_is_not_used_without_the_sticky_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = tmp_path / "shared"
    (above / "base").mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("XDG_STATE_HOME", str(above / "base"))
    above.chmod(0o1777)
    assert own_folder("state") == above / "base/opsledger"
    above.chmod(0o777)
    with pytest.raises(NotUsable, match="other users may write to"):
        own_folder("state")


def test_what_is_made_is_its_users_alone(home: Path) -> None:
    previous = os.umask(0o002)
    try:
        secret()
    finally:
        os.umask(previous)
    made = [home / ".local", home / ".local/state", own_folder("state"), own_folder("state") / "secret"]
    assert [stat.S_IMODE(place.stat().st_mode) & 0o077 for place in made] == [0, 0, 0, 0]


def test_the_secret_stays_and_one_that_others_can_read_is_replaced(home: Path) -> None:
    first = secret()
    assert secret() == first
    (own_folder("state") / "secret").chmod(0o644)
    assert secret() != first


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_link_or_a_pipe_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    assert read_own(tmp_path / "file") == b"x"
    for name in ("link", "pipe"):
        with pytest.raises(OSError, match=r"link|not a file"):
            read_own(tmp_path / name)


def test_a_file_of_ones_own_is_written_whole_and_nothing_is_left(tmp_path: Path) -> None:
    write_own(tmp_path / "x", b"one")
    write_own(tmp_path / "x", b"two", lasting=True)
    assert [(place.name, place.read_bytes()) for place in tmp_path.iterdir()] == [("x", b"two")]


def planted(folder: Path, source: str, name: str, file: str) -> None:
    """Put a file that another program wrote where this one looks."""
    target = folder / "opsledger" / name
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    (target / file).write_bytes((Path(source) / "opsledger" / name / file).read_bytes())


def test_what_another_user_has_kept_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "their-state"))
    keep("things", "one", b"3")
    assert recalled("things", "one") == b"3"
    planted(tmp_path / "mine", str(tmp_path / "theirs"), "things", "one")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    assert recalled("things", "one") == b"3"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "my-state"))
    assert recalled("things", "one") is None


@pytest.mark.parametrize("damage", ["version", "name", "content", "seal"])
def test_what_is_kept_counts_for_its_program_name_and_content_alone(
    damage: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("things", "one", b"3")
    place = own_folder("cache") / "things/one"
    if damage == "version":
        monkeypatch.setattr(cache, "VERSION", "99")
    elif damage == "name":
        place.rename(place.with_name("two"))
    elif damage == "content":
        place.write_bytes(place.read_bytes() + b"0")
    else:
        place.write_bytes(b"\n3")
    assert recalled("things", "two" if damage == "name" else "one") is None


def test_without_a_home_all_is_made_and_nothing_is_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "")
    assert [cached("any", "key", lambda: 3, int), cached("any", "key", lambda: 4, int)] == [3, 4]
    keep("any", "key", b"")
    assert recalled("any", "key") is None


def test_a_compiled_template_from_a_clone_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = write_ledger(tmp_path / "clone", {"leads/quay.md": LEAD})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "theirs"))
    shipped_environment.cache_clear()  # as in a process of its own
    run(clone, "review", "--on", "2026-11-20", "--stdout")
    theirs = list((tmp_path / "theirs/opsledger/templates").glob("*.cache"))
    assert theirs
    for place in theirs:  # whatever follows the seal would be unpickled and run
        planted(clone / ".cache", str(tmp_path / "theirs"), "templates", place.name)
        kept = clone / ".cache/opsledger/templates" / place.name
        kept.write_bytes(kept.read_bytes().replace(b"\n", b"\ncos\nabort\n(tR.", 1))
    monkeypatch.chdir(clone)
    for given in (".cache", str(clone / ".cache")):
        monkeypatch.setenv("XDG_CACHE_HOME", given)
        shipped_environment.cache_clear()
        assert run(clone, "review", "--on", "2026-11-20", "--stdout").exit_code == 0


@pytest.mark.parametrize(
    "command", [("status",), ("forecast",), ("review", "--on", "2026-11-20"), ("check",), ("time", "--today")]
)
def test_without_a_home_whatever_reads_works(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES.values():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "")
    ledger = write_ledger(tmp_path, {"leads/quay.md": LEAD})
    assert run(ledger, *command).exit_code == 0


def test_without_a_home_an_edit_says_that_it_is_final_and_timing_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES.values():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "")
    ledger = write_ledger(tmp_path, {"leads/quay.md": LEAD})
    result = run(ledger, "log", "quay", "out", "one", "--on", "2026-11-20")
    assert result.exit_code == 0
    assert result.stderr.count("`opsledger undo` cannot take this back: no home folder is known: set HOME\n") == 1
    for command, outcome in (
        ("start admin", "Nothing is being timed."),
        ("stop", "Nothing is being timed."),
        ("undo", ""),
    ):
        refused = run(ledger, *command.split())
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert outcome in refused.stderr
        assert "no home folder is known: set HOME" in refused.stderr
