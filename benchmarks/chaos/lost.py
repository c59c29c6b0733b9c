"""What is found to be wrong."""

from __future__ import annotations


class Lost(Exception):
    """Something that was acknowledged is not there, or the index is of no one version."""
