"""Anything at all may be given as an article or asked as a question: nothing may fall over.

The small runs are part of every test run; ``make fuzz`` repeats them with many more inputs, whose
seeds are printed, so that a failure can be run again.
"""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.searcher import Searcher
from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import DOCUMENTS, kind_of, members, read, read_lines
from retrieval.corpus.readers.paged import recognition
from retrieval.corpus.store import Store
from retrieval.errors import Unreadable
from retrieval.home import Home
from retrieval.index.building.operations import index_paths, reindex
from retrieval.reasons import Reason
from retrieval.resources import resource
from tests.corpus.readers.papers import (
    drawing_shown,
    ofd,
    packed,
    page,
    pdf,
    text_object,
    word,
)
from tests.corpus.readers.test_made import MADE

SAMPLES = [path.read_text(encoding="utf-8") for path in sorted(resource("articles").iterdir())]
CODECS = ("utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be")
ODD = "\x00\ufeff\u200b\u202e\ufffd\ue000\u3000\r\n\t-:|#>*`'\"(){}[]<&>%$é１Ａ𠮷😀。，；！？—…〔〕"
SUFFIXES = (*DOCUMENTS, ".jsonl", ".jsonl", ".jsonl", ".jsonl.gz", ".exe", "")

Maker = Callable[[random.Random], str]


def han(dice: random.Random) -> str:
    """Characters by chance: common ones, rare ones, and ones that are none."""
    ranges = [(0x4E00, 0x9FFF)] * 6 + [(0x20, 0x7E), (0x3400, 0x4DBF), (0x1F300, 0x1F6FF)]
    return "".join(chr(dice.randint(*dice.choice(ranges))) for _ in range(dice.randint(0, 400)))


def odd(dice: random.Random) -> str:
    return "".join(dice.choice(ODD + "政策社保") for _ in range(dice.randint(0, 200)))


def spliced(dice: random.Random) -> str:
    """Pieces of real sentences in the wrong order, with rubbish between them."""
    pieces = []
    for _ in range(dice.randint(1, 12)):
        sample = dice.choice(SAMPLES)
        start = dice.randrange(len(sample))
        pieces.append(sample[start : start + dice.randint(1, 120)])
        if dice.random() < 0.3:
            pieces.append(dice.choice(ODD) * dice.randint(1, 5))
    return "".join(pieces)


def endless(dice: random.Random) -> str:
    """One thing over and over: no sentence ends, no line ends, or nothing but ends."""
    return dice.choice(["政", "政策", "。", "\n", "---\n", "(", "a", "1", "　", "😀"]) * 3000


MAKERS: tuple[Maker, ...] = (han, odd, spliced, spliced, endless)


def made(dice: random.Random) -> str:
    return dice.choice(MAKERS)(dice)


def content(dice: random.Random) -> bytes:
    """What may be in a file: a text in some encoding, cut or with bytes overwritten, or noise."""
    if dice.random() < 0.15:
        return dice.randbytes(dice.randint(0, 3000))
    data = bytearray(made(dice).encode(dice.choice(CODECS), "replace"))
    if data and dice.random() < 0.3:
        del data[-dice.randint(1, 3) :]
    for _ in range(dice.choice([0, 0, 1, 20])):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def check_draft(draft: Draft) -> None:
    """What the layers above rely on."""
    assert draft.text.strip()
    draft.text.encode("utf-8")
    edges = [edge for pair in draft.doubtful for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(draft.text) for start, end in draft.doubtful)


def check_answer(answer: Answer) -> None:
    """A quote is in its source, and only an answer that found nothing comes without one."""
    assert (answer.verdict is Verdict.NONE) == (answer.results == ())
    for result in answer.results:
        quote = result.quote
        assert quote == result.article.text[result.start : result.end]
        assert 0 < len(quote) <= 200
        edges = [edge for pair in result.highlights for edge in pair]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(quote) for start, end in result.highlights)
        for start, end in [*result.doubtful, *([result.answer] if result.answer else [])]:
            assert result.start <= start < end <= result.end


def check_sentence(said: str) -> None:
    assert said.endswith(".")
    assert "\n" not in said
    assert "Reading it failed" not in said


