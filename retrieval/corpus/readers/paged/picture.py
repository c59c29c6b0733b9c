"""How is an article read from a picture: a photo or a scan of a page?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.readers.paged import recognition
from retrieval.corpus.readers.paged.paragraphs import paragraphs
from retrieval.errors import Unreadable

if TYPE_CHECKING:
    from retrieval.corpus.readers.paged.recognition import Image

MOST_PIXELS = 100_000_000


def read_picture(name: str, data: bytes) -> Iterator[Draft]:
    """The one article on a picture, recognised.

    Raises:
        Unreadable: it is damaged or too large, holds no text, or the extra ``ocr`` is missing.
    """
    if not data:
        raise Unreadable("file_empty")
    if not recognition.is_available():
        raise Unreadable("recognition_missing")
    found = recognition.recognise(_pixels(data))
    text = "\n".join(each.text for each in paragraphs([found.lines]))
    if not text:
        raise Unreadable("no_text")
    yield recognition.marked(compose(text), found.doubts, "1")


def _pixels(data: bytes) -> Image:
    """The picture as it is to be seen, no larger than a page that is recognised."""
    import numpy as np
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable("out_of_proportion")
            seen = ImageOps.exif_transpose(image)
            seen.thumbnail((recognition.SIDE, recognition.SIDE))
            flat = Image.new("RGB", seen.size, "white")
            flat.paste(seen.convert("RGBA"), mask=seen.convert("RGBA").getchannel("A"))
    except Unreadable:
        raise
    except Exception:  # the library raises whatever a broken picture leads to
        raise Unreadable("file_damaged") from None
    return np.asarray(flat)[:, :, ::-1].copy()
