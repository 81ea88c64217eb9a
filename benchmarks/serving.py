"""How fast the live pages are: from pressing a button to the page that shows it, and a ten-year ledger's first page."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.saving import DAY, address_in, hears, port_of, running, until
from benchmarks.ten_years import make_ten_years
from benchmarks.timing import python, seconds_of
from opsledger.bundled import bundled

MOST_WRITE = 0.3  # seconds
MOST_FIRST = 1.0
WRITES = 15
_LEAD = "/leads/summit-cycling.md"


class Session(NamedTuple):
    """A browser that may write: the server's port and its cookie."""

    port: int
    cookie: str

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """A request as a page of this server sends it."""
        host = f"127.0.0.1:{self.port}"
        sent = {"Host": host, "Cookie": self.cookie, **{name.replace("_", "-"): each for name, each in headers.items()}}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body or None, sent)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def log(self, page: str, line: str) -> None:
        """Write a line into a lead's log, as its page does."""
        token, sha = (
            re.findall(r'data-token="(\w+)"', page)[0],
            re.findall(r'data-write="log".*?data-sha="(\w+)"', page)[0],
        )
        asked = {"what": "log", "file": _LEAD[1:], "sha": sha, "line": line}
        status, said = self.ask(
            "POST",
            "/write",
            json.dumps(asked),
            Origin=f"http://127.0.0.1:{self.port}",
            Sec_Fetch_Site="same-origin",
            Content_Type="application/json",
            X_OpsLedger_Token=token,
            X_OpsLedger_Page=_LEAD,
        )
        if status != 200:
            raise RuntimeError(said)


def bench_serving() -> bool:
    """Both against making the review's page anew by the command, of the same ledger in the same run."""
    with tempfile.TemporaryDirectory(prefix="opsledger-bench-") as scratch:
        sample, old = Path(scratch) / "sample", Path(scratch) / "ten-years"
        shutil.copytree(bundled("sample-ledger"), sample)
        return all([_bench_writing(sample), _bench_first(old, str(make_ten_years(old)))])


def _bench_writing(root: Path) -> bool:
    anew = _anew(root, DAY)
    with running(root, "serve", "--on", DAY, "--port", "0") as printed:
        until(lambda: "http://" in printed.read_text("utf-8"))
        session = _session(printed)
        shown = hears(session.port, _LEAD)
        seconds = []
        for number in range(WRITES):
            page = session.ask("GET", _LEAD)[1]
            begun = time.perf_counter()
            session.log(page, f"note written {number} times")
            shown(f"written {number} times")
            seconds.append(time.perf_counter() - begun)
            time.sleep(0.5)  # nobody presses twice in a moment
    return _told("a line logged in a page, to the page that shows it", seconds, anew, MOST_WRITE)


def _bench_first(root: Path, day: str) -> bool:
    """From the address that is printed to the whole page; the forecast was drawn by an earlier command."""
    anew = _anew(root, day)
    seconds = []
    for _ in range(5):
        with running(root, "serve", "--on", day, "--port", "0") as printed:
            until(lambda: "http://" in printed.read_text("utf-8"))
            begun = time.perf_counter()
            session = _session(printed)
            until(partial(_is_there, session))
            seconds.append(time.perf_counter() - begun)
    return _told("the first page of ten years", seconds, anew, MOST_FIRST)


def _is_there(session: Session) -> bool:
    return session.ask("GET", "/")[0] == 200


def _session(printed: Path) -> Session:
    address = address_in(printed)
    port = port_of(address)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/?{address.partition('?')[2]}")
    answer = connection.getresponse()
    return Session(port, (answer.getheader("set-cookie") or "").partition(";")[0])


def _anew(root: Path, day: str) -> float:
    """The review's page made by the command, of a ledger whose settings were just saved."""
    command = python("-m", "opsledger", "-C", str(root), "review", "--on", day, "--html", "--stdout")
    seconds = []
    for _ in range(4):
        (root / "opsledger.yaml").touch()
        seconds.append(seconds_of(command))
    return statistics.median(seconds[1:])  # the first draws the forecast


def _told(name: str, seconds: list[float], anew: float, most: float) -> bool:
    median = statistics.median(seconds)
    times = f"{median:7.3f} s against {anew:7.3f} s"
    said = "yes" if median <= most else "NO"
    print(f"{name:<58s} {times}  ratio {median / anew:5.2f}  (at most {most} s: {said})", flush=True)
    return median <= most


if __name__ == "__main__":
    raise SystemExit(not bench_serving())
