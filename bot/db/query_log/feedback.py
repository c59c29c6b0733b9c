"""What people think of answers: 👍 and 👎."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.database import Chats, now


def rate(chats: Chats, question: str, person: int, rank: int, value: int) -> int | None:
    """Set what a person thinks of an answer (1 or -1); again the same takes it back.

    Returns:
        The value that now holds, None after it was taken back.
    """
    who = chats.hashed(person)
    with chats.writing() as db:
        table = db.table("feedback")
        if table.count_where("question = ? and person = ? and value = ?", [question, who, value]):
            table.delete((question, who))
            return None
        table.insert(
            {"question": question, "person": who, "rank": rank, "value": value, "at": now()},
            replace=True,
        )
    return value


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that somebody rated, without the person."""

    question: str
    value: int
    """1 or -1."""
    quote: str
    article: str
    """The id of the article."""
    at: int


def judged(chats: Chats, most: int) -> list[Judged]:
    """What people think of answers that are kept, the latest first."""
    with chats.reading() as db:
        rows = db.execute(
            "select questions.text, feedback.value,"
            " json_extract(questions.results, '$[' || (feedback.rank - 1) || '].quote'),"
            " json_extract(questions.results, '$[' || (feedback.rank - 1) || '].article'),"
            " feedback.at"
            " from feedback join questions on questions.id = feedback.question"
            " where feedback.rank > 0 order by feedback.at desc limit ?",
            [most],
        ).fetchall()
    return [Judged(*row) for row in rows if row[2] is not None]
