"""What the fuzzing tests share: files made of pieces that are nearly right, and how long they are looked for.

A module marked with `pytestmark = pytest.mark.fuzz` and settings of `bounded` is part of `make fuzz`, which sets FUZZ
to how many times as many examples are tried as in a run of all tests.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EFFORT = int(os.environ.get("FUZZ", "1"))
PLACES = ("leads/x.md", "projects/x.md", "weeks/2026-W01.md", "reviews/2026-01-01.md", "tools/x.md", "schedule.md")
# Pieces that files are made of, so that chance leads to lines that are nearly right.
PIECES = (
    *("---", "\n", "\r\n", "\r", "- ", "* ", "  ", "\t", "## ", "# ", "Log", "Plan", "Actual", "Costs", "Marketing"),
    *(
        "Decisions",
        "name: ",
        "source: ",
        "client: ",
        "billing: ",
        "fixed",
        "retainer",
        "price: ",
        "estimate: ",
        "due: ",
    ),
    *(
        "2026-11-02",
        "2026-01-01",
        " ",
        "won",
        "lost",
        "booked",
        "started",
        "delivered",
        "scope ",
        "+10h",
        "-500",
        "12 000",
    ),
    *("invoiced ", "paid ", "6000", "95/h", "1500/month", "cost ", "@x ", "next ", "Mon ", "Thu ", "off", "9:00-12:00"),
    *(
        "23:30-24:00",
        "2h",
        "90m",
        "x",
        "client",
        "marketing",
        "[[x]]",
        "[[",
        "]]",
        "[ ] ",
        "[x] ",
        "@sales ",
        "due:",
        "done:",
    ),
    *(
        "moves:",
        "inflow.leads_new",
        "linkedin ",
        "work ",
        "(reach 5, ",
        "cost 2)",
        "(",
        ")",
        '"',
        "'",
        "[",
        "{",
        "}",
        "]",
    ),
    *(
        ": ",
        ":",
        "#",
        " #",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "%",
        "\\",
        "```",
        "~~~",
        "<!--",
        "-->",
        "<<<<<<< a",
        ">>>>>>> b",
    ),
    *("\0", "\ufeff", "\u2028", "\u0085", "\u2212", "\u2013", "\u00a0", "é", "e\u0301", "😀", "\u202e", "\x1b"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
RECORDS = TEXTS.map(lambda text: f"---\nname: x\nsource: y\nbilling: fixed\n---\n## Log\n## Plan\n## Decisions\n{text}")
BYTES = st.one_of(st.binary(max_size=200), TEXTS.map(str.encode), RECORDS.map(str.encode))


def bounded(examples: int) -> settings:
    """Settings for a test of so many examples in a run of all tests, and of many times as many in `make fuzz`."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=examples * EFFORT, deadline=None, suppress_health_check=slow)
