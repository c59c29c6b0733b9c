"""What did one run of taking in do?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retrieval.reasons import Reason


@dataclass(frozen=True, slots=True)
class Remark:
    """A file, or a part of one, and what is to be said about it."""

    file: str
    """Its name; ``:3`` behind it is its third line."""
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, **self.reason.as_json()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Remark:
        """What ``as_json`` wrote."""
        return cls(found["file"], Reason.from_json(found))


@dataclass(slots=True)
class Report:
    """Articles counted by the file that they came from, and remarks on files."""

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    doubtful: list[Remark] = field(default_factory=list)
    """Taken in, but to be looked at."""
    refused: list[Remark] = field(default_factory=list)
    """Not taken in."""
    replaced: list[Remark] = field(default_factory=list)
    """Articles whose id came again in another file."""
    ignored: list[Remark] = field(default_factory=list)
    """Files in a folder or an archive whose type is not one of articles."""
    blank: int = 0
    """Lines without a visible character."""

    def hold_back(self, file: str) -> None:
        """What was read of this file does not count yet."""
        for counter in (self.new, self.changed):
            del counter[file]

    def pass_over(self, remark: Remark) -> None:
        """Note a part that was not taken in: for its type alone, or because it cannot be read."""
        by_type = remark.reason.code in {"type_ignored", "other_archive"}
        (self.ignored if by_type else self.refused).append(remark)

    def as_json(self) -> dict[str, Any]:
        """Counts of articles, the files behind them, and the remarks."""
        counted = {name: getattr(self, name) for name in ("new", "changed", "unchanged", "removed")}
        return {
            **{name: counter.total() for name, counter in counted.items()},
            "blank": self.blank,
            **{
                name: [remark.as_json() for remark in getattr(self, name)]
                for name in ("doubtful", "refused", "replaced", "ignored")
            },
            "files": {name: dict(counter) for name, counter in counted.items()},
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Report:
        """What ``as_json`` gave."""
        report = cls(blank=found["blank"])
        for name, counts in found["files"].items():
            setattr(report, name, Counter(counts))
        for name in ("doubtful", "refused", "replaced", "ignored"):
            setattr(report, name, [Remark.from_json(each) for each in found[name]])
        return report
