"""Currencies: their codes in ISO 4217, and what people write in their place."""

from __future__ import annotations

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₹": "INR", "₺": "TRY", "zł": "PLN", "kč": "CZK", "fr": "CHF"}
_NAMES = {
    **SIGNS,
    "euro": "EUR",
    "euros": "EUR",
    "pound": "GBP",
    "pounds": "GBP",
    "sterling": "GBP",
    "quid": "GBP",
    "dollar": "USD",
    "dollars": "USD",
    "us$": "USD",
    "bucks": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "au$": "AUD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "yen": "JPY",
    "rupees": "INR",
    "zloty": "PLN",
    "franc": "CHF",
    "francs": "CHF",
    "franken": "CHF",
    "sfr": "CHF",
    "kronor": "SEK",
    "pound sterling": "GBP",
}
_CODES = frozenset(
    (
        *("AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK"),
        *("EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW"),
        *("MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PLN", "RON", "RSD", "RUB"),
        *("SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "VND", "ZAR"),
    )
)
_WORDS = frozenset(("ars", "cad", "cop", "huf", "mad", "pen", "ron", "sek", "try"))  # as well as codes
_BEHIND = pattern(r"\(?([^\s\d()@]{1,8}?)[.,;:)!]*(?=\s|$)")


def read_currency(text: str) -> str:
    """A code such as `EUR`, whatever its case. Raises Misread."""
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        known = currency_of(text)
        hint = hint_to_write(known) if known else "three letters of ISO 4217, such as `EUR`"
        raise Misread(f"`{text[:40]}` is not a currency code", hint)
    return text.upper()


def currency_of(text: str) -> str | None:
    """The code that a sign, a name or a code in any case means; None if it means none."""
    bare = " ".join(text.split()).rstrip(".").lower()
    return _NAMES.get(bare) or (bare.upper() if bare.upper() in _CODES else None)


def currency_behind(text: str) -> tuple[str, str] | None:
    """The currency that a text begins with, as written and its code: `GBP by transfer`. None if it begins otherwise.

    A code in lower case that is a word too is that word, unless it is alone.
    """
    found = _BEHIND.match(text)
    if found is None:
        return None
    written = found[1]
    code = currency_of(written)
    is_word = written in _WORDS and found.end() < len(text)
    return None if code is None or is_word else (written, code)
