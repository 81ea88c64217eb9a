"""From the cases and the rules to docs/checks.md: `python -m tests.cases_to_docs --write`."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import opsledger
from opsledger.diagnostics import Rule
from tests.case_documents import PLAIN, UNREADABLE, Case, CaseFile, Topic, read_topics

_CHECKED = ("opsledger.loading.", "opsledger.reading.", "opsledger.checks.")
PATH = Path(__file__).parent.parent / "docs" / "checks.md"
HEAD = """# What `check` finds

`opsledger check` prints a code with each fault that it finds, such as `[price-missing]`. Find that code in the index.
Its link leads to the reason, an example, and what to write instead.

- An **error** makes `check` fail.
- A **warning** is worth a look. It makes `check` fail only with `--strict`.
- A warning marked *strict* is about something that you may well mean. You see it only with `--strict`.

The examples show what `check` says on 20 November 2026.

## Index of codes

| code | severity | what is wrong |
|---|---|---|
"""
FOOT = """
---

This page is made from the cases in `tests/cases/`, by `python -m tests.cases_to_docs --write`.
"""


def build_docs(topics: Iterable[Topic], rules: Iterable[Rule]) -> str:
    """The page: an index of codes, then each topic with its rules, and each rule with the case that shows it best."""
    topics = list(topics)
    by_code = {rule.code: rule for rule in rules}
    homes = {code: home for code in by_code if (home := _home(code, topics))}
    parts = [HEAD, *(_row(by_code[code]) for code in sorted(homes))]
    for topic in topics:
        codes = [code for code in _in_order(topic) if homes.get(code, (None,))[0] is topic]
        if codes:
            parts.append(f"\n## {topic.title}\n\n{topic.introduction}\n")
            parts += [_example(by_code[code], homes[code][1]) for code in codes]
    return "".join([*parts, FOOT])


def _in_order(topic: Topic) -> list[str]:
    return list(dict.fromkeys(code for case in topic.cases for code in case.codes))


def _home(code: str, topics: list[Topic]) -> tuple[Topic, Case] | None:
    """The case that shows a rule best: one that expects nothing else, of the topic that has most to do with it."""
    having = [(topic, case) for topic in topics for case in topic.cases if code in case.codes]
    alone = [(topic, case) for topic, case in having if set(case.codes) == {code}]
    said = Counter(topic.title for topic, case in having for one in case.codes if one == code)
    return max(alone or having, key=lambda home: said[home[0].title], default=None)


def _row(rule: Rule) -> str:
    severity = f"{rule.severity}, strict" if rule.strict else f"{rule.severity}"
    return f"| [`{rule.code}`](#{rule.code}) | {severity} | {rule.summary} |\n"


def _example(rule: Rule, case: Case) -> str:
    severity = f"{rule.severity}, only with `--strict`" if rule.strict else f"{rule.severity}"
    prose = re.sub(r"\s+", " ", f"**{severity.capitalize()}:** {rule.summary} {case.prose}").strip()
    files = "\n\n".join(_file(file) for file in case.files if file.text.strip() or file.way not in PLAIN)
    said = "".join(line for line in case.expected.splitlines(True) if not line.startswith(UNREADABLE))
    page = f"\n### `{rule.code}`\n\n{prose}\n\n{files}\n\n`opsledger check` says:\n\n```text\n{said}```\n"
    return page.replace("\n\n\n", "\n\n")


def _file(file: CaseFile) -> str:
    path = f"`{file.path}`"
    what = {
        "link": f"{path} is a link to `{file.text.strip()}`",
        "folder": f"{path} is a folder",
        "pipe": f"{path} is a pipe",
        "large": f"{path} has {file.text.strip()} bytes",
        "locked": f"{path} may not be opened",
    }.get(file.way)
    if what:
        return f"{what}."
    how = " (with `\\x…`, `\\u…`, `\\r` and `\\0` for what cannot be shown)" if "escaped" in file.flags else ""
    fence, _, rest = file.block.partition("\n")
    opening = re.match(r"`+|~+", fence)
    assert opening is not None
    return f"{path}{how}:\n\n{opening[0]}{file.way}\n{rest}"


def all_rules() -> list[Rule]:
    """Every rule that reading and checking a ledger may break, each once, however many modules import it."""
    found: dict[int, Rule] = {}
    for module in pkgutil.walk_packages(opsledger.__path__, "opsledger."):
        if not f"{module.name}.".startswith(_CHECKED):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Rule):
                found[id(value)] = value
    return list(found.values())


if __name__ == "__main__":
    page = build_docs(read_topics(), all_rules())
    if "--write" in sys.argv:
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