def read_anything(seed: int) -> None:
    dice = random.Random(seed)
    name = f"a{dice.choice(list(DOCUMENTS))}"
    try:
        for draft in read(name, content(dice)):
            check_draft(draft)
    except Unreadable as error:
        check_sentence(str(error))


def line(dice: random.Random) -> bytes:
    """A line of a ``.jsonl`` file: sound JSON that holds what no file would."""
    odd_texts = ["\ud800", "\x00", "\x1b]0;a\x07", "\n", "正" * 2000, "javascript:a", "2024-99-99"]
    values: list[Any] = [None, True, 7, 1e300, [], ["甲", None], {"a": 1}, *odd_texts]
    names = ["id", "title", "source", "date", "author", "url", "kicker", "标题", "x"]
    fields = {name: dice.choice([*values, made(dice)]) for name in names if dice.random() < 0.5}
    text = dice.choice([made(dice), made(dice) + dice.choice(odd_texts), dice.choice(values)])
    return json.dumps({**fields, "text": text}).encode()


def write_folder(dice: random.Random, folder: Path, files: int) -> None:
    for number in range(files):
        path = folder / f"{number:04}{dice.choice(SUFFIXES)}"
        lines = path.suffix == ".jsonl" and dice.random() < 0.8
        path.write_bytes(b"\n".join(line(dice) for _ in range(5)) if lines else content(dice))


def questions(dice: random.Random, count: int) -> Iterator[str]:
    yield from (
        "",
        " ",
        "？",
        "-",
        '"',
        '""',
        "来源:",
        "标题:三争",
        "😀",
        "的",
        "a" * 5000,
        "政" * 5000,
    )
    for _ in range(count):
        text = made(dice)
        start = dice.randrange(len(text) or 1)
        yield text[start : start + dice.randint(1, 60)]


def take_in_and_ask(place: Path, seed: int, files: int, count: int) -> None:
    """A folder of rubbish and samples becomes a collection; every question gets an answer."""
    dice = random.Random(seed)
    home, folder = Home(place / "home"), place / "folder"
    folder.mkdir(parents=True)
    write_folder(dice, folder, files)
    report = index_paths(home, [folder, resource("articles")])
    assert report.new.total() >= len(SAMPLES)
    for remark in report.refused:
        check_sentence(str(remark.reason))
    with closing(Store.open(home)) as store:
        for article in store.articles():
            for shown in (article.id, article.shown_title, article.source, article.author):
                assert not shown or not any(mark in shown for mark in "\n\x1b\x07\x00")
    again = reindex(home)
    assert not again.new + again.changed + again.removed
    with closing(Searcher.open(home)) as searcher:
        for question in questions(dice, count):
            answer = searcher.ask(question)
            assert answer.question == question
            check_answer(answer)


NASTY = (
    "\n",
    "，",
    "-",
    "- ",
    "|",
    "| ",
    "# ",
    "*a ",
    "<!--",
    "![",
    "[a](",
    "（a",
    "😀",
    "当?",
    "&#1;",
    "1月",
)
"""One of these over and over took seconds or hours where a pattern backtracks."""

SECONDS = 5.0
"""Of the processor, at most, for 20,000 characters or a damaged document: most need far less."""


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("piece", NASTY)
def test_reading_takes_no_longer_for_odd_texts(suffix: str, piece: str) -> None:
    text = "标题\n正文开始了。\n" + piece * (20_000 // len(piece)) + "。"
    begun = time.process_time()
    drafts = list(read(f"a{suffix}", text.encode("utf-8")))
    assert time.process_time() - begun < SECONDS
    check_draft(drafts[0])


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n",
        f"title: 0x{'f' * 8000}\n",
        f"title: {'[' * 3000}\n",
        "date: 2024-13-45\n",
    ],
    ids=["aliases", "number", "depth", "date"],
)
def test_front_matter_cannot_blow_up(front: str) -> None:
    with pytest.raises(Unreadable):
        list(read("a.md", f"---\n{front}---\n正文在这里。\n".encode()))
    (draft,) = read("a.txt", f"---\n{front}---\n正文在这里。\n".encode())
    assert draft.warnings


@pytest.mark.parametrize("seed", range(150))
def test_any_bytes_are_read_or_refused(seed: int) -> None:
    read_anything(seed)


