"""What a word of a file means: the record, figure, key or log word that it names, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsledger.checks.figure_names import FIGURE_NAMES
from opsledger.language.cards import card
from opsledger.language.line_completion import ADDED, KEYED
from opsledger.language.places import CursorPlace, place_at
from opsledger.language.records import area_described
from opsledger.language.references import meant_by, mention_at
from opsledger.language.renaming import renamable_at
from opsledger.language.view import View
from opsledger.measuring.definitions import definition_of
from opsledger.models.settings import FILE, THEMES, Settings
from opsledger.patterns import pattern
from opsledger.reading.blocks import OFF_KINDS
from opsledger.reading.kinds import Kind, kind_of
from opsledger.reading.lines import Grammar
from opsledger.reading.setting_rows import SETTINGS
from opsledger.reading.settings import written_settings
from opsledger.reading.words import WORDS, words_of
from opsledger.rendering.markdown import escape_markdown
from opsledger.reporting.figures import figures_table
from opsledger.source import SourceFile, Span

_FIGURE = pattern(rf"\b(?:{'|'.join(sorted({name.partition('.')[0] for name in FIGURE_NAMES}))})(?:\.[\w-]+)+")
_WORD = pattern(r"[^\s:{},\[\]()]+")
_KEY = pattern(r"\s*(?P<key>[\w-]+):")


def hover(view: View, source: SourceFile, offset: int) -> tuple[Span, str] | None:
    """What is at an offset, and the stretch that names it; None if there is nothing to say."""
    for explain in (_figure, _front_key, _record, _line_word):
        if found := explain(view, source, offset):
            return found
    return None


def _touched(pattern: re.Pattern[str], source: SourceFile, offset: int) -> re.Match[str] | None:
    """What a pattern finds on the line of an offset, if the offset touches it."""
    line = Span(source, offset, offset).whole_line
    found = pattern.finditer(source.text, line.start, line.end)
    return next((one for one in found if one.start() <= offset <= one.end()), None)


def _figure(view: View, source: SourceFile, offset: int) -> tuple[Span, str] | None:
    found = _touched(_FIGURE, source, offset)
    name = found[0] if found else ""
    if not found or ".".join(name.split(".")[:2]) not in FIGURE_NAMES:
        return None
    lines = [f"**{escape_markdown(name)}** · figure", "", _sentence(definition_of(name)), "", _value(view, name)]
    return Span(source, *found.span()), "\n".join(lines).rstrip() + "\n"


def _value(view: View, name: str) -> str:
    """What a figure is now: its value, with what it rests on, and its keys below."""
    figure = view.figures.get(name)
    if figure is None:
        parts = [one for one in view.figures if one.startswith(f"{name}.")]
        return f"{len(parts)} figures, such as `{parts[0]}`." if parts else "Nothing is measured under this name."
    first, *keys = figures_table([figure], view.ledger.settings.currency).rows
    _, value, n, interval, before, note = first
    beside = [f"n = {n}", *([interval] if interval else []), *([f"before {before}"] if before else [])]
    head = f"{f'**{value}** ' if value else ''}({', '.join(beside)}){f': {note}' if note else ''}"
    return "\n".join([head, *(["", *map(_key, keys)] if keys else [])])


def _key(row: list[str]) -> str:
    key, value, _, _, before, note = row
    return f"- {key.strip()}: {value or note}{f' (before {before})' if before else ''}"


def _record(view: View, source: SourceFile, offset: int) -> tuple[Span, str] | None:
    mention = mention_at(view.ledger, source, offset)
    if mention is None:
        own = renamable_at(view.ledger, source, offset)
        return (own[0], card(view, own[1])) if own else None
    cards = [card(view, record) for record in meant_by(view.ledger, mention)[:2]]
    return (mention.outer, "\n---\n\n".join(cards)) if cards else None


def _front_key(view: View, source: SourceFile, offset: int) -> tuple[Span, str] | None:
    """A key of the front matter or of the settings, and what it takes."""
    line = Span(source, offset, offset).whole_line
    found = _KEY.match(source.text, line.start, line.end)
    if not found or not found.start("key") <= offset <= found.end("key"):
        return None
    span = Span(source, *found.span("key"))
    if source.path == FILE:
        text = _setting(view, found["key"]) if found.start("key") == line.start else None
    else:
        place, kind = place_at(source, found.end("key")), kind_of(source.path)
        text = _field(kind, found["key"]) if kind and place and place.what == "key" else None
    return (span, text) if text else None


def _field(kind: Kind, key: str) -> str | None:
    field = next((field for field in kind.fields if field.key == key), None)
    if field is None:
        return f"**{escape_markdown(key)}** · a key of your own, kept as it is\n"
    needed = ", required" if field.required else ""
    return f"**{key}** · {field.type.name}{needed}\n\n{_sentence(field.summary)}\n\nWritten {field.type.written}.\n"


def _setting(view: View, key: str) -> str | None:
    setting = next((one for one in SETTINGS if one.key == key), None)
    if setting is None:
        return None
    default, value = written_settings(Settings())[key], written_settings(view.ledger.settings)[key]
    lines = [f"**{key}** · setting", "", _sentence(setting.summary), "", f"Default: {_code(default)}"]
    if value != default:
        lines.append(f"\nIn force: {_code(value)}")
    return "\n".join(lines) + "\n"


def _code(text: str | None) -> str:
    return f"`{text}`" if text else "unset"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '…')) else '.'}"


def _line_word(view: View, source: SourceFile, offset: int) -> tuple[Span, str] | None:
    """A word of a line: what it says in this list."""
    found = _touched(_WORD, source, offset)
    if not found:
        return None
    place = place_at(source, found.end())
    if place is None:
        return None
    word = found[0].rstrip(".,:;!").lower()
    text = next(_meanings(view, place, word), None)
    return (Span(source, *found.span()), text) if text else None


def _addition(place: CursorPlace, word: str) -> Iterator[str]:
    """What may follow an amount, in a log whose word takes it."""
    assert place.kind is not None
    known = next((one for one in WORDS[place.kind.name] if one.name == place.words[1].lower()), None)
    if known and word in known.additions() and word in ADDED:
        yield f"**{word}** · after an amount, `{known.form}`\n\n{_sentence(ADDED[word])}\n"


def _meanings(view: View, place: CursorPlace, word: str) -> Iterator[str]:
    settings, behind = view.ledger.settings, len(place.words)
    if place.what == "Log" and behind == 1 and place.kind:
        known = words_of(place.kind.name, Grammar.of(settings)).get(word)
        if known:
            chance = settings.stages.get(word) if place.kind.name == "lead" else None
            prior = f"\n\nYour prior chance of winning from it: {chance:.0%}." if chance is not None else ""
            yield f"**{known.name}** · `{known.form}`\n\n{_sentence(known.summary)}{prior}\n"
    elif place.what == "Log" and behind > 1 and place.kind:
        yield from _addition(place, word)
    elif place.what == "Decisions" and word in KEYED:
        yield f"**{word}:** · of a decision\n\n{_sentence(KEYED[word])}\n"
    elif place.what in ("Plan", "Actual") and word in OFF_KINDS and place.words[-1].lower() == "off":
        yield f"**{word}** · kind of time off\n\n{_sentence(OFF_KINDS[word])}\n"
    elif place.what == "Costs" and word == "gross":
        yield f"**gross** · after an amount\n\n{_sentence(ADDED['gross'])}\n"
    elif place.what == "Marketing" and behind == 2 and word in THEMES:
        yield f"**{word}** · theme of marketing\n\n{_sentence(THEMES[word])}\n"
    elif (place.what in ("Plan", "Actual") and behind == 2) or (place.what == "Costs" and behind == 2):
        if word in settings.areas:
            yield f"**{escape_markdown(word)}** · {area_described(word, settings)}\n"
        elif word == "client":
            yield "**client** · client work not yet given to a project\n"
