"""Which divisions of the country does a text name, and how do two of them lie to each other?

``divisions.tsv`` of a lexicon holds a division a line: code, name, other names. The code tells what
a division lies in (GB/T 2260): 410928 in 410900, that in 410000, that in 000000.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from retrieval.errors import WenceError
from retrieval.text.lexicon_file import Line, read_lines

SCHEME = "1"
"""Goes into the fingerprint: to be raised when the same names are read in another way."""
FILE = "divisions.tsv"
NATION = "000000"
"""The code of the whole country, above all others."""
TRAP = "-"
"""In place of a code: what holds a name and is no place (长江西岸 is not in 江西)."""


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the country, or all of it."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """0 the whole country, 1 a province, 2 a city, 3 a county or a zone."""
        ends = (NATION, "0000", "00", "")
        return next(level for level, end in enumerate(ends) if self.code.endswith(end))

    @property
    def above(self) -> tuple[str, ...]:
        """The codes of those that it lies in, the nearest first."""
        wider = dict.fromkeys((self.code[:4] + "00", self.code[:2] + "0000", NATION))
        return tuple(code for code in wider if code != self.code)


class Relation(Enum):
    """How one division lies to another."""

    SAME = "same"
    ABOVE = "above"
    BELOW = "below"
    STRANGER = "stranger"


def relation(one: Division, other: Division) -> Relation:
    """How ``one`` lies to ``other``: a province is ``ABOVE`` its cities."""
    if one.code == other.code:
        return Relation.SAME
    if one.code in other.above:
        return Relation.ABOVE
    return Relation.BELOW if other.code in one.above else Relation.STRANGER


def innermost(places: Iterable[Division]) -> tuple[Division, ...]:
    """The distinct divisions without those that lie above another one."""
    distinct = {place.code: place for place in places}
    above = {code for place in distinct.values() for code in place.above}
    return tuple(place for code, place in distinct.items() if code not in above)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a folded text, ``folded[start:end]``, and the division that it means."""

    start: int
    end: int
    division: Division


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a text, and all the divisions that are called so."""

    start: int
    end: int
    divisions: tuple[Division, ...]


class Divisions:
    """The divisions by their codes and names."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        """A further line of a code names the division anew, and keeps its names so far.

        Raises:
            WenceError: a line cannot be understood.
        """
        self._official: dict[str, str] = {}
        self._codes: dict[str, list[str]] = {}
        for line in lines:
            code, names = _fields(line)
            if code != TRAP:
                self._official[code] = names[0]
            for name in names:
                self._codes.setdefault(name, []).append(code)
        self._longest: dict[str, int] = {}
        """Of the names that open with these two characters."""
        for name in self._codes:
            self._longest[name[:2]] = max(self._longest.get(name[:2], 0), len(name))

    @classmethod
    def load(cls, directories: Iterable[Path]) -> Divisions:
        """The divisions of some lexicons, one after another.

        Raises:
            WenceError: a file cannot be read, or a line of it cannot be understood.
        """
        return cls(line for directory in directories for line in read_lines(directory / FILE))

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change when another division may be found in a text."""
        content = [SCHEME, self._official, self._codes]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def get(self, code: str) -> Division | None:
        """The division with that code."""
        return Division(code, self._official[code]) if code in self._official else None

    def at_level(self, place: Division, level: int) -> Division | None:
        """The division of that level which a place is or lies in."""
        lies_in = map(self.get, (place.code, *place.above))
        return next((one for one in lies_in if one and one.level == level), None)

    def may_open(self, folded: str) -> bool:
        """Whether a text opens with the first two characters of a name: a quick look."""
        return folded[:2] in self._longest

    def named(self, folded: str) -> Division | None:
        """What a text is the code or the name of (山东省济南市 too), and nothing else."""
        text = folded.strip()
        found = self.mentions(text)
        bounds = [0, *(bound for one in found for bound in (one.start, one.end)), len(text)]
        if found and all(a == b for a, b in list(pairwise(bounds))[::2]):
            return found[-1].division
        return self.get(text)

    def mentions(self, folded: str, tokens: Mapping[int, int] | None = None) -> list[Mention]:
        """The divisions that a text names, from left to right; of names the longest.

        Where several are called so, it is the one that lies in a division named nearby (before it
        rather than behind), else the one that the others lie in, else none.

        ``tokens`` tells where each token ends, by where it starts: a name then is whole tokens, or
        what one of them opens with (北京饭店, but not 复合肥). Without it a name is any characters.
        """
        names = list(self._names(folded, tokens))
        alone = [_highest(name.divisions) for name in names]
        found: list[Mention] = []
        for at, name in enumerate(names):
            near = [*reversed(alone[:at]), *alone[at + 1 :]]
            division = _lying_in(name.divisions, near) if len(name.divisions) > 1 else alone[at]
            if division := division or alone[at]:
                found.append(Mention(name.start, name.end, division))
        return found

    def _names(self, folded: str, tokens: Mapping[int, int] | None) -> Iterator[_Name]:
        ends = set(tokens.values()) if tokens else set()
        at = 0
        while at < len(folded) - 1:
            longest = self._longest.get(folded[at : at + 2])
            if longest is None:
                at += 1
                continue
            passed = at + 1
            for end in range(min(at + longest, len(folded)), at + 1, -1):
                whole = tokens is None or (at in tokens and (end in ends or end < tokens[at]))
                if whole and (codes := self._codes.get(folded[at:end])):
                    if TRAP not in codes:
                        called = tuple(Division(code, self._official[code]) for code in codes)
                        yield _Name(at, end, called)
                    passed = end
                    break
            at = passed


def _highest(divisions: Sequence[Division]) -> Division | None:
    """The one that all others lie in."""
    return next(
        (one for one in divisions if all(o is one or one.code in o.above for o in divisions)), None
    )


def _lying_in(divisions: Sequence[Division], near: Iterable[Division | None]) -> Division | None:
    """The highest of those that lie in the first division of ``near`` that tells."""
    for place in near:
        inside = [one for one in divisions if place and place.code in one.above]
        if found := _highest(inside):
            return found
    return None


def _fields(line: Line) -> tuple[str, list[str]]:
    code, *names = line.folded.split()
    right = code == TRAP or (len(code) == 6 and code.isascii() and code.isdecimal())
    if right and names and min(map(len, names)) > 1:
        return code, names
    raise WenceError("lexicon_division", path=line.path, line=line.number, written=line.written)
