"""`make bench`: how fast OpsLedger is, as ratios to peers in the same run.

    python -m benchmarks [--pairs N] [--large]

--large also loads 50,000 files, to show that loading grows in proportion.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks import scaling
from benchmarks.editing import Typist
from benchmarks.histories import make_history
from benchmarks.ledgers import RECORDS, WEEKS, make_ledger, make_report, make_small_records
from benchmarks.saving import bench_saving
from benchmarks.serving import bench_serving
from benchmarks.simulator.business import Business
from benchmarks.simulator.ledger import write_ledger
from benchmarks.ten_years import bench_ten_years
from benchmarks.timing import bounded, compare, python, seconds_of, told_by
from opsledger.bundled import bundled
from tests.editor import Editor

FILES = 10_000
COMMITS = 2_000
EDITED_FILES = 1_000


def bench_loading(folder: Path, name: str, pairs: int, most: float | None = None) -> bool:
    """A ledger into models, against python-frontmatter splitting and loading the same files."""
    ours, peers = [], []
    for _ in range(pairs):
        ours.append(told_by(python("-m", "benchmarks.one_load", "opsledger", str(folder))))
        peers.append(told_by(python("-m", "benchmarks.one_load", "frontmatter", str(folder))))
    return compare(name, ours, peers, most)


def bench_growth(small: Path, large: Path, times: int, pairs: int) -> bool:
    """A large ledger against a small one, per file."""
    ours = [told_by(python("-m", "benchmarks.one_load", "opsledger", str(large))) / times for _ in range(pairs)]
    peers = [told_by(python("-m", "benchmarks.one_load", "opsledger", str(small))) for _ in range(pairs)]
    return compare(f"{times * FILES:,} files, a {times}th of them, against {FILES:,}", ours, peers, 1.3)


def bench_history(folder: Path, pairs: int) -> None:
    """A ledger's past, against `git log --raw` and `git cat-file --batch` reading the same blobs."""
    measured: dict[str, list[float]] = {}
    for _ in range(pairs):
        for which in ("git", "changes", "edits", "life"):
            measured.setdefault(which, []).append(told_by(python("-m", "benchmarks.one_history", which, str(folder))))
    of = f"{COMMITS:,} commits"
    compare(f"what happened over {of}, with the audit trail", measured["changes"], measured["git"], 1.5)
    compare(f"the audit trail of {of}", measured["edits"], measured["git"], 1.5)
    compare(f"a record's life in {of}", measured["life"], measured["git"], 1.5)


def bench_start(pairs: int) -> bool:
    """`opsledger --version` against importing click alone."""
    ours, peers = [], []
    for _ in range(pairs * 3):
        ours.append(seconds_of(python("-m", "opsledger", "--version")))
        peers.append(seconds_of(python("-c", "import click")))
    return compare("opsledger --version, against import click", ours, peers, 1.3)


def bench_review(pairs: int) -> bool:
    """A review of the sample as a whole process against importing click, yaml and jinja2."""
    command = ("-m", "opsledger", "-C", str(bundled("sample-ledger")), "review", "--on", "2026-11-20", "--stdout")
    seconds_of(python(*command))
    ours, peers = [], []
    for _ in range(pairs * 3):
        ours.append(seconds_of(python(*command)))
        peers.append(seconds_of(python("-c", "import click, yaml, jinja2")))
    return compare("opsledger review, against import click, yaml, jinja2", ours, peers, 3.0)


def bench_own_template(scratch: Path, pairs: int) -> bool:
    """A review by a template of the ledger's own, which a process of its own renders, against the same by ours."""
    sample = bundled("sample-ledger")
    folders = [shutil.copytree(sample, scratch / f"template-{which}") for which in ("own", "shipped")]
    subprocess.run(python("-m", "opsledger", "-C", str(folders[0]), "templates", "copy", "review.md"), check=True)
    commands = [
        python("-m", "opsledger", "-C", str(folder), "review", "--on", "2026-11-20", "--stdout") for folder in folders
    ]
    for command in commands:
        seconds_of(command)
    ours, peers = [], []
    for _ in range(pairs * 2):
        ours.append(seconds_of(commands[0]))
        peers.append(seconds_of(commands[1]))
    return compare("a review by one's own template, against the shipped one", ours, peers, 2.0)


