"""Scans and pictures are recognised where the extra is installed, and said to be."""

from __future__ import annotations

import socket
from typing import Any, NoReturn

import pytest

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers import read
from retrieval.corpus.readers.paged import recognition
from retrieval.corpus.readers.paged.doubts import Character, Doubt, doubts_of
from retrieval.corpus.readers.paged.seals import without_seals
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import BODY, TITLE
from tests.corpus.readers.prints import lines, printed, unmapped
from tests.corpus.readers.scanned import Print, fitting, scanned
from tests.fonts import needs_font

needs_extra = pytest.mark.skipif(
    not recognition.is_available(), reason="the extra ocr is not installed: make test-ocr"
)
TEXTS = [
    TITLE,
    "为规范示例市停车管理，维护交通秩序，保障公众合法权益，根据示政发〔2024〕8号文件，制定本办法。",
    "小型车每小时收费五元，大型车每小时收费八元，夜间停车每小时收费二元。",
]
PAGE = Print(dpi=150, points=16)


def one(name: str, data: bytes) -> Draft:
    (draft,) = read(name, data)
    return draft


def on_paper(png: bytes, pages: int = 1) -> bytes:
    """A ``.pdf`` file whose pages are this picture."""
    import io

    from reportlab.lib.utils import ImageReader

    def draw(sheet: Any) -> None:
        sheet.drawImage(ImageReader(io.BytesIO(png)), 0, 0, 595, 842)

    return printed(*[draw] * pages)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> NoReturn:
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@needs_extra
@needs_font
@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.jpeg", "a.pdf"])
def test_a_scan_is_recognised_without_a_network(name: str) -> None:
    png = scanned(TEXTS, PAGE)
    draft = one(name, on_paper(png) if name.endswith("pdf") else png)
    assert (draft.title, draft.text) == (TITLE, "\n".join(TEXTS[1:]))
    assert draft.meta["recognised"] == "yes"
    assert draft.warnings[-1].code == "recognised"


@needs_extra
@needs_font
def test_only_the_pages_without_text_are_recognised() -> None:
    from io import BytesIO

    import pypdf

    writer = pypdf.PdfWriter()
    for data in (printed(lines(TEXTS)), on_paper(scanned(TEXTS, PAGE))):
        writer.append(BytesIO(data))
    stream = BytesIO()
    writer.write(stream)
    draft = one("a.pdf", stream.getvalue())
    assert draft.text.count(TEXTS[2]) == 2
    assert draft.warnings[-1].fields["pages"] == "2"


@needs_extra
@needs_font
def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    with recognition.watched(lambda done, total: told.append((done, total))):
        one("a.pdf", on_paper(scanned(TEXTS, PAGE), pages=2))
    assert told == [(1, 2), (2, 2)]


@needs_extra
@needs_font
def test_a_preview_recognises_the_first_pages_alone() -> None:
    with recognition.limited(1):
        draft = one("a.pdf", on_paper(scanned(TEXTS, PAGE), pages=3))
    assert {warning.code: warning.fields["pages"] for warning in draft.warnings} == {
        "recognised": "1",
        "pages_unread": "2–3",
    }


@needs_extra
@needs_font
def test_columns_on_a_tilted_page_are_in_order() -> None:
    how = Print(dpi=150, points=14, tilt=1.5, noise=8, columns=2)
    texts = [TITLE, *(f"第{n}条规定了示例工作的安排。" * 12 for n in "一二三四五六七八九十")]
    draft = one("a.png", scanned(texts, how))
    read_text = "".join(f"{draft.title}{draft.text}".split())
    places = [
        read_text.find(f"第{n}条")
        for n in "一二三四五六七八九十"
        if f"第{n}条" in fitting(texts, how)
    ]
    assert places == sorted(places)
    assert -1 not in places


@needs_extra
def test_a_picture_without_text() -> None:
    from io import BytesIO

    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (400, 300), "white").save(stream, "PNG")
    with pytest.raises(Unreadable) as refusal:
        one("a.png", stream.getvalue())
    assert refusal.value.reason.code == "no_text"


@needs_extra
def test_a_broken_picture() -> None:
    with pytest.raises(Unreadable) as refusal:
        one("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert refusal.value.reason.code == "file_damaged"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", b"\x89PNG", "recognition_missing"),
        ("a.pdf", printed(lambda sheet: None), "pdf_scan"),
        ("a.pdf", unmapped(b'!"#$%&+,-./0123456789'), "pdf_unmapped"),
        ("a.pdf", printed(lines(['!"# $%&', "'()*+", *BODY])), "pdf_unmapped"),
    ],
)
def test_without_the_extra_the_refusal_says_how_to_get_it(
    name: str, data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "is_available", lambda: False)
    with pytest.raises(Unreadable, match=r"wence\[ocr\]") as refusal:
        one(name, data)
    assert refusal.value.reason.code == code


def test_doubtful_stretches_are_found_wherever_their_column_came_to_stand() -> None:
    draft = Draft(text="第一条 收费五元。\n第二条收费八元。", **_plain())
    doubts = [
        Doubt("第二条收费", "八元", "。"),
        Doubt("第一条收费", "五元", "。"),
        Doubt("", "没有", ""),
    ]
    marked = recognition.marked(draft, doubts, "1")
    assert [marked.text[start:end] for start, end in marked.doubtful] == ["五元", "八元"]


def test_what_was_read_unsurely_or_breaks_off_under_a_seal_is_doubtful() -> None:
    line = [Character(text, 0.99) for text in "每小时收费"]
    line += [Character("丰", 0.6), Character("元", 0.99, is_under_seal=True)]
    assert list(doubts_of(line)) == [Doubt("每小时收费", "丰元", "")]


@needs_extra
def test_a_seal_is_taken_out_of_a_page_and_a_red_letterhead_is_not() -> None:
    import numpy as np

    page = np.full((2000, 1414, 3), 255, np.uint8)
    page[100:160, 200:1200] = (40, 40, 220)  # a letterhead
    page[1500:1780, 800:1080] = (40, 40, 220)
    for left in range(700, 1200, 40):
        page[1600:1640, left : left + 28] = (20, 20, 20)  # a line across the seal
    plain, seals = without_seals(page)
    (seal,) = seals
    assert 780 < seal[0] < 810
    assert 1070 < seal[2] < 1100
    assert plain[130, 700].tolist() == [40, 40, 220]
    assert plain[1550, 900].min() > 200
    assert plain[1620, 910].max() < 60


def test_spaces_beside_figures_and_uneven_boxes_are_the_recognisers_own() -> None:
    import numpy as np

    def box(left: float, top: float, right: float, bottom: float) -> Any:
        return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])

    boxes = [box(0, 0, 600, 20), box(0, 26, 60, 52), box(0, 56, 600, 76)]
    texts = ["第 3 号文件 of 2024 年", "施行。", "第二行的文字"]
    pieces = recognition.pieces_of(boxes, texts)
    assert pieces[0].text == "第3号文件of 2024年"
    assert len({round(piece.size) for piece in pieces}) == 1


def _plain() -> dict[str, Any]:
    from retrieval.corpus.article import METADATA

    return dict.fromkeys(METADATA)
