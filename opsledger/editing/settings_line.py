"""Adding to `opsledger.yaml`: one setting on a line of its own, where `init` left room for it or at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from opsledger.editing.journal import FileEdit
from opsledger.models.settings import FILE
from opsledger.reading.settings import read_settings
from opsledger.source import SourceFile
from opsledger.values.days import Interval

_OFF_SAID = "Days without work, each as a day or as `first/last`."


def setting_edit(source: SourceFile, key: str, written: str, said: str, **expected: Any) -> FileEdit | None:
    """The settings with a line for a key; None if they would not say just that, as with one over several lines.

    said: what is above the line if there is no room for it yet. expected: what the settings then say besides.
    """
    before, known = read_settings(source)
    after = SourceFile(FILE, source.data.decode())
    after.text = _with_line(source.text, key, f"{key}: {written}", said)
    settings, problems = read_settings(after)
    if settings is None or before is None or settings != replace(before, **expected) or len(problems) > len(known):
        return None
    return FileEdit(FILE, source.data, after.data)


def time_off_edit(source: SourceFile, days: Sequence[Interval]) -> FileEdit | None:
    """The settings with further days off, in order; None if they are written in a way that only an editor changes."""
    settings, _ = read_settings(source)
    if settings is None:
        return None
    every = tuple(sorted({*settings.time_off, *days}))
    written = ", ".join(str(one) if one.first != one.last else str(one.first) for one in every)
    return setting_edit(source, "time_off", f"[{written}]", _OFF_SAID, time_off=every)


def _with_line(text: str, key: str, line: str, said: str) -> str:
    """The text with the line in place of the key's own, else of its comment, else at the end."""
    for room in (rf"^{key}:[^\r\n]*", rf"^# {key}:[^\r\n]*"):
        if re.search(room, text, re.MULTILINE):
            return re.sub(room, lambda _: line, text, count=1, flags=re.MULTILINE)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith(end) else end
    return f"{text}{gap}{end}# {said}{end}{line}{end}"
