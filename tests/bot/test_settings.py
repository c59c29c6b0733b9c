"""What a variable may say, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import load_settings
from retrieval.errors import WenceError

READ: list[tuple[str, str, Any]] = [
    ("admin_ids", "7, 8，9 10", {7, 8, 9, 10}),
    ("editor_ids", "7", {7}),
    ("allow_ids", "-1005", {-1005}),
    ("follow_hosts", "a.example，b.example", {"a.example", "b.example"}),
    ("http", ":8080", ("127.0.0.1", 8080)),
    ("http", "[::1]:65535", ("::1", 65535)),
    ("opensearch_url", "http://a:9200，https://b:9200", ("http://a:9200", "https://b:9200")),
    ("webhook_url", "https://a.example/x", "https://a.example/x"),
    ("webhook_url", "http://127.0.0.1:8", "http://127.0.0.1:8"),
    ("web_url", "http://a.example/", "http://a.example"),
    ("web_url", "https://a.example", "https://a.example"),
    ("proxy", "socks5h://u:p@a.example:1080/", SecretStr("socks5h://u:p@a.example:1080/")),
    ("proxy", "socks5://a.example:1080", SecretStr("socks5://a.example:1080")),
    ("proxy", "http://a.example:1080", SecretStr("http://a.example:1080")),
    ("log_level", "DEBUG", "debug"),
    ("log_format", "JSON", "json"),
    ("lang", "zh-Hant", "hant"),
    *((name, "0", 0) for name in ("workers", "api_quota", "quota_person", "quota_group")),
    *((name, "1", 1) for name in ("keep_days", "max_file_mb")),
    ("workers", "16", 16),
    ("follow_delay_s", "0", 0.0),
    ("opensearch_index", "a-b_1", "a-b_1"),
    ("token", "", None),
]
REFUSED = [
    *(("admin_ids", "，"), ("allow_ids", "Alice"), ("api_keys", " , ")),
    *(("http", "8080"), ("http", "a:b"), ("http", "a:65536")),
    *(("opensearch_url", "a:9200"), ("opensearch_url", "https://u:p@a:9200")),
    *(("opensearch_index", "Wence"), ("engine", "lucene"), ("lang", "fr"), ("log_level", "all")),
    *(("webhook_url", "http://a.example"), ("web_url", "a.example"), ("follow_contact", "a\tb")),
    *(("proxy", "ftp://a:1"), ("proxy", "http://a"), ("proxy", "http://a:1/b")),
    *(("proxy", "http://a:1?b"), ("proxy", "http://a:1#b"), ("proxy", "http://:1")),
    *((name, "-1") for name in ("api_quota", "quota_person", "quota_group", "follow_delay_s")),
    *(("keep_days", "0"), ("max_file_mb", "0"), ("workers", "-1"), ("workers", "17")),
    ("follow_contact", "网"),
]


@pytest.mark.parametrize(("name", "value", "read"), READ)
def test_what_a_variable_says_is_read(
    name: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WENCE_{name.upper()}", value)
    assert getattr(load_settings(), name) == read


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_it_may_not_say_is_refused_by_its_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WENCE_{name.upper()}", value)
    with pytest.raises(WenceError) as refused:
        load_settings()
    assert refused.value.reason.fields == {"names": f"WENCE_{name.upper()}"}


def test_megabytes_are_of_a_million_bytes() -> None:
    assert load_settings().max_file_bytes == 20_000_000
