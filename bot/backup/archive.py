"""The file of a backup: a tar of plain files, and last the manifest with their checksums.

Without its manifest a backup is none, so one that was cut off never looks complete.
"""

from __future__ import annotations

import json
import os
import tarfile
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from retrieval.errors import WenceError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
SINGLE = frozenset({"articles.db", "chats.db", "chats.key", "learnt.json", "settings.env"})
FOLDERS = frozenset({"inbox", "lexicon"})
"""What may be in a backup; nothing else is ever written by restoring one."""


@dataclass(slots=True, kw_only=True)
class BackupManifest:
    """What is in a backup; ``files`` gives size and SHA-256 by name."""

    made: str
    """The UTC time at which it was begun."""
    wence: str
    home: str
    """Where the home was: paths that are remembered may lie below it."""
    articles: int
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(size for size, _ in self.files.values())


class Writer:
    """Adds files to a backup one after another, and the manifest at the end."""

    def __init__(self, stream: IO[bytes], manifest: BackupManifest) -> None:
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


def unpack(path: Path, into: Path) -> BackupManifest:
    """Write the files of a backup below a directory, and check every one of them.

    Raises:
        WenceError: it is no backup, is cut off or damaged, or is of a newer version.
        OSError: so says the operating system.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: BackupManifest | None = None
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or manifest is not None:
                    raise WenceError("backup_damaged", path=str(path))
                if member.name == MANIFEST:
                    manifest = _manifest(json.loads(stream.read()), path)
                else:
                    target = into / _safe(member.name, path)
                    found[member.name] = _write(stream, target)
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise WenceError("backup_damaged", path=str(path)) from error
    if manifest is None or manifest.files != found:
        raise WenceError("backup_damaged", path=str(path))
    return manifest


def _manifest(found: dict[str, Any], path: Path) -> BackupManifest:
    if found["format"] != FORMAT:
        raise WenceError("backup_newer", path=str(path))
    files = {name: (size, digest) for name, (size, digest) in found.pop("files").items()}
    return BackupManifest(**found, files=files)


def _safe(name: str, path: Path) -> str:
    """A name that stays below the directory that is written to."""
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts
    if name not in SINGLE and not inside:
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
