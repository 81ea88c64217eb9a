"""Whatever a text holds while it is typed: every question has an answer."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.language.completion import complete
from opsledger.language.hover import hover
from opsledger.language.outline import outline_parts
from opsledger.language.positions import Positions, Unit
from opsledger.language.renaming import renamable_at
from opsledger.language.view import View
from opsledger.loading import load
from opsledger.source import SourceFile
from tests.cli_support import SAMPLE
from tests.fuzzing import bounded
from tests.ledger_text import DAY

WORDS = """
    --- ## Log Plan Actual Decisions Marketing Costs [[ ]] harbor-dental leads/ | # @ jane-doe moves: due:
    balance.cover outflow.rate. name: client: areas: { Mon 9:00-12:00 2026-11-20 next feedback assessed
    ``` : . , " ](../leads/quay.md)
    """
SIGNS = (
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "- ",
    "- [ ] ",
    "😀",
    "\u2028",
    "\ufeff",
    "\x00",
    "\ud800",
    "<!-- opsledger:begin x -->",
)
TEXTS = st.lists(st.sampled_from((*WORDS.split(), *SIGNS)), max_size=20).map("".join)
PATHS = (
    "leads/harbor-dental.md",
    "weeks/2026-W47.md",
    "reviews/2026-11-06.md",
    "opsledger.yaml",
    "schedule.md",
    "README.md",
)


@cache
def view() -> View:
    return View(load(SAMPLE), DAY)


@bounded(60)
@pytest.mark.parametrize("path", PATHS)
@given(text=TEXTS, data=st.data())
def test_no_text_and_no_place_raises(path: str, text: str, data: st.DataObject) -> None:
    source = SourceFile(path, text)
    offset = data.draw(st.integers(0, len(source.text)))
    found = complete(view().ledger, source, offset, DAY)
    assert found.span.end == offset
    shown = hover(view(), source, offset)
    assert shown is None or 0 <= shown[0].start <= shown[0].end <= len(source.text)
    assert renamable_at(view().ledger, source, offset) is None or "harbor" in text or "jane" in text or "../" in text
    positions = Positions(source, Unit.UTF16)
    for part in outline_parts(source):
        assert 0 <= part.start <= part.named_to <= part.end <= len(source.text)
        assert positions.position_at(part.start) <= positions.position_at(part.end)
