"""``/a/<key>``: an article as it is kept, with the quote that was given from it marked."""

from __future__ import annotations

from datetime import date
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.language import Language
from bot.view.answers.citations import bibtex, official_citation, reference
from bot.view.article_blocks import meta_lines, origin_line
from bot.view.texts import words
from bot.web.pages.language import TAGS, page_language
from bot.web.pages.render import page, public_address
from bot.web.reader.body import listed, paragraphs, part_of, parts
from bot.web.reader.changes import changes
from bot.web.reader.place import Place, read_place
from bot.web.served import Served
from retrieval.answer.answer import Result
from retrieval.corpus.article import METADATA, Article
from retrieval.corpus.versions import Version
from retrieval.text.fold import Script, convert, script_of
from retrieval.text.ranges import Range

CITED = 2_000
"""Characters of a citation at most."""


def article(served: Served, request: Request) -> Response:
    """One part of the text, its outline beside it; the part with the quote where there is one."""
    place = read_place(served, request)
    found, cut = place.article, parts(place.article.text)
    outline = found.outline  # unpacked at every call
    language = page_language(request, served.settings.lang)
    number = _number(request, cut, place)
    start, end = cut[number]
    if place.quote and start <= place.quote[0] < end:
        end = max(end, place.quote[1])
    own = script_of(found.text)
    to = _script(request, own)
    return page(
        request,
        served.settings,
        "article.html",
        article=found,
        place=place,
        facts=_facts(served, place, language),
        original=found.url if (found.url or "").startswith(("https://", "http://")) else None,
        recognised="recognised" in found.meta,
        paragraphs=paragraphs(found, outline, (start, end), place.quote, to),
        doubtful=any(start <= at < end for at, _ in found.doubtful),
        outline=[(each, part_of(cut, each.start)) for each in listed(outline.sections, start)],
        number=number + 1,
        count=len(cut),
        script=TAGS[to or own],
        other_script=TAGS["hans" if (to or own) == "hant" else "hant"],
        converted=to,
        read=partial(convert, to=to) if to else str,
        citations=_citations(found, place.quote, language),
        still=_still(served, place),
        address=f"{public_address(request, served.settings)}{request.url.path}",
    )


def changed(served: Served, request: Request) -> Response:
    """What has changed since the version that is named, side by side."""
    place = read_place(served, request)
    language = page_language(request, served.settings.lang)
    latest = place.live or place.versions[0]
    (now,) = served.live.current.articles.read([latest.n])
    pairs = ((name, getattr(place.article, name), getattr(now, name)) for name in METADATA)
    return page(
        request,
        served.settings,
        "changes.html",
        article=place.article,
        place=place,
        fields=[(name, one, other) for name, one, other in pairs if one != other],
        found=changes(place.article.text, now.text),
        script=TAGS[script_of(now.text)],
        before=_named(place.version, language),
        after=_named(latest, language),
    )


def _named(version: Version, language: Language) -> str:
    return words("web_version", language, version=version.version, taken=version.taken[:10])


def _number(request: Request, cut: list[Range], place: Place) -> int:
    """The part, from 0, that is asked for, else the one with the quote, else the first."""
    stated = request.query_params.get("p", "")
    if stated.isascii() and stated.isdecimal() and len(stated) < 7:
        return max(1, min(int(stated), len(cut))) - 1
    return part_of(cut, place.quote[0]) if place.quote else 0


def _script(request: Request, own: Script) -> Script | None:
    """The script to convert to, None for that of the text."""
    asked = request.query_params.get("script", "").removeprefix("zh-").lower()
    scripts: dict[str, Script] = {"hans": "hans", "hant": "hant"}
    to = scripts.get(asked)
    return None if to == own else to


def _facts(served: Served, place: Place, language: Language) -> list[str]:
    """What is known of an article, a line each."""
    found = place.article
    count = served.live.current.articles.reposts(place.version.n)
    return [
        *filter(None, [origin_line(found, language)]),
        *([words("holds_in", language, place=found.place.name)] if found.place else []),
        *meta_lines(found, language),
        *([words("reposts", language, count=count)] if count else []),
        words("article_characters", language, count=len(found.text), key=found.key),
    ]


def _citations(found: Article, quote: Range | None, language: Language) -> list[tuple[str, str]]:
    # A place behind the text is in none of its sections.
    start, end = quote or (len(found.text), len(found.text))
    cited = Result(
        rank=1, score=0.0, article=found, quote=found.text[start:end], start=start, end=end
    )
    return [
        (words("web_cite_plain", language), official_citation(cited, language, CITED)),
        ("GB/T 7714", reference(cited, date.today(), CITED)),
        ("BibTeX", bibtex(cited, date.today())),
    ]


def _still(served: Served, place: Place) -> bool | None:
    """Whether the quote of an earlier version stands in the live one; None where none is asked."""
    if place.quote is None or place.live is None or place.version.live:
        return None
    start, end = place.quote
    (now,) = served.live.current.articles.read([place.live.n])
    return place.article.text[start:end] in now.text


def routes(served: Served) -> list[BaseRoute]:
    """An article, at a quote, and what has changed in it."""
    return [
        Route("/a/{key}", partial(article, served)),
        Route("/a/{key}/changes", partial(changed, served)),
        Route("/a/{key}/q{quote}", partial(article, served)),
    ]
