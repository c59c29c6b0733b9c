"""Where is the cluster, and as whom is it spoken to?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Address:
    """What is needed to reach a cluster; it can be made without the client's library."""

    urls: tuple[str, ...]
    """Of its nodes: ``https://host:9200``; whichever answers is asked."""
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: Path | None = None
    """The certificates that the nodes' are checked against; None for those of the system."""
    prefix: str = "wence"
    """So begin the names of its indices there."""