def test_any_folder_is_taken_in_and_any_question_answered(tmp_path: Path) -> None:
    take_in_and_ask(tmp_path, seed=1, files=60, count=60)


LINES = [line for line in SAMPLES[0].splitlines() if line][:12]
OFFICE = {".rtf": "guide", ".pptx": "table", ".epub": "rules", ".xlsx": "fees", ".xls": "articles"}
HTML = page("".join(f"<p>{line}</p>" for line in LINES), head="<title>示例</title>")


def original(suffix: str) -> bytes:
    """A sound document of each type that is more than text."""
    if suffix == ".docx":
        return word(LINES, [LINES[:2], LINES[2:4]], title=LINES[0])
    if suffix == ".pdf":
        return pdf([LINES, LINES], title="示例")
    if suffix == ".ofd":
        pieces = [(20.0, 20.0 + 8 * row, line[:40]) for row, line in enumerate(LINES)]
        drawing = text_object(10, 10, LINES[0][:20]) + text_object(20, 20, "购买方", way="Y")
        return ofd([pieces], objects=drawing_shown(9, 0, 150), drawings={9: drawing})
    if suffix == ".mhtml":
        head = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
        return head + HTML
    if suffix in OFFICE:
        return (MADE / f"{OFFICE[suffix]}{suffix}").read_bytes()
    if suffix == ".zip":
        return packed({"a.html": HTML, "b.txt": SAMPLES[1].encode(), "c.docx": word(LINES)})
    return HTML


def mutated(dice: random.Random, data: bytes) -> bytes:
    """Some bytes overwritten, taken out, doubled or shuffled; what is zipped also inside."""
    if data[:2] == b"PK" and dice.random() < 0.6:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        name = dice.choice(list(files))
        files[name] = mutated(dice, files[name])
        return packed(files)
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 3, 30])):
        start = dice.randrange(len(changed) + 1)
        end = min(len(changed), start + dice.choice([1, 1, 8, 200]))
        piece = changed[start:end]
        changed[start:end] = dice.choice([b"", piece * 2, dice.randbytes(len(piece)), b"<", b"0"])
    return bytes(changed)


def read_damaged(suffix: str, seed: int) -> None:
    dice = random.Random(seed)
    data = mutated(dice, original(suffix))
    begun = time.process_time()
    try:
        if kind_of(f"a{suffix}") == "archive":
            for member in members(f"a{suffix}", io.BytesIO(data), limit=1_000_000):
                if isinstance(member.data, Reason):
                    check_sentence(str(member.data))
        elif kind_of(f"a{suffix}") == "lines":
            for row in read_lines(suffix, io.BytesIO(data), limit=1_000_000):
                if isinstance(row.draft, Draft):
                    check_draft(row.draft)
        else:
            with recognition.limited(0):  # pictures take seconds, damaged or not
                for draft in read(f"a{suffix}", data):
                    check_draft(draft)
    except Unreadable as error:
        check_sentence(str(error))
    assert time.process_time() - begun < SECONDS


def test_a_comment_above_a_headline_does_no_harm() -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    head = "<h3>栏目</h3><!-- 标题 --><h1>示例标题文字在此</h1>"
    html = f"<html><body>{head}<div>{text}</div></body></html>"
    (draft,) = read("a.html", html.encode())
    assert draft.title == "示例标题文字在此"


DAMAGED = [".html", ".mhtml", ".docx", ".pdf", ".ofd", ".zip", *OFFICE]


@pytest.mark.parametrize("suffix", DAMAGED)
def test_damaged_documents_are_read_or_refused(suffix: str) -> None:
    for seed in range(20):
        read_damaged(suffix, seed)


@pytest.mark.long
@pytest.mark.parametrize("suffix", DAMAGED)
def test_damaged_documents_for_long(suffix: str) -> None:
    for seed in range(1_000, 4_000):
        print(f"seed {seed}")
        read_damaged(suffix, seed)


@pytest.mark.long
def test_any_bytes_for_long() -> None:
    for seed in range(1_000, 21_000):
        print(f"seed {seed}")
        read_anything(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
def test_any_folder_for_long(tmp_path: Path, seed: int) -> None:
    take_in_and_ask(tmp_path, seed, files=400, count=1_000)
