"""How are the older files of Office read? LibreOffice, where it is installed, writes them anew.

It runs without a window, without macros, with a profile of its own, and is ended when it takes too
long; what a document links to is not looked up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from retrieval.corpus.draft import Draft
from retrieval.corpus.readers.content import true_suffix
from retrieval.corpus.readers.jsonl import Line
from retrieval.corpus.readers.office.sheet_layout import MOST_BYTES
from retrieval.corpus.readers.office.slides import read_slides
from retrieval.corpus.readers.office.word import read_word
from retrieval.corpus.readers.office.workbook import read_workbook, whole_file
from retrieval.corpus.readers.packed import entry, is_bloated, not_understood, open_package
from retrieval.errors import Unreadable

SECONDS = 120
"""For one file: starting the program alone takes some five on a busy machine."""

READ = frozenset({".doc", ".xls", ".ppt", ".odt", ".ods", ".odp"})
"""Types that LibreOffice is given; it takes any rubbish for text."""

_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{}" oor:op="fuse"><value>true</value></prop></item>'
)
_PROFILE = (
    '<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
).format("".join(map(_SETTING.format, ("DisableMacrosExecution", "BlockUntrustedRefererLinks"))))


def office_program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def read_old_word(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.doc``, ``.wps`` or ``.odt`` file.

    Raises:
        Unreadable: LibreOffice is not installed, or cannot read it; or as ``read_word``.
    """
    yield from read_word(name, converted(data, "docx"))


def read_old_slides(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.ppt``, ``.dps`` or ``.odp`` file; as ``read_old_word``."""
    yield from read_slides(name, converted(data, "pptx"))


def read_old_workbook(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """The articles of an ``.ods`` file; as ``read_workbook``."""
    data = converted(whole_file(stream, limit), "xlsx")
    yield from read_workbook(BytesIO(data), MOST_BYTES)


def converted(data: bytes, type: str) -> bytes:
    """The file as LibreOffice writes it anew, as ``docx``, ``pptx`` or ``xlsx``.

    Raises:
        Unreadable: it is empty, damaged, locked or out of proportion, or LibreOffice is not
            installed, cannot read it, or takes too long.
    """
    if not data:
        raise Unreadable("file_empty")
    if data.startswith(b"PK"):
        _check_package(data)
    if true_suffix("", BytesIO(data)) not in READ and not data.lstrip().startswith(b"<?xml"):
        raise not_understood(data)
    program = office_program()
    if program is None:
        raise Unreadable("needs_libreoffice", type=f".{type}")
    with TemporaryDirectory(prefix="wence-") as folder:
        place = Path(folder)
        profile = place / "user" / "registrymodifications.xcu"
        profile.parent.mkdir()
        profile.write_text(_PROFILE, encoding="utf-8")
        (place / "file").write_bytes(data)
        options = ("--headless", "--norestore", f"-env:UserInstallation={place.as_uri()}")
        _run([program, *options, "--convert-to", type, "--outdir", folder, str(place / "file")])
        try:
            return (place / f"file.{type}").read_bytes()
        except FileNotFoundError:
            raise not_understood(data) from None


def _check_package(data: bytes) -> None:
    """See whether an OpenDocument file can be opened, before a program is started for it.

    Raises:
        Unreadable: it is damaged, locked or out of proportion.
    """
    archive = open_package(data)
    if any(map(is_bloated, archive.infolist())):
        raise Unreadable("out_of_proportion")
    if b"encryption-data" in entry(archive, "META-INF/manifest.xml"):
        raise Unreadable("file_locked")
    entry(archive, "content.xml")


def _run(command: list[str]) -> None:
    """Run a program that starts others; all of them are ended when it takes too long."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Unreadable("took_too_long") from None
