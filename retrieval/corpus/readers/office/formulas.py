"""How is a formula of Office (OMML) written in one line?

    x²+y²=r²    (a+b)/2    √(x+1)    ∑_(i=1)^n(xᵢ)

Digits and a few letters are raised and lowered where Unicode has them; brackets stand only where
the line would else say something different.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()in", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢₙ")
_PLAIN = re.compile(r"[\w.%]*$")
"""What needs no brackets around it."""
_DEGREES = {"3": "∛", "4": "∜"}


def shown(formula: Any) -> str:
    """The text of a formula, or of a part of one."""
    return "".join(_shown(child) for child in formula)


def _shown(element: Any) -> str:
    name = str(element.tag)
    if name == f"{M}t" or name.endswith("}t"):
        return element.text or ""
    if not name.startswith(M) or not name[len(M) :].endswith("Pr"):
        write = _WAYS.get(name[len(M) :]) if name.startswith(M) else None
        return write(element) if write else shown(element)
    return ""


def _part(element: Any, name: str) -> str:
    found = element.find(M + name)
    return "" if found is None else shown(found).strip()


def _property(element: Any, name: str, default: str) -> str:
    found = element.find(f"{M}{element.tag[len(M) :]}Pr/{M}{name}")
    return default if found is None else str(found.get(f"{M}val", ""))


def _held(text: str) -> str:
    return text if _PLAIN.match(text) else f"({text})"


def _fraction(element: Any) -> str:
    return f"{_held(_part(element, 'num'))}/{_held(_part(element, 'den'))}"


def _raised(text: str) -> str:
    small = text.translate(_RAISED)
    return small if text and not set(small) & set(text) else f"^{_held(text)}" if text else ""


def _lowered(text: str) -> str:
    small = text.translate(_LOWERED)
    return small if text and not set(small) & set(text) else f"_{_held(text)}" if text else ""


def _scripts(element: Any) -> str:
    base, low, high = (_part(element, name) for name in ("e", "sub", "sup"))
    small = _lowered(low) + _raised(high)
    return small + base if element.tag == f"{M}sPre" else base + small


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    sign = _DEGREES.get(degree, f"{degree.translate(_RAISED)}√" if degree else "√")
    return sign + _held(_part(element, "e"))


def _sum(element: Any) -> str:
    sign = _property(element, "chr", "∫")
    bounds = _lowered(_part(element, "sub")) + _raised(_part(element, "sup"))
    return f"{sign}{bounds}{_held(_part(element, 'e'))}"


def _brackets(element: Any) -> str:
    left, right = _property(element, "begChr", "("), _property(element, "endChr", ")")
    between = _property(element, "sepChr", "|")
    return (
        left + between.join(shown(each).strip() for each in element.iterchildren(f"{M}e")) + right
    )


def _limit(element: Any) -> str:
    mark = _lowered if element.tag == f"{M}limLow" else _raised
    return _part(element, "e") + mark(_part(element, "lim"))


def _rows(element: Any) -> str:
    rows = list(element.iterchildren(f"{M}mr")) or list(element.iterchildren(f"{M}e"))
    cells = (list(row.iterchildren(f"{M}e")) or [row] for row in rows)
    return "；".join("，".join(shown(cell).strip() for cell in row) for row in cells)


_WAYS: Mapping[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _rows,
    "eqArr": _rows,
}
"""Elements that are more than what stands in them."""
