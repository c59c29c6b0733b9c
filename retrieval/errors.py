"""The errors that users see: one sentence each, what is wrong and what to do.

    WenceError
    ├── HomeBusy         another process writes into this home
    ├── NotIndexed       the home holds no index that can be opened
    ├── UnknownArticle   no article has that id or key
    └── Unreadable       a file that cannot be taken in

Everything else that is raised is a fault of the program.
"""

from __future__ import annotations


class WenceError(Exception):
    """One sentence for the user; its text is shown as it is."""


class HomeBusy(WenceError):
    """Another process holds the writer's lock of this home."""


class NotIndexed(WenceError):
    """The index of this home is missing or damaged."""


class UnknownArticle(WenceError):
    """No article has that id or key."""


class Unreadable(WenceError):
    """A file, or a line of one, that cannot be taken in.

    ``kind`` is one word for what is wrong, for those who say it in another language: ``empty``,
    ``binary``, ``damaged``, ``locked``, ``scan``, ``large``, ``type`` or ``other``.
    """

    def __init__(self, sentence: str, *, kind: str = "other") -> None:
        super().__init__(sentence)
        self.kind = kind
