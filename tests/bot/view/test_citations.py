"""The source of a quote, as officials cite it and by GB/T 7714."""

from __future__ import annotations

from datetime import date

from bot.view.answers.citations import official_citation, reference
from tests.bot.view.test_answers import REGULATION, article, result

TODAY = date(2026, 5, 6)


def test_a_citation_is_as_officials_write_it() -> None:
    numbered = article(text=REGULATION, meta={"number": "示政发〔2023〕12号"}, source="示例日报")
    copied = official_citation(result(article=numbered, start=31, end=37), "hans", 100)
    assert copied == "《办法》（示政发〔2023〕12号）第二条第（一）项：“（一）身份证”"
    unnumbered = article(text="甲。", source="示例日报", date="2023-05-06")
    assert official_citation(result(article=unnumbered, end=2), "hans", 100) == (
        "《办法》（示例日报，2023-05-06）：“甲。”"
    )


def test_a_citation_keeps_its_limit_and_says_where_it_was_cut() -> None:
    copied = official_citation(result(end=300), "hans", 100)
    assert len(copied) <= 100
    assert copied.startswith("《办法》第一条：“第一条")
    assert copied.endswith("…”")


def test_a_reference_names_author_title_number_kind_date_and_place() -> None:
    facts = {"number": "示政发〔2023〕12号", "issuer": "示例市人民政府"}
    of = article(text=REGULATION, meta=facts, date="2023-05-06")
    assert reference(result(article=of, start=31, end=37), TODAY, 256) == (
        "示例市人民政府. 办法: 示政发〔2023〕12号[Z]. 2023-05-06: 第二条第（一）项."
    )


def test_a_reference_to_a_page_has_its_address_and_the_day_of_citing() -> None:
    of = article(text="甲。", author="张三 李四", date="2023-05-06", url="https://example.org/a")
    assert reference(result(article=of, end=2), TODAY, 256) == (
        "张三, 李四. 办法[EB/OL]. (2023-05-06)[2026-05-06]. https://example.org/a."
    )


def test_a_reference_keeps_its_limit_without_its_address_and_then_with_a_shorter_title() -> None:
    of = article(text="甲。", title="办法" * 40, url="https://example.org/" + "a" * 200)
    copied = reference(result(article=of, end=2), TODAY, 60)
    assert len(copied) == 60
    assert copied.endswith("…[Z].")


def test_a_reference_without_anything_known_is_the_title() -> None:
    assert reference(result(article=article(text="甲。"), end=2), TODAY, 60) == "办法[Z]."
