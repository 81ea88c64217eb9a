"""So many pieces at a price for each, as values of a log's line: `+2000 words`, `9000 words x 0.16`."""

from __future__ import annotations

from collections.abc import Callable

from opsledger.reading.lines import Cursor, Token
from opsledger.values.pieces import Pieces, is_exact, read_pieces

_MOST_WORDS = 5


def added_pieces(cursor: Cursor, token: Token) -> Pieces | None:
    """`+2000 words`, or `+2000 words x 0.18`, of a project sold by the piece; None if it is something else."""
    own = cursor.pieces
    if own is None:
        return None

    def product(text: str) -> str | None:
        after = cursor.peek()
        is_own = own.unit and text.partition(" ")[2].lower() == own.unit.lower()
        if is_own and (after is None or after.bare not in ("x", "×", "*")):
            return f"{text} x {own.each:f}"
        return text if is_exact(text) and text[-1:].isdigit() else None

    return _pieces_from(cursor, token, product)


def _pieces_from(cursor: Cursor, token: Token, product: Callable[[str], str | None]) -> Pieces | None:
    """The pieces that a token and the next ones are, all taken; None, and none of them taken, if they are not."""
    place, words = cursor.at, [token.text]
    cursor.take(token)
    while len(words) < _MOST_WORDS and (behind := cursor.peek()):
        words.append(behind.text.rstrip(".,;:"))
        cursor.take(behind)
        if text := product(" ".join(words)):
            return cursor.read(token._replace(text=text), read_pieces)
    cursor.at = place
    return None


def stated_pieces(cursor: Cursor, token: Token) -> Pieces | None:
    """`9000 words x 0.16`, what a lead is worth or a job costs; None if it is something else."""
    return _pieces_from(cursor, token, lambda text: text if is_exact(text) and text.count(" ") > 2 else None)
