"""What do the lines around the text of a page say: when, from where, by whom?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata import bylines, labels
from retrieval.corpus.metadata.headlines import is_subtitle, same
from retrieval.corpus.metadata.publishers import is_nobody, is_paper, is_publisher
from retrieval.text import dates

NEAR = 6
"""So many lines below the text may tell who edited it."""
HEAD = 40
"""So many lines above the text may belong to its head."""
ACCOUNT = 16
"""Characters in the name of an account."""

_SHARED = re.compile(
    r"^(?P<author>[^\s/／]{2,4}(?: [^\s/／]{2,4})*)\s*[/／]\s*(?P<source>[^\s/／]{2,14})$"
)
_TIME = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_ACCOUNT = re.compile(
    rf"^(?:\S{{2,6}}\s+)?(?P<account>[^\s:：|｜]{{2,{ACCOUNT}}})\s+(?:19|20)\d\d\S{{1,8}}\s*{_TIME}$"
)
"""原创 示例号 2024-05-09 10:00, as platforms show who published when."""

_EDITION = re.compile(r"\s*第?\s*[A-Z]?\d{1,3}\s*版\s*(?:[:：]\s*\S{1,10})?\s*$")
"""The page of a newspaper."""

_BELOW_ACCOUNT = re.compile(r"^(?:[+＋]?\s*关注|已关注|企鹅号|网易号|搜狐号|发布时间[:：])")
"""What stands below the name of an account."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines that a page shows above and below its text."""

    above: Sequence[str]
    below: Sequence[str]


def surroundings(shown: Sequence[str], body: Sequence[str]) -> Surroundings:
    """The lines before the text begins and after it ends; all are above where it is not found."""
    long = [line for line in body if len(line) > 10]
    long = [line for line in long if "。" in line] or long
    opening, closing = (_joined(long[0])[:20], _joined(long[-1])[-20:]) if long else ("", "")
    joined = [_joined(line) for line in shown]
    last = max((i for i, line in enumerate(joined) if closing and closing in line), default=-1)
    first = max(
        (i for i, line in enumerate(joined) if opening and opening in line and i <= last),
        default=len(shown),
    )
    last = max(first, last)
    return Surroundings(shown[:first], shown[last + 1 :])


def facts_around(page: Surroundings, title: str | None) -> dict[str, str]:
    """The facts: above the title only labelled lines count, between title and text any line."""
    above = labels.paired(page.above)
    titles = [i + 1 for i, line in enumerate(above) if title and _shows(line, title, i)]
    start = titles[-1] if titles else max(len(above) - HEAD // 4, 0)
    facts = _below_title(above[start:], title)
    if titles and not {"source", "published"} & facts.keys():  # the text may name itself again
        facts = {**_below_title(above[titles[0] :], title), **facts}
    for line in above[max(start - HEAD, 0) : start]:
        facts = {**labels.tidy(labels.labelled(line) or {}), **facts}
    for line in page.below[:NEAR]:
        labelled, posted = labels.labelled(line), labels.posted(line)
        told = labels.tidy(labelled or {}) or posted or labels.facts(line) or {}
        names = {"editor", "source", "author"} | ({"published"} if labelled or posted else set())
        facts = {**{name: value for name, value in told.items() if name in names}, **facts}
    if "published" not in facts and titles and titles[0] > 1:
        facts |= _day_alone(above[titles[0] - 2])
    facts.pop("title", None)
    if is_nobody(facts.get("author", "")):
        del facts["author"]
    return facts


def _shows(line: str, title: str, at: int) -> bool:
    """Is the line the title? Old pages have the ``<title>``, with the site, first in their body."""
    return same(line, title) or (at == 0 and line.startswith(title))


def _day_alone(line: str) -> dict[str, str]:
    """The day of a line that holds nothing else, as newspapers print it above the title."""
    mention = next(dates.mentions(line), None)
    if mention is None or not (mention.has_year and mention.has_day):
        return {}
    return (
        {} if (line[: mention.start] + line[mention.end :]).strip() else {"published": mention.date}
    )


def _below_title(lines: Sequence[str], title: str | None) -> dict[str, str]:
    facts: dict[str, str] = {}
    names: list[str] = []
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        told = line_facts(line, facts)
        names = [*names, told["author"]] if "author" in told else []
        facts = {**told, **facts}
        if len(names) > 1 and facts["author"] == " ".join(names[:-1]):
            facts["author"] = " ".join(names)
        if _BELOW_ACCOUNT.match(below) and not same(line, title or "") and _is_account(line):
            facts.setdefault("source", line)
    return facts


def confirmed(author: str, page: Surroundings, body: Sequence[str], site: str) -> str | None:
    """A claimed author whom the page shows near its text, not as its editor or in ``site``."""
    if not author or is_nobody(author) or is_publisher(author) or author in site:
        return None
    near = [*page.above[-HEAD // 2 :], *body[:2], *body[-2:], *page.below[:NEAR]]
    alone = re.compile(rf"(?<![{HAN}A-Za-z]){re.escape(author)}(?![{HAN}A-Za-z])")
    shown = [line for line in near if alone.search(line) and not bylines.editor(line)]
    told = [line for line in shown if not _tells_editor(line, author)]
    return author if told else None


def _is_account(line: str) -> bool:
    return 2 <= len(line) <= ACCOUNT and not (re.search(r"[\s，。：:]", line) or is_nobody(line))


def _tells_editor(line: str, author: str) -> bool:
    return (labels.labelled(line) or {}).get("editor", "").startswith(author)


def _joined(line: str) -> str:
    return re.sub(r"\s", "", line)


def _reported(line: str, day: dates.Mention) -> dict[str, str]:
    """本报记者 周举例 2024年3月1日 第03版：要闻: who reported, and in which paper of which day."""
    if "。" in line or len(line) > HEAD + 20:
        return {}
    rest = _EDITION.sub("", line[: day.start] + " " + line[day.end :]).strip(" |｜")
    names = bylines.byline(rest, bare=False) if rest else None
    if names:
        return {"author": names, "published": day.date}
    return {} if rest else {"published": day.date}


def line_facts(line: str, known: Collection[str] = ()) -> dict[str, str]:
    """What a line between title and text says; nothing for a line of text."""
    if (match := _ACCOUNT.match(line)) and not is_nobody(match["account"]):
        told = {"source": match["account"], "published": dates.first_date(line) or ""}
        return {name: value for name, value in told.items() if value}
    if (facts := labels.facts(line)) is not None:
        return facts
    if is_subtitle(line):
        return {"subtitle": line}
    if (match := _SHARED.match(line)) and is_publisher(match["source"]):
        names = bylines.names_of(match["author"])
        return {"source": match["source"]} | ({"author": names} if names else {})
    if is_paper(line):
        return {"source": line}
    if names := bylines.byline(line, bare=False):
        return {"author": names}
    found = [mention for mention in dates.mentions(line) if mention.has_year and mention.has_day]
    stands_first = len(found) == 1 and not line[: found[0].start].strip(" |｜")
    if stands_first and len(line) <= HEAD + 20 and "。" not in line and "published" not in known:
        behind = re.sub(rf"^\s*{_TIME}", "", line[found[0].end :]).split()
        publisher = behind[0] if behind and is_publisher(behind[0]) else ""
        return {"published": found[0].date} | ({"source": publisher} if publisher else {})
    if len(found) == 1 and (told := _reported(line, found[0])):
        return told
    timed = re.search(_TIME, line)
    if len(found) == 1 and timed and len(line) <= 60 and "published" not in known:
        return {"published": found[0].date}
    return {}
