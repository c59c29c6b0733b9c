"""What does an official document say about itself: number, issuer, issue, effect, lapse?"""

from __future__ import annotations

import re

from retrieval.corpus.encoding.characters import HAN
from retrieval.text import dates
from retrieval.text.numerals import DIGITS, NUMERALS

_NUMBER = (
    rf"(?P<organ>[{HAN}]{{1,12}}?)\s?[〔\[［（(【﹝]\s?(?P<year>(?:19"
    rf"|20)\d{{2}})\s?[〕\]］）)】﹞]\s?"
    r"(?:第\s?)?(?P<serial>\d{1,5})\s?[号號]"
)
_ANNOUNCEMENT = (
    rf"[{HAN} ]{{2,40}}(?:公告|通告|令)"
    r"\s?(?:19|20)\d{2}\s?年\s?第\s?\d{1,4}\s?[号號]"
)
_TAIWAN = rf"[{HAN}]{{1,12}}字第\s?\d{{6,12}}[A-Z]?\s?[號号]"
NUMBER_LINE = re.compile(
    rf"^[（(【]?\s*(?:(?:发文|發文)?[文字][号號]\s*[:：]\s*)?(?:{_NUMBER}"
    rf"|(?:[{HAN}]{{2,20}}令\s*)?第\s*[{NUMERALS}\d]{{1,6}}\s*[号號]"
    rf"|{_ANNOUNCEMENT}|{_TAIWAN})\s*[)）】]?$"
)
"""A line that is nothing but the number of a document: 国发〔2014〕8号, 第 12 号."""

PROMULGATION = re.compile(
    r"^[(（]\s*(?:(?:19|20)\d\d年|民[國国]"
    rf"|[一二][○零{DIGITS}]{{3}}年)[^()（）]*(?:通过|通過|公布|发布|發布|印发|批准"
    r"|修订|修正|修改|施行|起施行|印發)[^。]*[)）]$"
)
"""The note under the title of a statute: （2020年5月28日第十三届……通过）."""

_ORGAN = re.compile(rf"^(?:[{HAN}、 ]{{2,60}}?)(?:关于|關於)")
_SIGNATURE = re.compile(
    rf"^(?:办公室|[{HAN}、 ]{{2,40}}(?:政府|国务院|办公厅|办公室|委员会|委員會|委|厅|廳|局|部|署|院"
    rf"|银行|總局|总局|中心|领导小组|協會|协会|集团|公司|大学|会|處|处|科|股|站|所|辦公廳|署))$"
)
_SPACED = re.compile(rf"^[{HAN}](?: [{HAN}])+$")
_NOTICE = re.compile("(?:通知|公告|通告|通报|公示|函|意见|决定)$")
_EFFECTIVE = re.compile(
    r"(?:本|该|此)?[^。；\n]{0,16}[自从從](?P<when>[^。；，,\n]{2,24}?)(?:起|开始|開始)?(?:正式)?(?:施行"
    r"|实施|實施|执行|執行|生效)"
)
_UNTIL = re.compile(r"有效期(?:限)?(?:自[^。；]{4,24})?(?:截?至|到)\s*([^。；，,]{6,20})")
_ISSUE = re.compile(r"^(?:发布|公布|印发|發布|發佈|公佈|颁布|頒布|下发|通过|签发)之?日$")
_LETTERHEAD = re.compile(rf"^(?P<organ>[{HAN}、 ]{{2,40}}?) ?文件$")
_IMPRINT = re.compile(
    rf"^(?P<organ>[{HAN}、 ]{{2,40}}?)\s*(?P<day>[\d{DIGITS}○][^，。；]{{5,16}}日)\s*印[发發]$"
)
_LAPSED = re.compile(
    r"[(（【\[]\s*(?:已)?(?:废止|失效|廢止|全文废止|全文失效)\s*[)）】\]]|本(?:文件|通知|办法"
    r"|规定|意见|条例|辦法|規定|文)(?:已|已经|现已|業已|已經)(?:[于於][^。，；]{2,14})?(?:废止|失效|廢止|停止执行)"
    r"|^(?:此件|(?:此|该|本)文件)已(?:[于於][^。，；]{2,14})?(?:废止|失效|廢止)",
    re.MULTILINE,
)
_INVALID = re.compile(r"(?:失效|废止|無效|无效|廢止|否)")


STATED: tuple[str, ...] = ("number", "issuer", "issued", "effective", "expires")
"""Facts that a page can state in a table of its own."""


