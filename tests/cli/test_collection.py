"""``wence hide``, ``unhide`` and ``forget-path``: what is shown, and what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Wence

TEXTS = {
    "library.txt": "示例市图书馆每周一闭馆，其余时间九点开放。",
    "bikes.txt": "示例市电动自行车应当登记上牌，不收费用。",
}


@pytest.fixture
def folder(wence: Wence, tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert wence("index", folder).code == 0
    return folder


def key_of(wence: Wence, file: str) -> str:
    (key,) = (each["key"] for each in wence("articles", "--json").lines if each["file"] == file)
    return str(key)


def verdict(wence: Wence) -> str:
    return str(wence("ask", "图书馆哪天闭馆", "--json").lines[0]["verdict"])


@pytest.mark.usefixtures("folder")
def test_a_hidden_article_is_in_no_answer_until_it_is_shown_again(wence: Wence) -> None:
    key = key_of(wence, "library.txt")
    assert f"wence unhide {key}" in wence("hide", key).out
    assert verdict(wence) == "none"
    assert "早已隐藏" in wence("hide", key).out
    assert wence("unhide", key, "--json").lines[0]["hidden"] is False
    assert verdict(wence) == "confident"
    assert "没有隐藏" in wence("unhide", key).out


@pytest.mark.usefixtures("folder")
def test_where_one_article_is_unknown_none_is_hidden(wence: Wence) -> None:
    run = wence("hide", key_of(wence, "library.txt"), "nobody")
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert verdict(wence) == "confident"


def test_a_forgotten_folder_is_read_no_more_and_its_articles_stay(
    wence: Wence, folder: Path
) -> None:
    run = wence("forget-path", folder)
    assert f"不再读 {folder}；它的 2 篇文章保留不变" in run.out
    (folder / "library.txt").unlink()
    (folder / "bikes.txt").write_text("改了。", encoding="utf-8")
    done = wence("reindex", "--json").lines[-1]
    assert [done[kind] for kind in ("new", "changed", "removed")] == [0, 0, 0]
    assert verdict(wence) == "confident"


def test_its_articles_go_where_that_is_asked_for(wence: Wence, folder: Path) -> None:
    assert "它的 2 篇文章已移除" in wence("forget-path", folder, "--remove").out
    assert wence("articles", "--json").lines == []
    assert (folder / "library.txt").exists()


def test_they_can_go_later_and_come_back_with_their_keys(wence: Wence, folder: Path) -> None:
    key = key_of(wence, "library.txt")
    assert wence("forget-path", folder).code == 0
    assert wence("forget-path", folder, "--remove", "--json").lines[0]["removed"] == 2
    assert wence("index", folder).code == 0
    assert key_of(wence, "library.txt") == key
    assert verdict(wence) == "confident"


def test_a_path_that_is_not_remembered_is_named_with_those_that_are(
    wence: Wence, folder: Path, tmp_path: Path
) -> None:
    run = wence("forget-path", tmp_path / "other")
    assert run.code == 1
    assert run.err == f"wence: 没有记住 {tmp_path / 'other'}，请从记住的里面选一个：{folder}。\n"


def test_where_nothing_is_remembered_nothing_can_be_forgotten(wence: Wence) -> None:
    run = wence("forget-path", "/elsewhere")
    assert (run.code, run.err) == (1, "wence: 还没有记住文件夹或文件，没有什么可以不再读的。\n")
    run = wence("unfollow", "elsewhere")
    assert (run.code, run.err) == (1, "wence: 还没有关注网站，没有什么可以取消的。\n")


def test_part_of_a_remembered_folder_is_not_forgotten_alone(wence: Wence, folder: Path) -> None:
    run = wence("forget-path", folder / "library.txt")
    assert run.code == 1
    assert f"在记住的 {folder} 里面" in run.err
    assert verdict(wence) == "confident"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["serch", "社保"], "没有 serch 这个命令"),
        (["artcles"], "是不是 articles？"),
        (["公积金怎么提取"], "要提问，请写 wence ask 公积金怎么提取"),
        (["ask", "社保", "--result", "1"], "是不是 --results？"),
        (["show"], "缺少 ID：用法见 wence show --help。"),
        (["ask", "社保", "--results", "99"], "--results 请写整数（1–50）：用法见 wence ask --help"),
        (["ask", "社保", "--results"], "--results 后面没有写值：用法见 wence ask --help"),
        (["show", "x", "--version", "0"], "--version 请写整数（≥ 1）：用法见 wence show --help"),
        (["index", "x", "--to", "y"], "--to 的值不对：用法见 wence index --help"),
        (["ask", "社保", "--json=1"], "--json 后面不写值：用法见 wence ask --help"),
        (["follow", "--every", "soon"], "不是一段时间"),
        (["chat", "社保", "医保"], "多写了 社保 医保：用法见 wence chat --help"),
        (["--json", "ask", "社保"], "--json 请写在命令的后面"),
    ],
)
def test_a_wrong_command_line_is_one_sentence_with_what_was_meant(
    wence: Wence, typed: list[str], said: str
) -> None:
    run = wence(*typed)
    assert run.code == 2
    assert said in run.err
    assert (run.out, run.err.count("\n")) == ("", 1)


@pytest.mark.usefixtures("folder")
def test_a_question_needs_no_quotation_marks(wence: Wence) -> None:
    (answer,) = wence("ask", "图书馆", "哪天", "闭馆", "--json").lines
    assert answer["question"] == "图书馆 哪天 闭馆"
    assert answer["verdict"] == "confident"
