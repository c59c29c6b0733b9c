"""What is an article called, for good?"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import count

HASH_BYTES = 16
SHORTEST, LONGEST = 4, 8
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that are not mistaken for one another."""
_LETTERS = ALPHABET[8:]


def digest(data: bytes) -> bytes:
    """16 bytes that stand for the content."""
    return blake2b(data, digest_size=HASH_BYTES).digest()


def ids(content: bytes) -> Iterator[str]:
    """Ids for an article whose source states none, made of the digest of its first content.

    The second and later ones are for exact copies that stand beside it.
    """
    yield content[:8].hex()
    for copy in count(2):
        yield blake2b(content, digest_size=HASH_BYTES, salt=copy.to_bytes(4, "big")).hexdigest()[
            :16
        ]


def keys(id: str) -> list[str]:
    """Keys for the article with that id, from the most wanted on: 4 to 8 letters and digits.

    Each holds a letter first, so that no key looks like a plain number.
    """
    number = int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    number, first = divmod(number, len(_LETTERS))
    key = _LETTERS[first]
    while len(key) < LONGEST:
        number, place = divmod(number, len(ALPHABET))
        key += ALPHABET[place]
    return [key[:length] for length in range(SHORTEST, LONGEST + 1)]
