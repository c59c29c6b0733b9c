"""A ``.npy`` file of one dimension that is written piece by piece and is never in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class NpyFile:
    """Takes arrays, one after another."""

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
