"""What did one run over a site find, for the terminal and for the admins?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retrieval.reasons import Reason

MOST_NAMED = 20
"""So many addresses are named of each kind; the others are counted."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """An address, and why nothing came of it."""

    url: str
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        return {"url": self.url, **self.reason.as_json()}


@dataclass(slots=True)
class SiteReport:
    """One run over one source."""

    name: str
    url: str
    pages: int = 0
    """How many addresses were asked for."""
    requests: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    titles: list[str] = field(default_factory=list)
    """Of the articles that are new."""
    gone: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    wrong_count: int = 0

    def went_wrong(self, url: str, reason: Reason) -> None:
        if any(each.url == url for each in self.wrong):
            return
        self.wrong_count += 1
        if len(self.wrong) < MOST_NAMED:
            self.wrong.append(Wrong(url, reason))

    @property
    def is_notable(self) -> bool:
        """Is anything new or wrong?"""
        return bool(self.new or self.changed or self.gone or self.wrong)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "url": self.url,
            "pages": self.pages,
            "requests": self.requests,
            "new": self.new,
            "changed": self.changed,
            "titles": self.titles[:MOST_NAMED],
            "gone": self.gone[:MOST_NAMED],
            "wrong": [each.as_json() for each in self.wrong],
            "wrong_count": self.wrong_count,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> SiteReport:
        """What ``as_json`` wrote."""
        wrong = [Wrong(each["url"], Reason.from_json(each)) for each in found["wrong"]]
        return cls(**{**found, "wrong": wrong})

    def with_earlier(self, earlier: SiteReport) -> SiteReport:
        """Both together, as nobody has heard of the earlier one yet."""
        return SiteReport(
            name=self.name,
            url=self.url,
            pages=self.pages,
            requests=earlier.requests + self.requests,
            new=earlier.new + self.new,
            changed=earlier.changed + self.changed,
            titles=[*earlier.titles, *self.titles],
            gone=list(dict.fromkeys([*earlier.gone, *self.gone])),
            wrong=self.wrong,
            wrong_count=self.wrong_count,
        )
