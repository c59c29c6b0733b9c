"""IBM model 1: words that go together are told from words that only stand beside."""

from __future__ import annotations

from retrieval.learn.translation_model import LEAST, LIKELIEST, Example, translation_table


def examples(*texts: tuple[str, str]) -> list[Example]:
    return [Example(tuple(asked.split()), (tuple(right.split()),)) for asked, right in texts]


def test_what_another_word_explains_is_taken_from_a_word() -> None:
    told = examples(("das Haus", "the house"), ("das Buch", "the book"), ("ein Buch", "a book")) * 3
    found = translation_table(told)
    assert [next(iter(found[word])) for word in ("Haus", "Buch", "ein")] == ["house", "book", "a"]
    assert found["das"]["the"] > translation_table(told, rounds=1)["das"]["the"]


def test_a_word_is_learnt_from_three_questions_on() -> None:
    told = examples(("遛狗", "携犬 登记"), ("遛狗", "携犬 管理"), ("遛狗 罚款", "携犬 处罚"))
    assert translation_table(told) == {"遛狗": {"携犬": 1.0}}
    assert translation_table(told[:2]) == {}
    of_one = Example(("欧阳",), (("携犬",),) * 3)
    assert "欧阳" not in translation_table([*told, of_one])


def test_a_word_stands_for_a_few_others_and_never_for_itself() -> None:
    many = " ".join("甲乙丙丁戊己庚")
    found = translation_table(examples(("问", f"问 {many}")) * 3)
    assert "问" not in found["问"]
    assert len(found["问"]) <= LIKELIEST
    assert min(found["问"].values()) >= LEAST
