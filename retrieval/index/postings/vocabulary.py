"""Where in the postings is a term?

A term's key is a 64-bit number. Up to two characters are packed into it, 21 bits each; longer
terms are hashed to 63 bits, marked by the highest bit. Building checks that no two terms of a
collection share a key; a term that is in none of its passages is taken for one that is with a
probability of about 10⁻¹³ (a million terms over 2⁶³).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

CHAR_BITS = 21
HASHED = 1 << 63


def key_of(term: str) -> int:
    """The key of a term of at least one character."""
    if len(term) == 1:
        return ord(term)
    if len(term) == 2:
        return ord(term[0]) << CHAR_BITS | ord(term[1])
    digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") | HASHED


def keys_of(terms: Iterable[str]) -> Keys:
    """The keys of many terms, in their order."""
    return np.fromiter(map(key_of, terms), dtype=np.uint64)
