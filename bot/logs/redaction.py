"""No token and no password in any log, whoever writes the line."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\d+:[\w-]{35,}")
PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")
"""Who somebody is to a proxy, in its address."""


def redacted(text: str) -> str:
    """The text with everything blotted out that looks like a bot's token, or leads into a proxy."""
    return PASSWORD.sub("<password>", TOKEN.sub("<token>", text))
