"""``wence articles`` and ``wence show``: what is in the collection."""

from __future__ import annotations

from pathlib import Path

import click
from rich.cells import set_cell_size

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.speech import say
from retrieval.corpus.article import Article
from retrieval.corpus.description import described, listed
from retrieval.corpus.outline.sections import Section
from retrieval.corpus.store import Store
from retrieval.corpus.versions import quoted, version_of
from retrieval.errors import UnknownArticle

KEY, DATE = 8, 18
"""Columns of a list; an inferred date, 2024-01-31（推定）, fills its own."""


@click.command()
@with_home
@with_json
def articles(home: Path | None, as_json: bool) -> None:
    """List the collection, an article a line."""
    opened, _ = open_home(home)
    with Store.open(opened) as store:
        found = False
        reposts = store.all_reposts()
        for article in store.articles():
            found = True
            count = reposts.get(article.id, 0)
            if as_json:
                write_json(listed(article, count))
            else:
                click.echo(line(article) + (f" · {say('reposts', count=count)}" if count else ""))
        if not found and not as_json:
            click.echo(say("collection_empty"), err=True)


@click.command()
@click.argument("id")
@click.option("--version", type=click.IntRange(min=1), help="As it was in that version.")
@click.option("--quote", help="As it was in the version that holds this quote.")
@click.option("--outline", is_flag=True, help="Its sections in place of its text.")
@with_home
@with_json
def show(
    id: str,
    version: int | None,
    quote: str | None,
    outline: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Show one article, by id or key, with its text; what was quoted, with its version."""
    opened, _ = open_home(home)
    with Store.open(opened) as store:
        known = store.history(id)
        if quote is not None:
            version = quoted(store, id, quote).version
        elif version is None:
            version = next((one.version for one in known if one.live), None)
        if version is None:
            raise UnknownArticle("article_gone", name=id, version=known[0].version)
        article = version_of(store, id, version)
        reposts = store.all_reposts().get(article.id, 0)
    if as_json:
        write_json(described(article, known, reposts, outline=outline))
    else:
        of_several = [say("version_of", version=version, count=len(known))]
        indented_all = [indented(each) for each in article.outline.sections] or [say("undivided")]
        below = indented_all if outline else [article.text]
        click.echo("\n".join([*head(article), *(of_several if len(known) > 1 else []), "", *below]))


def indented(of: Section) -> str:
    """One section of ``show --outline``: label, heading, and how many characters it has."""
    named = " ".join(filter(None, (of.label, of.heading)))
    return "  " * (of.level - 1) + say("section_line", named=named, count=of.end - of.start)


def line(article: Article) -> str:
    """Key, date, title and source of one article, and its length in characters."""
    untitled = "" if article.title else say("untitled")
    source = f" · {article.source}" if article.source else ""
    key = set_cell_size(article.key, KEY)
    date = set_cell_size(dated(article) or say("dateless"), DATE)
    size = say("file_characters", count=len(article.text))
    return f"{key} {date} {article.shown_title}{untitled}{source} · {size}"


def dated(article: Article) -> str | None:
    """The date as it is shown: an inferred one says so."""
    if article.date and "date" in article.inferred:
        return article.date + say("inferred")
    return article.date


META = (
    *("number", "issuer", "issued", "effective", "expires", "editor", "dateline"),
    *("attached_to", "withdrawn", "site"),
)
"""Further facts of an article that are shown."""


def force(article: Article) -> str | None:
    """Whether it is in force, where it is known not to be."""
    if article.meta.get("lapsed"):
        return say("lapsed")
    return say("draft_for_comments") if article.is_draft else None


def head(article: Article) -> list[str]:
    """The metadata of one article, a field a line, those without a value left out."""
    untitled = "" if article.title else say("untitled")
    fields = {
        "id": f"{article.key} · {article.id}",
        "kicker": article.kicker,
        "title": article.shown_title + untitled,
        "subtitle": article.subtitle,
        "source": article.source,
        "author": article.author,
        "date": dated(article),
        "url": article.url,
        "file": article.file,
        **{name: article.meta.get(name) for name in META},
        "place": f"{article.place.name} · {article.place.code}" if article.place else None,
        "force": force(article),
        "repealed_by": " · ".join(
            f"《{each.title or each.key}》 {each.key} {each.since or ''}".strip()
            for each in article.repealed_by
            if each.certain
        ),
        "repeals": "".join(f"《{title}》" for title in article.repeals),
    }
    return [
        say("labelled", name=say(f"field_{name}"), value=value)
        for name, value in fields.items()
        if value
    ]
