"""What a tap on a button asks for, and how the button says so in 64 bytes.

A button carries the whole state, so that it works after a restart and an old one never pages
another question. ``FORMATS`` is the one table of what is written and read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from string import Formatter
from typing import Any, ClassVar, Self

LIMIT = 64
"""Bytes of a button's data, by Telegram's Bot API."""


@dataclass(frozen=True, slots=True)
class View:
    """Which result is open, how far it is widened, and in which script it is shown."""

    rank: int = 1
    before: int = 0
    after: int = 0
    converted: bool = False


@dataclass(frozen=True, slots=True)
class ButtonData:
    """What a tap asks for."""

    @staticmethod
    def read(data: str) -> ButtonData | None:
        """What a button asks for that carried this; None for an old one or one nobody made."""
        for kind, pattern in _PATTERNS:
            if found := pattern.fullmatch(data):
                values = {each.name: _value(each.type, found[each.name]) for each in fields(kind)}
                return kind(**values)
        return None

    def written(self) -> str:
        """What a button carries that asks for this.

        Raises:
            ValueError: a field does not look as it should, or there is too much for a button.
        """
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        numbers = {name: int(value) for name, value in values.items() if isinstance(value, bool)}
        data = FORMATS[type(self)].format(**values | numbers)
        if len(data.encode("utf-8")) > LIMIT or self.read(data) != self:
            raise ValueError(f"no button can carry {data!r}")
        return data


@dataclass(frozen=True, slots=True)
class AnswerButton(ButtonData):
    """A button under the answer to this question, by its id."""

    question: str


@dataclass(frozen=True, slots=True)
class ShowResult(AnswerButton):
    """Show one result of the answer in this way."""

    rank: int
    before: int = 0
    after: int = 0
    converted: bool = False

    @classmethod
    def of(cls, question: str, view: View) -> Self:
        return cls(question, view.rank, view.before, view.after, view.converted)

    @property
    def view(self) -> View:
        return View(self.rank, self.before, self.after, self.converted)


@dataclass(frozen=True, slots=True)
class ShowTools(ShowResult):
    """Show what else can be done with the result, under the same view."""


@dataclass(frozen=True, slots=True)
class SendResultArticle(AnswerButton):
    """Send the article of one result, opened at the quote."""

    rank: int


@dataclass(frozen=True, slots=True)
class TurnArticlePage(AnswerButton):
    """Another page, counted from 0, of the article of one result."""

    rank: int
    page: int


@dataclass(frozen=True, slots=True)
class PageNumber(AnswerButton):
    """Between ‹ and ›: where one is; a tap does nothing."""

    page: int


@dataclass(frozen=True, slots=True)
class ThumbsUp(AnswerButton):
    rank: int


@dataclass(frozen=True, slots=True)
class ThumbsDown(AnswerButton):
    rank: int


@dataclass(frozen=True, slots=True)
class TakeAway(AnswerButton):
    """Delete the message with the answer."""


@dataclass(frozen=True, slots=True)
class AskOtherwise(AnswerButton):
    """Invite to put the question differently."""


@dataclass(frozen=True, slots=True)
class TellAdmins(AnswerButton):
    """Let the admins know of the question, and the asker of its answer."""


@dataclass(frozen=True, slots=True)
class AskAgain(ButtonData):
    """Answer the question once more that the message answers."""


@dataclass(frozen=True, slots=True)
class AskExample(ButtonData):
    """Answer this question; the button carries it whole."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowSetting(ButtonData):
    """The page of one setting, or the list of them."""

    LIST: ClassVar[str] = "list"
    name: str


@dataclass(frozen=True, slots=True)
class ChooseSource(ButtonData):
    """Search this source too, or no more; ``number`` stands for its name, 0 for all sources."""

    number: int


@dataclass(frozen=True, slots=True)
class ChooseSetting(ButtonData):
    """One choice, counted from 0, of one setting."""

    name: str
    index: int


@dataclass(frozen=True, slots=True)
class ShowGap(ButtonData):
    """The gap at this place, counted from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class GapAdded(ButtonData):
    """Articles for this gap were added."""

    place: int
    gap: str


@dataclass(frozen=True, slots=True)
class GapIgnored(ButtonData):
    """This gap is none of this collection's."""

    place: int
    gap: str


@dataclass(frozen=True, slots=True)
class EndWatch(ButtonData):
    watch: int


@dataclass(frozen=True, slots=True)
class Forget(ButtonData):
    """Everything of this person goes."""

    person: int


@dataclass(frozen=True, slots=True)
class DoNotForget(ButtonData):
    person: int


