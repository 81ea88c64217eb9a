"""Money: exact decimals in the ledger's one currency, net of VAT."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from opsledger.diagnostics import Hint, hint_to_write
from opsledger.values.misread import Misread

Money: TypeAlias = Decimal

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<by>[_ ])[0-9]{3})(?:(?P=by)[0-9]{3})*(?:\.[0-9]{1,2})?")
_BOTH_WAYS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_TWO_SIGNS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}")
_HOURS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:h|m|h[0-9]+m)")
_LARGEST_DIGITS = 12


def read_money(text: str, *, signed: bool = False, spaced: bool = False) -> Money:
    """An amount such as `12000`, `12000.50` or `12_000`.

    signed: a sign may stand in front. spaced: `12 000` is read too, as in front matter. Raises Misread.
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
    """Why a text is no amount, with the amount that was probably meant."""
    message = f"`{text[:40]}` is no amount of money"
    if not signed and re.fullmatch(r"[+-][0-9_.]+", text):
        return Misread(message, Hint(f"write it without its sign: `{text[1:]}`", text[1:]))
    if _HOURS.fullmatch(text):
        return Misread(message, "the amount comes first, hours behind it, such as `600 12h`")
    if _BOTH_WAYS.fullmatch(text):
        whole, exact = text.replace(".", "_"), text[:-1]
        return Misread(message, f"write `{whole}` or `{exact}`, whichever it is")
    if re.fullmatch(r"[0-9]+(?:[eE][+-]?[0-9]+|\.[0-9]{3,})", text):
        return Misread(message, "digits with at most two decimals, such as `12000.50`")
    digits = re.sub(r"[^0-9.,_ ]", "", text).strip(" ,.")
    if _TWO_SIGNS.fullmatch(digits):
        whole, cents = re.split("[,.](?=[0-9]{1,2}$)", digits)
        return Misread(message, hint_to_write(f"{re.sub('[,.]', '', whole)}.{cents}"))
    if digits and re.fullmatch(r"[0-9]{1,3}(?:[,._ ][0-9]{3})+", digits):
        return Misread(message, hint_to_write(re.sub("[,._ ]", "_", digits)))
    if digits and re.fullmatch(r"[0-9]+,[0-9]{1,2}", digits):
        return Misread(message, hint_to_write(digits.replace(",", ".")))
    if digits and _PLAIN.fullmatch(digits) and digits != text:
        return Misread(message, Hint(f"write the number alone: `{digits}`", digits))
    return Misread(message, "digits such as `12000`, `12000.50` or `12_000`")
