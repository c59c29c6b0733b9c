"""Where are the files that come with the program?"""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import WenceError


def resource(name: str) -> Path:
    """The directory ``data/<name>`` that comes with Wence: ``lexicon`` or ``articles``.

    In a wheel it lies inside this package, in a checkout beside it.

    Raises:
        WenceError: the installation lacks it.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "data" / name, package.parent / "data" / name):
        if candidate.is_dir():
            return candidate
    raise WenceError("resource_missing", name=name)
