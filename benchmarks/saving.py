"""How long it takes from saving a file to the page that shows it, as editors save."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.timing import python, seconds_of
from opsledger.bundled import bundled

DAY = "2026-11-20"
MOST = 0.2  # seconds
SAVES = 20
_WAIT = 20.0


class Edit(NamedTuple):
    """One edit, made again and again with another number: what is written in place of what, and what the page shows."""

    file: str
    old: str
    new: str
    shown: str


RENAMED = Edit("leads/arbor-furniture.md", "name: Arbor Furniture", "name: Arbor {}", "Arbor {}")
# The forecast has to be drawn again after it; the page comes first with the last one.
WORKED = Edit("weeks/2026-W47.md", "- Mon 9:00-13:45 harbor-ortho", "- Mon 8:{}-13:45 harbor-ortho", "08:{}–13:45")


def save_as_vscode(place: Path, text: str) -> None:
    """Empty the file, then write it."""
    with place.open("r+b") as file:
        file.truncate(0)
        file.write(text.encode())


def save_as_vim(place: Path, text: str) -> None:
    """Move the file away, write a new one under its name, delete the old one."""
    backup = place.with_name(f"{place.name}~")
    place.rename(backup)
    place.write_bytes(text.encode())
    backup.unlink()


def save_as_mv(place: Path, text: str) -> None:
    """Write another file and give it the name."""
    new = place.with_name(".new~")
    new.write_bytes(text.encode())
    new.replace(place)


SETS = (
    ("a name", "Vim", save_as_vim, RENAMED),
    ("a name", "VS Code", save_as_vscode, RENAMED),
    ("a name", "mv", save_as_mv, RENAMED),
    ("hours", "Vim", save_as_vim, WORKED),
)


def bench_saving() -> bool:
    """A save to the page of `opsledger watch`, and to the one of `opsledger serve`, against making it again."""
    with tempfile.TemporaryDirectory(prefix="opsledger-bench-") as scratch:
        root = Path(scratch) / "sample"
        shutil.copytree(bundled("sample-ledger"), root)
        command = python("-m", "opsledger", "-C", str(root), "review", "--on", DAY, "--html", "--stdout")
        seconds_of(command)
        anew = statistics.median(seconds_of(command) for _ in range(5))
        page = Path(scratch) / "out" / "review.html"
        with running(root, "watch", "--on", DAY, "--out", str(page.parent)) as printed:
            until(lambda: "review.html" in printed.read_text("utf-8"))
            within = _bench_styles("watch", root, anew, _reads(page))
        with running(root, "serve", "--on", DAY, "--port", "0") as printed:
            until(lambda: "http://" in printed.read_text("utf-8"))
            within = _bench_styles("serve", root, anew, hears(port_of(address_in(printed)))) and within
    return within


def _bench_styles(command: str, root: Path, anew: float, shown: Callable[[str], None]) -> bool:
    """Each way of saving, and each edit; whether all are within bounds."""
    within = [
        _told(f"{what} saved as by {name}, to the page of {command}", root, save, anew, shown, edit)
        for what, name, save, edit in SETS
    ]
    return all(within)


def _told(
    name: str, root: Path, save: Callable[[Path, str], None], anew: float, shown: Callable[[str], None], edit: Edit
) -> bool:
    """Print the median of some saves, and whether it is within bounds."""
    place = root / edit.file
    text = place.read_text("utf-8")
    seconds = []
    for number in range(SAVES):
        begun = time.perf_counter()
        save(place, text.replace(edit.old, edit.new.format(10 + number)))
        shown(edit.shown.format(10 + number))
        seconds.append(time.perf_counter() - begun)
        time.sleep(0.5)  # a person does not save twice in a moment
    save_as_mv(place, text)
    time.sleep(1)
    median = statistics.median(seconds)
    within = median <= MOST
    times = f"{median:7.3f} s against {anew:7.3f} s"
    print(
        f"{name:<58s} {times}  ratio {median / anew:5.2f}  (at most {MOST} s: {'yes' if within else 'NO'})", flush=True
    )
    return within


def _reads(page: Path) -> Callable[[str], None]:
    """Waits until a file holds a text."""

    def shown(mark: str) -> None:
        while True:
            before = page.stat().st_ino
            if mark in page.read_text("utf-8"):
                return
            until(partial(_is_another, page, before))

    return shown


def _is_another(page: Path, before: int) -> bool:
    return page.stat().st_ino != before


def hears(port: int, path: str = "/") -> Callable[[str], None]:
    """Waits, as a page does, for the server's news, then asks for the page, until it holds a text."""
    news = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT)
    news.request("GET", "/changes")
    stream = news.getresponse()

    def shown(mark: str) -> None:
        while True:
            if stream.readline().startswith(b"data:"):
                pages = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT)
                pages.request("GET", path)
                if mark in pages.getresponse().read().decode():
                    return

    return shown


def address_in(printed: Path) -> str:
    """The address of the pages that `serve` prints first."""
    return printed.read_text("utf-8").split()[0]


def port_of(address: str) -> int:
    """The port of an address of one's own machine."""
    port = urlsplit(address).port
    assert port is not None
    return port


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _WAIT
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the page did not come")
        time.sleep(0.002)


@contextmanager
def running(root: Path, *arguments: str) -> Iterator[Path]:
    """A command that runs until Ctrl-C; the file that holds what it prints."""
    printed = root.parent / f"{arguments[0]}.txt"
    with printed.open("w") as file:
        process = subprocess.Popen(python("-m", "opsledger", "-C", str(root), *arguments), stdout=file, stderr=file)
        try:
            yield printed
            _tell_idle(arguments[0], process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(_WAIT)


def _tell_idle(name: str, pid: int, seconds: float = 5.0) -> None:
    """Print how much of a processor a command takes while nothing happens, if the system tells."""
    if not Path("/proc/self/stat").exists():
        return
    time.sleep(1)
    before = _ticks(pid)
    time.sleep(seconds)
    used = (_ticks(pid) - before) / os.sysconf("SC_CLK_TCK")
    print(f"{name}, idle: {used:.2f} s of processor time in {seconds:.0f} s", flush=True)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