def bench_forecast(scratch: Path, pairs: int) -> bool:
    """A forecast on three years of a simulated business, drawn and recalled, against the imports of any command.

    A warm one is meant to take 0.2 s, a cold one 0.4 s, where these imports take 0.09 s. A cold one reads 324 files,
    draws 1,000 runs, and forecasts from the last Sundays too.
    """
    folder, cache = scratch / "three-years", scratch / "forecast-cache"
    write_ledger(Business(3000).life, folder)
    command = python("-m", "opsledger", "-C", str(folder), "forecast", "--on", "2026-10-25")
    os.environ["XDG_CACHE_HOME"] = str(cache)
    drawn, recalled, peers = [], [], []
    for _ in range(pairs * 2):
        shutil.rmtree(cache, ignore_errors=True)
        drawn.append(seconds_of(command))
        recalled.append(seconds_of(command))
        peers.append(seconds_of(python("-c", "import click, yaml, jinja2")))
    of = "opsledger forecast, three years"
    first = compare(f"{of}, drawn, against imports", drawn, peers, 5.0)
    return compare(f"{of}, recalled, against imports", recalled, peers, 1.5) and first


def bench_edit(folder: Path, records: int, pairs: int) -> bool:
    """A line added to a record, against starting the same program and reading that record alone."""
    path = next((folder / "leads").rglob("*.md")).relative_to(folder).as_posix()
    ours, peers = [], []
    for number in range(pairs * 3):
        line = (f"leads/{Path(path).stem}", "out", f"wrote {number}")
        ours.append(seconds_of(python("-m", "opsledger", "-C", str(folder), "log", *line)))
        peers.append(seconds_of(python("-m", "benchmarks.one_file", str(folder), path)))
    return compare(f"an edit among {records:,} records, against reading one", ours, peers, 1.5)


def bench_import(scratch: Path, pairs: int) -> bool:
    """A report of 5,000 rows written into an empty ledger, against checking the ledger that comes of it."""
    report = scratch / "report.csv"
    make_report(report, 5_000)
    ours, peers = [], []
    for number in range(pairs):
        folder = scratch / f"imported-{number}"
        folder.mkdir()
        (folder / "opsledger.yaml").write_text("")
        here = ("-m", "opsledger", "-C", str(folder))
        ours.append(seconds_of(python(*here, "import", "toggl", str(report), "--write")))
        peers.append(seconds_of(python(*here, "check")))
    return compare("5,000 rows imported, against checking them", ours, peers, 8.0)


def bench_editor(folder: Path, times: int) -> bool:
    """Completion over standard input and output, and a keystroke's diagnostics against loading the ledger again."""
    completions, keystrokes, loads = [], [], []
    with Editor(folder) as editor:
        typist = Typist(editor, folder)
        for _ in range(times):
            completions.append(typist.completion())
            keystrokes.append(typist.diagnostics())
            loads.append(told_by(python("-m", "benchmarks.one_load", "opsledger", str(folder))))
    files = f"{EDITED_FILES:,} files"
    within = bounded(f"opsledger lsp: completion, {files}", completions, 0.05)
    return compare(f"opsledger lsp: a key's diagnostics, against loading {files}", keystrokes, loads, None) and within


def main() -> None:
    """Run all of them and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5, help="how often each is measured")
    parser.add_argument("--large", action="store_true", help="also load 50,000 files")
    options = parser.parse_args()
    scaling.main()
    bench_start(options.pairs)
    bench_review(options.pairs)
    bench_saving()
    bench_serving()
    with tempfile.TemporaryDirectory(prefix="opsledger-bench-") as scratch:
        records, weeks, large = (Path(scratch) / name for name in ("records", "weeks", "large"))
        small = Path(scratch) / "small"
        os.environ["XDG_STATE_HOME"] = str(Path(scratch) / "state")
        bench_own_template(Path(scratch), options.pairs)
        bench_forecast(Path(scratch), options.pairs)
        for number in (10, 1_000):
            edited = Path(scratch) / f"edited-{number}"
            make_ledger(edited, number)
            bench_edit(edited, number, options.pairs)
        bench_ten_years(Path(scratch), options.pairs)
        bench_import(Path(scratch), options.pairs)
        make_small_records(small, FILES)
        bench_loading(small, f"{FILES:,} small records into models", options.pairs, 0.6)
        # The peer leaves every body as text, so what is compared below grows with the lines that only we read.
        make_ledger(records, FILES, RECORDS)
        bench_loading(records, f"{FILES:,} records as long as the sample's into models", options.pairs)
        make_ledger(weeks, FILES // 5, WEEKS)
        bench_loading(weeks, f"{FILES // 5:,} weeks of 30 lines into models", options.pairs)
        make_history(Path(scratch) / "history", 1_000, COMMITS)
        bench_history(Path(scratch) / "history", options.pairs)
        edited = Path(scratch) / "edited"
        make_ledger(edited, EDITED_FILES)
        (edited / "weeks").mkdir()
        bench_editor(edited, 5 * options.pairs)
        if options.large:
            make_small_records(large, 5 * FILES)
            bench_growth(small, large, 5, options.pairs)


if __name__ == "__main__":
    main()
