"""What is wrong with a piece of YAML, in a ledger keeper's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsledger.diagnostics import Hint

if TYPE_CHECKING:
    import yaml


def _quoted(line: str) -> str:
    """A hint at a `key: value` line with its value in quotes."""
    return quoting("write", line)


def quoting(words: str, line: str) -> str:
    """A hint, in some words, at a `key: value` line with its value in quotes."""
    key, _, value = line.partition(":")
    text = f'{key.strip()}: "{value.strip()}"'
    if '"' in value or "\\" in value:  # which would have to be escaped
        return f"{words} `{text}`"
    indent = line[: len(line) - len(line.lstrip())]
    return Hint(f"{words} `{text}`", f"{indent}{text}", whole_line=True)


def explain_fault(fault: yaml.MarkedYAMLError, line: str, opened: str) -> tuple[str, str | None]:
    """A message and a hint for a YAML fault, in a ledger keeper's words. opened: the character that is left open."""
    problem = fault.problem or fault.context or "not valid YAML"
    if opened:
        what = "bracket" if opened in "[{" else "quote"
        return f"a {what} is left open here", f"close the {what}, or put the whole value into quotes"
    _, colon, value = line.partition(": ")
    if "mapping values are not allowed" in problem and colon and ": " in value + " ":
        return "an unquoted `: ` inside a value", _quoted(line)
    if "Unicode character escape" in problem:
        return "a NUL or a surrogate is written as an escape", None
    if "escape character" in problem or "hexdecimal" in problem:
        return "a `\\` in double quotes begins an escape, and this is not one", "write `\\\\`, or use single quotes"
    if "\\t" in problem or "tab character" in problem:
        return "a tab where YAML wants spaces", "indent with spaces"
    if "cannot start any token" in problem and colon:
        return "a value that begins with this character must be quoted", _quoted(line)
    if "expected key" in problem and (colon or line[:1] not in " \t"):
        hint = _quoted(line) if colon and value[:1] not in ('"', "'", "[", "{") else None
        return "text after a value that has already ended", hint or "put the whole value into quotes"
    if "mapping values are not allowed" in problem and line[:1] in " \t":
        return "an indented `key: value` line", "one `key: value` a line, all at the same indent"
    if "could not find expected ':'" in problem or "expected <block end>" in problem:
        return "this is not a `key: value` line", "one `key: value` a line, all at the same indent"
    return f"not valid YAML: {problem}", None
