"""What of an answer is shown, and how a button says so in 64 bytes.

A button's data is ``v1:<question>:<what>:<numbers>``. It carries the whole state, so that a button
works after a restart and an old one never pages another question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

VERSION = "v1"
MOST = 99


@dataclass(frozen=True, slots=True)
class View:
    """Which result is open, how far it is widened, and in which script it is shown."""

    rank: int = 1
    before: int = 0
    after: int = 0
    converted: bool = False

    def numbers(self) -> tuple[int, ...]:
        return (self.rank, self.before, self.after, int(self.converted))

    def at(self, rank: int) -> View:
        """Another result, as it was found."""
        return View(rank)

    def wider(self, *, before: int = 0, after: int = 0) -> View:
        return replace(self, before=self.before + before, after=self.after + after)

    def other_script(self) -> View:
        return replace(self, converted=not self.converted)


@dataclass(frozen=True, slots=True)
class Tap:
    """What a button asks for."""

    question: str
    what: str
    numbers: tuple[int, ...]

    @property
    def view(self) -> View:
        rank, before, after, converted = (*self.numbers, 1, 0, 0, 0)[:4]
        return View(rank, before, after, bool(converted))


def button_data(question: str, what: str, *numbers: int) -> str:
    """What a button carries."""
    return f"{VERSION}:{question}:{what}:{'.'.join(map(str, numbers))}"


def read_tap(data: str) -> Tap | None:
    """What a button carried; None for one of another version or of nobody's making."""
    parts = data.split(":")
    if len(parts) != 4 or parts[0] != VERSION:
        return None
    numbers = parts[3].split(".") if parts[3] else []
    if len(numbers) > 4 or not all(n.isascii() and n.isdigit() and len(n) < 4 for n in numbers):
        return None
    return Tap(parts[1], parts[2], tuple(min(int(n), MOST) for n in numbers))
