"""What SECURITY.md promises: each sentence that is promised has the tests that hold it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.cli_support import SOURCE

PAGE = (SOURCE / "SECURITY.md").read_text("utf-8")
PROMISES = re.findall(r"^- (.+(?:\n  .+)*)", PAGE.partition("## What is not promised")[0], re.MULTILINE)

# By the words that a promise begins with: the tests, as `module: name`, that fail if it does not hold.
HELD = {
    "Nothing leaves the machine": (
        "security_page: test_nothing_but_the_live_pages_knows_a_network",
        "history_refusals: test_a_partial_clone_fetches_nothing",
        "page: test_its_policy_lets_nothing_in",
    ),
    "A file is replaced whole": (
        "editing_safety: test_a_process_killed_at_any_system_call_leaves_the_old_or_the_new",
        "editing_safety: test_what_an_editor_saves_at_any_moment_of_an_edit_is_not_overwritten",
        "fuzz_edits: test_any_edit_of_any_file_is_done_or_refused",
    ),
    "`opsledger undo` takes back": (
        "cli_undo: test_what_was_taken_back_is_made_again_in_its_order",
        "editing_safety: test_eight_processes_add_their_lines_and_none_is_lost_or_doubled",
    ),
    "Commands write inside the ledger": (
        "editing_door: test_nothing_but_the_door_changes_files",
        "editing_safety: test_a_link_out_of_the_ledger_is_refused",
        "private: test_what_is_kept_stands_where_the_xdg_rules_say",
    ),
    "No code comes from a ledger": (
        "private: test_a_compiled_template_from_a_clone_is_never_run",
        "history_refusals: test_git_is_never_taken_from_the_ledger",
    ),
    "Its templates run in Jinja's sandbox": (
        "templates_apart: test_what_takes_too_much_is_ended_and_told_with_its_file",
        "templates_apart: test_meanwhile_no_file_and_no_connection_can_be_opened_and_memory_is_bounded",
        "page_cleaning: test_nothing_is_loaded_and_nothing_is_sent",
    ),
    "Links that lead out": (
        "loading_incremental: test_a_link_out_of_the_ledger_is_told_of_when_it_comes_and_when_it_goes",
        "fuzz_reading: test_any_bytes_of_a_record_become_diagnostics",
        "fuzz_reading: test_deep_nesting_is_refused",
        "scaling: test_time_grows_in_proportion",
    ),
    "A ledger cannot bring results along": (
        "private: test_what_another_user_has_kept_is_not_used",
        "kept_between_runs: test_nothing_but_values_is_ever_made_of_what_is_kept",
        "kept_between_runs: test_what_bears_no_seal_is_not_looked_into",
    ),
    "Of a ledger of 300 files": (
        "private: test_what_is_made_is_its_users_alone",
        "kept_between_runs: test_what_has_not_changed_is_not_read_again",
    ),
    "Control characters": (
        "cli_check: test_control_characters_are_shown_as_escapes",
        "review_hostile: test_no_control_reaches_the_file",
    ),
    "It listens on the loopback": (
        "preview: test_only_this_machine_is_listened_to",
        "preview: test_another_host_is_turned_away",
    ),
    "A page can change a file only": (
        "preview_writing: test_a_token_is_one_pages_alone",
        "preview_writing: test_another_sites_request_is_turned_away",
        "preview: test_only_what_was_read_of_the_ledger_can_be_seen",
    ),
    "Pages carry a policy": ("preview: test_every_answer_is_kept_nowhere_framed_nowhere_and_loads_nothing",),
    "Git's history is read": ("history_refusals: test_nothing_of_a_strangers_configuration_is_run",),
}
_NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "smtplib",
    "ftplib",
    "imaplib",
    "poplib",
    "asyncio",
    "webbrowser",
}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[:30])
def test_every_promise_is_held_by_tests(promise: str) -> None:
    tests = next((tests for start, tests in HELD.items() if promise.startswith(start)), ())
    assert tests
    for module, _, name in (one.partition(": ") for one in tests):
        text = (SOURCE / "tests" / f"test_{module}.py").read_text("utf-8")
        assert f"def {name}" in text, f"{module} has no {name}"


def test_nothing_is_held_that_is_not_promised() -> None:
    assert [start for start in HELD if not any(promise.startswith(start) for promise in PROMISES)] == []


def _imported(path: Path) -> set[str]:
    text = path.read_text("utf-8")
    if not any(name in text for name in _NETWORK):
        return set()
    tree = ast.parse(text)
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_nothing_but_the_live_pages_knows_a_network() -> None:
    package = SOURCE / "opsledger"
    rooms = {path.relative_to(package).parts[0] for path in package.rglob("*.py") if _imported(path) & _NETWORK}
    assert rooms <= {"preview", "language"}
