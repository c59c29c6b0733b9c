"""In which encoding are these bytes, and what do they say?

A ladder: a byte order mark, then strict UTF-8, then whichever of the encodings that Chinese text
comes in makes the most common characters and the fewest faults out of the bytes. Damage never
changes the choice: a cut or broken character becomes U+FFFD, which the reader of an article flags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.corpus.encoding.characters import COMMON
from retrieval.corpus.encoding.realign import realigned
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

SAMPLE = 20_000
"""At most this many bytes decide; the rest follows."""

FAULT = 3.0
"""How many common characters one fault outweighs."""

CERTAIN = 0.25
"""Below this share of common characters the choice is reported as doubtful."""

SOUND = 0.75
"""From this share of common characters on a line is taken as the plain decoder reads it."""

LITTLE = 4000
"""So many bytes tell which encoding a damaged text is in."""

REPAIRED = 2_000_000
"""Larger files are not realigned."""

_DOUBLE = ("gb18030", "big5hkscs")
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMED = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_TELLING = re.compile(rb"[\x00\x80-\xff]")
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){1,1000}?~\}")
"""Chinese in seven bits (RFC 1843)."""
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
)
# 通知 in GBK is valid UTF-8: two letters of two bytes each. Such text is looked at twice.
_PERHAPS_GBK = re.compile("^[\x00-\u07ff]*[\u0080-\u07ff]{2}[\x00-\u07ff]*$")
_FAULTS = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff]")
_WEIGHED = re.compile("[^\x00-\x7f\u2010-\u201f\u3000-\u303f\uff00-\uff60]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was read in, and whether that is a mere guess."""

    text: str
    encoding: str
    doubtful: bool = False

    @property
    def warnings(self) -> tuple[Reason, ...]:
        return (because("encoding_guessed", encoding=self.encoding),) if self.doubtful else ()


def decode(data: bytes) -> Decoded:
    """Read ``data`` as text; broken characters become U+FFFD.

    Raises:
        Unreadable: it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding)
    if data.startswith(_MAGIC):
        raise Unreadable("not_text")
    if b"\x00" not in data:
        if data.isascii() and _HZ.search(data):
            text = data.decode("hz", "replace")
            return Decoded(text, "hz") if score(text) >= SOUND else Decoded(data.decode(), "utf-8")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return _best(data)
        if not _PERHAPS_GBK.search(text) or score(data.decode("gb18030", "replace")) < SOUND:
            return Decoded(text, "utf-8")
    return _best(data)


def first_beyond_ascii(data: bytes) -> int:
    """Where the first byte stands that tells encodings apart; 0 where there is none."""
    match = _TELLING.search(data)
    return match.start() if match else 0


def decode_as(data: bytes, name: str) -> Decoded:
    """Read ``data`` in the encoding that it names itself, unless it is plainly another.

    Raises:
        Unreadable: it is no text.
    """
    lower = name.lower().replace("_", "-")
    encoding = _NAMED.get(lower, lower)
    own = decode(data)
    if own.encoding == encoding or not own.doubtful:
        return own
    try:
        return Decoded(data.decode(encoding), encoding)
    except (LookupError, UnicodeDecodeError):
        return own


def _best(data: bytes) -> Decoded:
    start = first_beyond_ascii(data) & ~1  # UTF-16 goes by two
    sample = data[start : start + SAMPLE]
    scores = {encoding: score(sample.decode(encoding, "replace")) for encoding in _CANDIDATES}
    if max(scores.values()) < SOUND:
        scores |= {name: score(_read(sample[:LITTLE], name)) for name in _DOUBLE}
    encoding = max(scores, key=lambda name: scores[name])
    text = _read(data, encoding)
    if _is_binary(text) or (scores[encoding] < 0 and data.count(0) > len(data) / 500):
        raise Unreadable("not_text")
    if scores[encoding] < CERTAIN:
        return _second_opinion(data, Decoded(text, encoding, doubtful=True))
    return Decoded(text, encoding)


def _read(data: bytes, encoding: str) -> str:
    """The text, its lines realigned where the plain decoder makes hardly any sense of them."""
    if encoding not in _DOUBLE:
        return data.decode(encoding, "replace")
    text = data.decode(encoding, "replace")
    if len(data) > REPAIRED or ("\ufffd" not in text and score(text) >= SOUND):
        return text
    return "\n".join(_read_line(line, encoding) for line in data.split(b"\n"))


def _read_line(line: bytes, encoding: str) -> str:
    plain = line.decode(encoding, "replace")
    return plain if score(plain) >= SOUND else max(plain, realigned(line, encoding), key=score)


def score(text: str) -> float:
    """Common characters less the faults, as a share of all but ASCII and Chinese marks: at most 1.

    Plain ASCII scores just under CERTAIN's double, so that it wins over odd characters only.
    """
    weighed = _WEIGHED.findall(text)
    faults = len(_FAULTS.findall(text))
    if not weighed:
        return 0.5 - FAULT * faults / max(len(text), 1)
    common = sum(character in COMMON for character in weighed)
    return (common - FAULT * faults) / len(weighed)


def _is_binary(text: str) -> bool:
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1f]", text[:SAMPLE]))
    return controls > 2 + len(text[:SAMPLE]) / 50


def _second_opinion(data: bytes, own: Decoded) -> Decoded:
    """What charset-normalizer makes of text that is hardly Chinese, where that scores better."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        return own
    text = data.decode(best.encoding, "replace")
    if score(text) <= score(own.text):
        return own
    return Decoded(text, best.encoding, doubtful=True)
