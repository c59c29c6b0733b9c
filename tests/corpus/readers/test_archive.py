"""Archives are unpacked member by member; what leads out of them or is a trap is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from retrieval.corpus.readers import members
from retrieval.corpus.readers.archive import Member, Room
from retrieval.errors import Unreadable
from retrieval.reasons import Reason
from tests.corpus.readers.papers import packed
from tests.corpus.readers.test_readers import LIMIT, refused


def unpacked(data: bytes, limit: int = LIMIT) -> list[Member]:
    return list(members("a.zip", io.BytesIO(data), limit=limit))


def test_a_zip_of_articles() -> None:
    hidden = {"__MACOSX/._a.txt": b"1", ".c.txt": b"1", "甲/": b""}
    files = {**hidden, "甲/乙.txt": b"x", "b.gif": b"1"}
    read, passed_over = unpacked(packed(files))
    assert read == Member("甲/乙.txt", b"x")
    assert isinstance(passed_over.data, Reason)
    assert (passed_over.name, passed_over.data.code) == ("b.gif", "type_ignored")


def test_names_in_the_encoding_of_the_system_that_packed_them() -> None:
    data = packed({"XXXX.txt": b"x"}).replace(b"XXXX", "通知".encode("gbk"))
    assert [member.name for member in unpacked(data)] == ["通知.txt"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "b\\..\\..\\a.txt"])
def test_paths_that_lead_out_of_the_archive(name: str) -> None:
    (member,) = unpacked(packed({name: b"x"}))
    assert isinstance(member.data, Reason)
    assert member.name == "a.txt"


def test_archives_in_an_archive_share_their_room() -> None:
    data, room = packed({"a.txt": b"x" * 100}), Room(150)
    assert len(list(members(".zip", io.BytesIO(data), limit=LIMIT, room=room))) == 1
    with pytest.raises(Unreadable, match="proportion"):
        list(members(".zip", io.BytesIO(data), limit=LIMIT, room=room))


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = packed({"a.txt": bytes(30_000_000)})
    with pytest.raises(Unreadable, match="proportion"):
        unpacked(bomb)
    assert (
        refused("a.docx", packed({"word/document.xml": bytes(30_000_000)})) == "out_of_proportion"
    )
    assert refused("a.ofd", packed({"OFD.xml": bytes(30_000_000)})) == "out_of_proportion"


def test_an_entry_that_is_larger_than_its_header_says() -> None:
    data = bytearray(packed({"a.txt": b"abcdefgh" * 4000}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (8).to_bytes(4, "little")
    (member,) = unpacked(bytes(data))
    assert isinstance(member.data, Reason)


def test_too_many_entries() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", b"")
    with pytest.raises(Unreadable, match="proportion"):
        unpacked(stream.getvalue())