def document_number(text: str) -> str | None:
    """The number of the document in ``text``, in the standard brackets: 国发〔2014〕8号."""
    match = re.search(_NUMBER, text)
    if not match:
        other = re.search(rf"{_ANNOUNCEMENT}|{_TAIWAN}", text)
        return other[0].strip() if other else None
    organ = re.sub(
        r"^.*(?:[文字][号號]|根据|依据|按照|落实|贯彻|关于|《|和|及)", "", match["organ"]
    )
    return f"{organ}〔{match['year']}〕{int(match['serial'])}号" if organ else None


def letterhead(line: str) -> str | None:
    """The organ in the letterhead of a document: 国务院 of 国务院文件."""
    match = _LETTERHEAD.match(line)
    return match["organ"] if match and _SIGNATURE.match(match["organ"]) else None


def imprint(line: str) -> dict[str, str] | None:
    """Who printed a document, and when, by the line at its foot; None for any other line."""
    match = _IMPRINT.match(line)
    date = dates.first_date(match["day"]) if match else None
    return {"issuer": match["organ"], "issued": date} if match and date else None


def official_facts(title: str | None, lines: list[str], known: dict[str, str]) -> dict[str, str]:
    """Number, issuer, dates of issue and effect, and lapse, as far as the text states them."""
    facts = {name: known[name] for name in STATED if name in known}
    signer, signed = _signature(lines)
    if title and "issuer" not in facts and _ORGAN.match(title):
        facts["issuer"] = _whole_organ(title)
    holds_from = effective_date(lines, None)
    if signer and "issuer" not in facts and (facts or signed):
        facts["issuer"] = signer
    if signed and "issued" not in facts and (signer or facts or holds_from or _is_official(title)):
        facts["issued"] = signed
    if printed := next(filter(None, map(imprint, reversed(lines[-15:]))), None):
        facts = {**printed, **facts}
    if "expires" not in facts and (expires := _expires(lines)):
        facts["expires"] = expires
    holds_from = holds_from or effective_date(lines, facts.get("issued"))
    if "effective" not in facts and holds_from:
        facts["effective"] = holds_from
    if _lapsed(title, lines, known):
        facts["lapsed"] = "yes"
    return facts


def _is_official(title: str | None) -> bool:
    return title is not None and _NOTICE.search(title) is not None


def _whole_organ(title: str) -> str:
    return re.split("关于|關於", title, maxsplit=1)[0].strip()


def _signature(lines: list[str]) -> tuple[str | None, str | None]:
    """The organ that signs and the day on which it does, in the last lines."""
    for index in range(len(lines) - 1, max(len(lines) - 15, -1), -1):
        mention = next(dates.mentions(lines[index]), None)
        alone = mention and not re.sub(
            r"[\s()（）]", "", lines[index][: mention.start] + lines[index][mention.end :]
        )
        if mention and alone and mention.has_year and mention.has_day:
            above = lines[index - 1] if index else ""
            above = above.replace(" ", "") if _SPACED.match(above) else above
            return (above if _SIGNATURE.match(above) else None), mention.date
    return None, None


def effective_date(lines: list[str], issued: str | None) -> str | None:
    """From which day on it holds, as its last lines state, where it was issued on that day."""
    for line in reversed(lines):
        for match in _EFFECTIVE.finditer(line):
            when = match["when"].strip()
            if _ISSUE.match(when):
                return issued
            if (date := dates.first_date(when)) and not date.startswith("--"):
                return date
    return None


def _expires(lines: list[str]) -> str | None:
    """The last day on which it holds, as the last lines state it: 有效期至2025年12月31日."""
    for line in lines[-12:]:
        if match := _UNTIL.search(line):
            date = dates.first_date(match[1])
            return date if date and not date.startswith("--") else None
    return None


def promulgated(note: str) -> dict[str, str]:
    """The days of issue and effect that the note under the title of a statute names."""
    first = next(dates.mentions(note), None)
    facts = {"issued": first.date} if first and first.has_year else {}
    effective = effective_date([note], None)
    return facts | ({"effective": effective} if effective else {})


def _lapsed(title: str | None, lines: list[str], known: dict[str, str]) -> bool:
    if "validity" in known:
        return bool(_INVALID.search(known["validity"]))
    edges = [title or "", *lines[:3], *lines[-3:]]
    return bool(_LAPSED.search("\n".join(edges)))