@dataclass(frozen=True, slots=True)
class ListArticles(ButtonData):
    """A page, counted from 0, of the collection."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowArticle(ButtonData):
    key: str


@dataclass(frozen=True, slots=True)
class SendArticle(ButtonData):
    """Send all of an article."""

    key: str


@dataclass(frozen=True, slots=True)
class RemoveArticle(ButtonData):
    key: str


@dataclass(frozen=True, slots=True)
class DoNotRemove(ButtonData):
    """Leave the article in the collection."""


@dataclass(frozen=True, slots=True)
class DecideRepeal(ButtonData):
    """Whether the article ``by`` repeals the article ``key``."""

    by: str
    key: str
    holds: bool


@dataclass(frozen=True, slots=True)
class TakeFile(ButtonData):
    """Take the file that waits into the collection."""

    file: str


@dataclass(frozen=True, slots=True)
class ReplaceFile(ButtonData):
    """Take the file that waits in place of the one of the same name."""

    file: str


@dataclass(frozen=True, slots=True)
class DropFile(ButtonData):
    file: str


@dataclass(frozen=True, slots=True)
class TakeLink(ButtonData):
    """Take in the page whose address the message shows, once."""


@dataclass(frozen=True, slots=True)
class FollowLink(ButtonData):
    """Follow the address that the message shows."""


@dataclass(frozen=True, slots=True)
class DropLink(ButtonData):
    """Do neither."""


FORMATS: dict[type[ButtonData], str] = {
    ShowResult: "v1:{question}:s:{rank}.{before}.{after}.{converted}",
    ShowTools: "v1:{question}:c:{rank}.{before}.{after}.{converted}",
    SendResultArticle: "v1:{question}:t:{rank}",
    TurnArticlePage: "v1:{question}:p:{rank}.{page}",
    PageNumber: "v1:{question}:n:{page}",
    ThumbsUp: "v1:{question}:g:{rank}",
    ThumbsDown: "v1:{question}:b:{rank}",
    TakeAway: "v1:{question}:x",
    AskOtherwise: "v1:{question}:o",
    TellAdmins: "v1:{question}:w",
    AskExample: "e1:{text}",
    AskAgain: "v1::again:",
    ShowSetting: "set1:{name}:p",
    ChooseSource: "set1:source:{number}",
    ChooseSetting: "set1:{name}:{index}",
    ShowGap: "g1:{place}",
    GapAdded: "g1:{place}:{gap}:a",
    GapIgnored: "g1:{place}:{gap}:i",
    EndWatch: "w1:{watch}",
    Forget: "f1:{person}:y",
    DoNotForget: "f1:{person}:n",
    ListArticles: "l1:p:{page}",
    ShowArticle: "l1:a:{key}",
    SendArticle: "l1:t:{key}",
    RemoveArticle: "l1:r:{key}",
    DoNotRemove: "l1:x",
    DecideRepeal: "p1:{by}:{key}:{holds}",
    TakeFile: "i1:{file}:y",
    ReplaceFile: "i1:{file}:r",
    DropFile: "i1:{file}:n",
    TakeLink: "u1:y",
    FollowLink: "u1:f",
    DropLink: "u1:n",
}
"""What each button carries; the number in front goes up when a format changes its meaning."""

FIELDS = {
    "question": r"[A-Za-z0-9_-]{1,16}",
    "text": r"[^\n]{1,20}",
    "rank": r"[0-9]{1,3}",
    "before": r"[0-9]{1,3}",
    "after": r"[0-9]{1,3}",
    "converted": r"[01]",
    "page": r"[0-9]{1,8}",
    "name": r"[a-z_]{1,16}",
    "index": r"[0-9]{1,3}",
    "number": r"[0-9]{1,10}",
    "place": r"[0-9]{1,6}",
    "gap": r"[0-9a-f]{8}",
    "watch": r"[0-9]{1,16}",
    "person": r"-?[0-9]{1,16}",
    "key": r"[A-Za-z0-9]{1,16}",
    "by": r"[A-Za-z0-9]{1,16}",
    "holds": "[01]",
    "file": r"[0-9a-f]{12}",
}
"""What each field may look like; anything else is of nobody's making."""


def _value(type: Any, text: str) -> str | int | bool:
    if type == "bool":
        return text == "1"
    return int(text) if type == "int" else text


def _pattern(format: str) -> re.Pattern[str]:
    parts = []
    for literal, field, _, _ in Formatter().parse(format):
        parts.append(re.escape(literal))
        if field:
            parts.append(f"(?P<{field}>{FIELDS[field]})")
    return re.compile("".join(parts))


_PATTERNS = [(kind, _pattern(format)) for kind, format in FORMATS.items()]
