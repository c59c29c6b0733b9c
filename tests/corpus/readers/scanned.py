"""Pages as they come out of a scanner or a telephone: drawn, turned, with noise and a red seal."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.fonts import chinese_font

INCH = 25.4
MARGIN = 25
"""Millimetres around the text of A4."""


@dataclass(frozen=True, slots=True)
class Print:
    """How a page is printed and scanned."""

    dpi: int = 200
    points: float = 14
    tilt: float = 0.0
    """Degrees, to the left."""
    noise: float = 0.0
    """Standard deviation of the grey of each dot, of 255."""
    seal: bool = False
    columns: int = 1
    seed: int = 0


def scanned(texts: Sequence[str], how: Print = Print()) -> bytes:
    """A ``.png`` file of a page: the first text is its title, the others are paragraphs.

    What has no room on the page is left out; ``fitting`` says what has.
    """
    image = _drawn(texts, how)
    stream = io.BytesIO()
    _worn(image, how).save(stream, "PNG")
    return stream.getvalue()


def fitting(texts: Sequence[str], how: Print) -> str:
    """The text that has room on the page, without white space."""
    lines = _laid_out(texts, how)
    return "".join(text for _, _, text in lines).replace("\u3000", "")


def _laid_out(texts: Sequence[str], how: Print) -> list[tuple[float, float, str]]:
    """Left and top in dots of each line."""
    size = how.points * how.dpi / 72
    margin = MARGIN * how.dpi / INCH
    gap = 2 * size if how.columns > 1 else 0
    width = (210 * how.dpi / INCH - 2 * margin - gap * (how.columns - 1)) / how.columns
    room = int(width / size)
    rows = int((297 * how.dpi / INCH - 2 * margin - 2 * size) / (1.6 * size))
    lines = [line for text in texts[1:] for line in _broken("\u3000\u3000" + text, room)][
        : rows * how.columns
    ]
    middle = margin + (210 * how.dpi / INCH - 2 * margin - len(texts[0]) * size) / 2
    found = [(middle, margin, texts[0])]
    for number, line in enumerate(lines):
        column, row = divmod(number, rows)
        found.append((margin + column * (width + gap), margin + (row + 2) * 1.6 * size, line))
    return found


def _broken(text: str, room: int) -> list[str]:
    return [text[start : start + room] for start in range(0, len(text), room)]


def _drawn(texts: Sequence[str], how: Print) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (round(210 * how.dpi / INCH), round(297 * how.dpi / INCH)), "white")
    draw = ImageDraw.Draw(page)
    size = how.points * how.dpi / 72
    font = ImageFont.truetype(str(chinese_font()), size)
    lines = _laid_out(texts, how)
    for left, top, line in lines:
        for place, character in enumerate(line):  # set as in print, a square for each
            draw.text((left + place * size, top), character, font=font, fill=(20, 20, 20))
    if how.seal:
        radius, (left, top, _) = 21 * how.dpi / INCH, lines[-1]
        box = (left + 4 * size, top - 1.5 * radius, left + 4 * size + 2 * radius, top + radius / 2)
        draw.ellipse(box, outline=(220, 40, 40), width=max(round(how.dpi / 25), 2))
        star = ImageFont.truetype(str(chinese_font()), radius * 0.8)
        draw.text(
            (box[0] + 0.6 * radius, box[1] + 0.4 * radius), "★", font=star, fill=(220, 40, 40)
        )
    return page


def _worn(image: Any, how: Print) -> Any:
    """The page as a scanner sees it."""
    import numpy as np
    from PIL import Image

    turned = image.rotate(how.tilt, resample=Image.Resampling.BICUBIC, fillcolor="white")
    if not how.noise:
        return turned
    dots = np.asarray(turned, dtype=np.float32)
    dice = np.random.default_rng(how.seed)
    grain = dice.normal(0, how.noise, dots.shape[:2])[:, :, None]
    return Image.fromarray(np.clip(dots + grain, 0, 255).astype(np.uint8))


def at_random(seed: int) -> Print:
    """150 to 300 dots an inch, turned by up to 2°, with noise, every other one with a seal."""
    dice = random.Random(seed)
    return Print(
        dpi=dice.choice([150, 200, 300]),
        points=dice.choice([12, 14, 16]),
        tilt=dice.uniform(-2, 2),
        noise=dice.uniform(0, 20),
        seal=seed % 2 == 0,
        columns=2 if seed % 5 == 0 else 1,
        seed=seed,
    )
