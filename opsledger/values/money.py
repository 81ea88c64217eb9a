"""Money: exact decimals in the ledger's one currency, net of VAT."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from opsledger.diagnostics import Hint, hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

Money: TypeAlias = Decimal

_PLAIN = pattern(r"[0-9]+(?:\.[0-9]{1,2})?")
_GROUPED = pattern(r"[0-9]{1,3}(?:(?P<by>[_ ])[0-9]{3})(?:(?P=by)[0-9]{3})*(?:\.[0-9]{1,2})?")
_BOTH_WAYS = pattern(r"[0-9]{1,3}\.[0-9]{3}")
_TWO_SIGNS = pattern(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}")
_HOURS = pattern(r"[0-9]+(?:\.[0-9]+)?(?:h|m|h[0-9]+m)")
_LARGEST_DIGITS = 12
_THREES = pattern(r"[0-9]{1,3}(?:[,._ '’][0-9]{3})+")
_WHOLE = pattern(r"(?<=[0-9])[.,]?[-–—]{1,2}$")  # the ending of an amount without cents: `200.-`
_SWISS = pattern(r"([0-9]{1,3}(?:['’][0-9]{3})+)[.,]([0-9]{1,2})")
_COMMA = pattern(r"[0-9]+,[0-9]{1,2}")
_THOUSANDS = pattern(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?) ?[kK]")
_CURRENCY = r"(?:[A-Za-z]{3}|[A-Z]{0,2}[$€£¥₹₽₩₺₴₪]|[Kk]r\.?|zł|[Ss]?[Ff]r\.?|Kč|Ft|lei)"
_DIGITS = r"[0-9][0-9.,_ '’]*(?:[.,]?[-–—]{1,2})?"
_WITH_CURRENCY = pattern(rf"{_CURRENCY} ?({_DIGITS})|({_DIGITS}) ?{_CURRENCY}")


def plain_amount(amount: Money) -> str:
    """An amount as a line has it: `950`, `59.99`."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def read_money(text: str, *, signed: bool = False, spaced: bool = False) -> Money:
    """An amount such as `12000`, `12000.50` or `12_000`.

    signed: a sign may be in front. spaced: `12 000` is read too, as in front matter. Raises Misread.
    """
    body = text[1:] if signed and text[:1] in "+-" else text
    matched = _PLAIN.fullmatch(body)
    if not matched:
        grouped = _GROUPED.fullmatch(body)
        if not grouped or (grouped["by"] == " " and not spaced):
            raise _misread(text, signed=signed)
        body = body.replace(grouped["by"], "")
    if len(body.partition(".")[0]) > _LARGEST_DIGITS:
        raise Misread(f"the amount `{text[:40]}` is too large", f"at most {_LARGEST_DIGITS} digits before the point")
    amount = Decimal(body)
    return -amount if signed and text[0] == "-" else amount


def _misread(text: str, *, signed: bool) -> Misread:
    """Why a text is not an amount, with the amount that was probably meant."""
    message = f"`{text[:40]}` is not an amount of money"
    if not signed and re.fullmatch(r"[+-][0-9_.]+", text):
        if text[0] == "-":
            return Misread(message, "an amount is never below zero here")
        return Misread(message, Hint(f"write it without its sign: `{text[1:]}`", text[1:]))
    if _HOURS.fullmatch(text):
        return Misread(message, "the amount comes first, then the hours, such as `600 12h`")
    if _BOTH_WAYS.fullmatch(text):
        whole = text.replace(".", "_")
        return Misread(message, f"write `{whole}` if it is thousands; money has at most two decimals")
    sign = text[:1] if signed and text[:1] in ("+", "-") else ""
    bare = text[len(sign) :].strip().rstrip(",.;:")
    if meant := bare if _PLAIN.fullmatch(bare) and f"{sign}{bare}" != text else _meant(bare):
        return Misread(message, hint_to_write(sign + meant))
    if short := _THOUSANDS.fullmatch(text):
        return Misread(message, hint_to_write(f"{Decimal(short[1].replace(',', '.')) * 1000:f}".partition(".")[0]))
    if named := _WITH_CURRENCY.fullmatch(text):
        amount = next(part for part in named.groups() if part).strip()
        amount = amount if _PLAIN.fullmatch(amount) else _meant(amount)
        if amount:
            return Misread(message, f"if that is the ledger's currency, write `{amount}`; if not, convert it first")
    return Misread(message, "digits with at most two decimals, such as `12000`, `12000.50` or `12_000`")


def _meant(digits: str) -> str | None:
    """The amount that digits with separators can only mean; None if they may mean several, or none."""
    if (whole := _WHOLE.sub("", digits)) != digits:
        return whole if _PLAIN.fullmatch(whole) else _meant(whole)
    if grouped := _SWISS.fullmatch(digits):
        whole = re.sub("['’]", "_", grouped[1])
        return f"{whole}.{grouped[2]}"
    if _TWO_SIGNS.fullmatch(digits):
        whole, cents = re.split("[,.](?=[0-9]{1,2}$)", digits)
        return f"{re.sub('[,.]', '', whole)}.{cents}"
    if _THREES.fullmatch(digits):
        return re.sub("[,._ '’]", "_", digits)
    return digits.replace(",", ".") if _COMMA.fullmatch(digits) else None
