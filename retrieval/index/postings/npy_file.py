"""``.npy`` files: read by several threads at once, and written piece by piece."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_header = Lock()
"""numpy reads a header with ``ast.literal_eval``, in which CPython 3.11 counts the depth of all
threads together: of two at once, one may fail with a SystemError."""


def mapped(path: Path) -> NDArray[Any]:
    """The array of a file, memory-mapped and read-only.

    Raises:
        OSError, ValueError: the file is missing, or is not what was written.
    """
    with _header:
        array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    return array


def loaded(file: IO[bytes]) -> NDArray[Any]:
    """The array of an open file, in memory.

    Raises:
        OSError, ValueError: it is not what was written.
    """
    with _header:
        array: NDArray[Any] = np.load(file, allow_pickle=False)
    return array


class NpyFile:
    """Takes arrays of one dimension, one after another, and keeps none in memory."""

    def __init__(self, path: Path, dtype: np.dtype[Any]) -> None:
        """The folder of ``path`` is made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._dtype = dtype
        self._size = 0
        self._file = path.open("wb")
        self._write_header()

    def write(self, array: NDArray[Any]) -> None:
        self._file.write(array.astype(self._dtype, copy=False).data)
        self._size += len(array)

    def save(self) -> None:
        """Complete the file."""
        self._file.seek(0)
        self._write_header()
        self.close()

    def close(self) -> None:
        """Close the file, complete or not."""
        self._file.close()

    def _write_header(self) -> None:
        """numpy leaves room in it for the array to grow."""
        header = {
            "descr": np.lib.format.dtype_to_descr(self._dtype),
            "fortran_order": False,
            "shape": (self._size,),
        }
        np.lib.format.write_array_header_1_0(self._file, header)
