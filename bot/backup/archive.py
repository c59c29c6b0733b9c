"""The file of a backup or an export: a tar of files, and last the manifest with their checksums.

Without its manifest an archive is none, so one that was cut off never looks complete.
"""

from __future__ import annotations

import gzip
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from retrieval.durable import sync
from retrieval.errors import WenceError, unusable

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
GZIP_LEVEL = 1
PART = ".part"
"""Behind the name of an archive that is not complete."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be in an archive; nothing else is ever written by unpacking one."""

    name: str
    single: frozenset[str]
    folders: frozenset[str] = frozenset()
    compressed: bool = False


BACKUP = Kind(
    "backup",
    frozenset({"articles.db", "chats.db", "chats.key", "follow.db", "learnt.json", "settings.env"}),
    frozenset({"inbox", "lexicon", "followed"}),
)


@dataclass(slots=True, kw_only=True)
class Manifest:
    """What is in an archive; ``files`` gives size and SHA-256 by name."""

    kind: str = BACKUP.name
    made: str
    """The UTC time at which it was begun."""
    wence: str
    home: str = ""
    """Where the home was: paths that are remembered may lie below it."""
    articles: int = 0
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def begin(cls, kind: Kind, **fields: Any) -> Manifest:
        """That of an archive which is written now by this version."""
        made = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(kind=kind.name, made=made, wence=version("wence"), **fields)

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(size for size, _ in self.files.values())


class Writer:
    """Adds files to an archive one after another, and the manifest at the end."""

    def __init__(self, stream: IO[bytes], manifest: Manifest) -> None:
        self.manifest = manifest
        self._tar = tarfile.TarFile(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, path: Path) -> None:
        """A file as it is now; its size must not change meanwhile.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            measured = _Measured(source)
            self._tar.addfile(_entry(name, size), measured)
        self.manifest.files[name] = (size, measured.digest.hexdigest())

    def add_bytes(self, name: str, content: bytes) -> None:
        self._tar.addfile(_entry(name, len(content)), BytesIO(content))
        self.manifest.files[name] = (len(content), sha256(content).hexdigest())

    def finish(self) -> None:
        content = json.dumps(asdict(self.manifest), indent=1).encode("ascii")
        self._tar.addfile(_entry(MANIFEST, len(content)), BytesIO(content))
        self._tar.close()


@contextmanager
def new_archive(path: Path, kind: Kind, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive that gets its name once it is complete and on the disk; its owner's alone.

    Raises:
        WenceError: there is such a file already, or it cannot be written.
    """
    if path.exists():
        raise WenceError("backup_exists", path=str(path))
    part = path.with_name(path.name + PART)
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:
            with _packing(file, kind) as stream:
                writer = Writer(stream, manifest)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(handle)
        part.replace(path)
        sync(path.absolute().parent)
    except OSError as error:
        raise unusable("file_not_written", path=str(path), error=error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _packing(file: IO[bytes], kind: Kind) -> Iterator[IO[bytes]]:
    if not kind.compressed:
        yield file
        return
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=GZIP_LEVEL, mtime=0) as packed:
        yield packed  # type: ignore[misc]


def unpack(path: Path, into: Path, kind: Kind) -> Manifest:
    """Write the files of an archive below a directory, and check every one of them.

    Raises:
        WenceError: it is none of that kind, is cut off or damaged, or is of a newer version.
        OSError: so says the operating system.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    try:
        with closing(tarfile.open(path, "r:gz" if kind.compressed else "r:")) as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or manifest is not None:
                    raise WenceError("backup_damaged", path=str(path))
                if member.name == MANIFEST:
                    manifest = _manifest(json.loads(stream.read()), path)
                else:
                    target = into / _safe(member.name, path, kind)
                    found[member.name] = _write(stream, target)
    except (
        *(tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError),
        *(ValueError, KeyError, TypeError),
    ) as error:
        raise WenceError("backup_damaged", path=str(path)) from error
    if manifest is None or (manifest.kind, manifest.files) != (kind.name, found):
        raise WenceError("backup_damaged", path=str(path))
    return manifest


def _manifest(found: dict[str, Any], path: Path) -> Manifest:
    if found["format"] != FORMAT:
        raise WenceError("backup_newer", path=str(path))
    files = {name: (size, digest) for name, (size, digest) in found.pop("files").items()}
    return Manifest(**found, files=files)


def _safe(name: str, path: Path, kind: Kind) -> str:
    """A name that stays below the directory that is written to."""
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in kind.folders and ".." not in parts
    if name not in kind.single and not inside:
        raise WenceError("backup_damaged", path=str(path))
    return name


def _write(stream: IO[bytes], target: Path) -> tuple[int, str]:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, size = sha256(), 0
    with open(handle, "wb") as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(handle)
    return size, digest.hexdigest()


class _Measured:
    """A stream whose bytes are counted in a checksum while they are read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.digest.update(chunk)
        return chunk


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry
