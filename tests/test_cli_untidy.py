"""Every command on every untidy ledger of the cases: whatever stands in the files, it ends in an answer."""

import json
import re
from pathlib import Path

import pytest

from opsledger.listing.every import LISTINGS
from tests.case_documents import Case, read_topics, titles
from tests.cli_support import DAY, run
from tests.fuzzing import EFFORT
from tests.test_cases import make_ledger

pytestmark = pytest.mark.fuzz

CASES = [case for topic in read_topics() for case in topic.cases]
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# What takes the whole ledger together, each for every other case.
WHOLE = (["figures"], ["review", "--stdout"])


def commands_for(number: int) -> list[list[str]]:
    """A third of the lists and half of what takes longer for each case in turn; in `make fuzz` all of them."""
    lists = [[name] for name in LISTINGS]
    if EFFORT > 1:
        return [*lists, ["settings"], *WHOLE]
    return [*lists[number % 3 :: 3], ["settings"], WHOLE[number // 3 % 2]]


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=titles(CASES))
def test_commands_answer(number: int, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "ledger"
    make_ledger(root, case, monkeypatch)
    codes = [line for line in case.expected.splitlines() if re.match(r"^[^ ].*?: error\[", line)]
    for form in ("text", "gcc", "json"):
        result = run(root, "check", "--format", form, "--strict", "--on", str(case.day))
        if "cannot be read" not in case.expected:
            assert result.exit_code == bool(case.expected)
        assert not UNSEEN.search(result.stdout) or form == "json"
        assert form != "json" or not result.stdout or json.loads(result.stdout)["kind"] == "diagnostics"
    is_unreadable = "cannot be read: " in case.expected
    for arguments in commands_for(number):
        on = [] if arguments == ["settings"] else ["--on", DAY]
        result = run(root, *arguments, *on)
        assert result.exit_code == (2 if is_unreadable else 0), result.stderr
        assert not (is_unreadable and result.stdout)
        assert not UNSEEN.search(result.stdout)
        assert is_unreadable or bool(codes) <= ("in the ledger, see" in result.stderr)
