"""From plain values to the protocol's own."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from opsledger.diagnostics import Diagnostic, Fix, Severity
from opsledger.language.offers import Completion
from opsledger.language.outline import Fold
from opsledger.language.positions import Positions
from opsledger.source import Span

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}
_KINDS = {
    "record": types.CompletionItemKind.Reference,
    "area": types.CompletionItemKind.Module,
    "word": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "person": types.CompletionItemKind.Reference,
    "figure": types.CompletionItemKind.Constant,
    "day": types.CompletionItemKind.Value,
}
_SYMBOLS = {
    "front matter": types.SymbolKind.Object,
    "section": types.SymbolKind.Namespace,
    "generated": types.SymbolKind.Interface,
}


def range_of(positions: Positions | None, start: int, end: int) -> types.Range:
    """A stretch of a file; the beginning of one whose text is not known."""
    (line, character), (end_line, end_character) = positions.range_of(start, end) if positions else ((0, 0), (0, 0))
    return types.Range(types.Position(line, character), types.Position(end_line, end_character))


def range_of_span(positions: Positions | None, span: Span | None) -> types.Range:
    """A span of a file; without one the file's beginning."""
    return range_of(positions, span.start, span.end) if span else range_of(None, 0, 0)


def diagnostic(problem: Diagnostic, positions: Positions | None, related: list[types.Location]) -> types.Diagnostic:
    """What is wrong at one place, with its hint; related: where its other places are, in their order."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return types.Diagnostic(
        range=range_of_span(positions, problem.span),
        message=f"{problem.message}{hint}",
        severity=_SEVERITIES[problem.rule.severity],
        code=problem.rule.code,
        source="opsledger",
        related_information=[
            types.DiagnosticRelatedInformation(location, other.message)
            for location, other in zip(related, problem.related, strict=True)
        ],
    )


def completion(offer: Completion, where: types.Range) -> types.CompletionItem:
    """Something that can be written, in the place of what was begun."""
    return types.CompletionItem(
        label=offer.label,
        kind=_KINDS[offer.kind],
        detail=offer.detail or None,
        filter_text=offer.label,
        sort_text=f"{offer.rank:02d} {offer.label}",
        text_edit=types.TextEdit(where, offer.text or offer.label),
    )


def quick_fix(problem: types.Diagnostic, fix: Fix, edit: types.WorkspaceEdit) -> types.CodeAction:
    """The action that writes what a hint says."""
    return types.CodeAction(
        title=f"Write `{fix.text.strip()}`",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[problem],
        is_preferred=True,
        edit=edit,
    )


def folding(part: Fold, positions: Positions) -> types.FoldingRange | None:
    """A part as it folds, without the empty lines at its end; None if it is one line."""
    start, _ = positions.position_at(part.start)
    end, _ = positions.position_at(part.start + len(positions.text[part.start : part.end].rstrip()))
    return types.FoldingRange(start, end, kind=types.FoldingRangeKind.Region) if end > start else None


def symbols(parts: Iterable[Fold], positions: Positions) -> list[types.DocumentSymbol]:
    """The sections as a tree, each within the one above it of a higher level."""
    top: list[types.DocumentSymbol] = []
    above: list[tuple[Fold, list[types.DocumentSymbol]]] = []
    for part in parts:
        if part.kind == "generated":
            continue
        end = part.start + len(positions.text[part.start : part.end].rstrip())
        inner: list[types.DocumentSymbol] = []
        one = types.DocumentSymbol(
            name=part.title,
            kind=_SYMBOLS[part.kind],
            range=range_of(positions, part.start, max(end, part.named_to)),
            selection_range=range_of(positions, part.start, part.named_to),
            children=inner,
        )
        while above and above[-1][0].end <= part.start:
            above.pop()
        (above[-1][1] if above else top).append(one)
        above.append((part, inner))
    return top
