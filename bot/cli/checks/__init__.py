"""What may be wrong with an installation, check by check, and the fix for each.

A check looks and changes nothing; a home that does not exist yet is a normal state.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from bot.cli.checks import cluster, databases, home, index, program, settings
from bot.cli.checks.finding import Check, Finding, Place, wrong
from retrieval.errors import WenceError
from retrieval.reasons import disk_fault, error_name

CHECKS: tuple[tuple[str, Check], ...] = (
    ("settings", settings.names),
    ("token", settings.token),
    ("admins", settings.admins),
    (".env", settings.env_file),
    ("home", home.home),
    ("disk", home.disk),
    ("articles.db", databases.collection),
    ("folders", databases.folders),
    ("chats.db", databases.chats),
    ("chats.key", databases.chats_key),
    ("index", index.index),
    ("scores", index.scores),
    ("cluster", cluster.cluster),
    ("lexicon", index.lexicon),
    ("learnt", index.learnt),
    ("words", program.cutting),
    ("search", program.searching),
    ("libreoffice", program.libreoffice),
    ("recognition", program.recognition),
    ("cache", home.cache),
    ("writer", home.writer),
    ("terminal", program.terminal),
)
"""All checks, in the order in which they are shown."""


def examined(place: Place) -> Iterator[tuple[str, Finding]]:
    """The finding of every check, by its name."""
    for name, check in CHECKS:
        yield name, examine(check, place)


def examine(check: Check, place: Place) -> Finding:
    """The finding; what cannot be checked is wrong, with the sentence that users see elsewhere."""
    try:
        return check(place)
    except WenceError as error:
        return wrong("doctor_unusable", "doctor_reason", reason=error.reason)
    except sqlite3.Error as error:
        if (disk := disk_fault(error)) is not None:
            return wrong("doctor_unusable", "doctor_reason", reason=disk)
        return wrong("doctor_unseen", "doctor_database_fix", error=error_name(error))
    except OSError as error:
        return wrong(
            "doctor_unseen", "doctor_unseen_fix", error=error.strerror or error_name(error)
        )
