"""Whatever a broken, locked or misnamed file is called, it is told what is wrong with it."""

from __future__ import annotations

import io

import olefile
import pytest

from retrieval.corpus.readers import DOCUMENTS, LINES, members, read, read_lines, type_of
from retrieval.errors import Unreadable
from tests.corpus.readers.papers import BODY, packed
from tests.corpus.readers.test_made import MADE
from tests.corpus.readers.test_readers import refused

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


def open_document(manifest: bytes = b"<manifest/>", content: bytes = b"<content/>") -> bytes:
    parts = {"META-INF/manifest.xml": manifest, "content.xml": content}
    return packed({"mimetype": OPEN_DOCUMENT.encode(), **parts})


@pytest.mark.parametrize("suffix", [*DOCUMENTS, *LINES])
def test_a_file_of_nothing_but_zeros_is_empty(suffix: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        type_of(f"a{suffix}", io.BytesIO(bytes(5000)))
    assert refusal.value.reason.code == "file_empty"


@pytest.mark.parametrize("suffix", [".odt", ".odp"])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (open_document()[:-40], "file_damaged"),
        (b"PK\x03\x04", "file_damaged"),
        (packed({"mimetype": OPEN_DOCUMENT.encode()}), "file_damaged"),
        (open_document(b"<manifest><encryption-data/></manifest>"), "file_locked"),
        (open_document(content=bytes(30_000_000)), "out_of_proportion"),
        (bytes(range(7, 200)), "file_damaged"),
    ],
)
def test_an_open_document_that_no_program_is_started_for(
    suffix: str, data: bytes, code: str
) -> None:
    assert refused(f"a{suffix}", data) == code


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".docx"])
def test_an_old_file_with_a_password(suffix: str) -> None:
    data = bytearray((MADE / "notice.doc").read_bytes())
    with olefile.OleFileIO(bytes(data)) as container:
        text = container.openstream("WordDocument").read(64)
    data[bytes(data).index(text) + 11] |= 1
    assert refused(f"a{suffix}", bytes(data)) == "file_locked"


def test_an_empty_archive() -> None:
    with pytest.raises(Unreadable) as refusal:
        list(members(".zip", io.BytesIO(), limit=9999))
    assert refusal.value.reason.code == "file_empty"


SAVED = (
    b"From: <Saved by a browser>\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/related; boundary="x"\n\n--x\n'
    b"Content-Type: text/html; charset=utf-8\n\n<html><body><p>"
    + BODY[1].encode()
    + b"</p></body></html>\n--x--\n"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((f"a{suffix}", SAVED) for suffix in (".html", ".htm", ".txt", ".md", ".doc", ".docx")),
        ("a.mht", f"<html><body><p>{BODY[1]}</p></body></html>".encode()),
        ("a.doc", BODY[1].encode("utf-16")),
    ],
)
def test_a_page_or_a_text_by_another_name(name: str, data: bytes) -> None:
    (draft,) = read(name, data)
    assert draft.text == BODY[1]


def test_an_excel_file_that_is_a_text_with_commas() -> None:
    (line,) = read_lines(
        ".xlsx", io.BytesIO("车型,收费\n小型车,五元".encode("gb18030")), limit=9999
    )
    draft = line.draft
    assert getattr(draft, "text", None) == "车型 | 收费\n小型车 | 五元"
