"""Programs ask: the same objects as on the command line, keys, limits, and assistants."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from bot.visible import ask_visible
from tests.spelling import TWO_CAPITALS
from tests.web.collection import Pages, pages_of

ASK = "租房提取住房公积金每年多少钱？"


async def schema_of(pages: Pages, name: str) -> dict[str, Any]:
    """A schema of the published document, with all that it refers to."""
    document = (await pages.get("/openapi.json")).json()
    return {"$ref": f"#/components/schemas/{name}", "components": document["components"]}


async def test_an_answer_is_the_object_of_the_command_line(pages: Pages) -> None:
    given = (await pages.get("/api/ask", params={"q": ASK})).json()
    own = ask_visible(pages.state.live.current, frozenset(), ASK).as_json()
    assert {**given, "took_ms": 0} == {**own, "took_ms": 0}
    jsonschema.validate(given, await schema_of(pages, "Answer"))


async def test_articles_are_listed_page_by_page_and_shown_whole(pages: Pages) -> None:
    first = (await pages.get("/api/articles", params={"most": 3})).json()
    rest = (await pages.get("/api/articles", params={"skip": first["next"]})).json()
    ids = [each["id"] for each in first["articles"] + rest["articles"]]
    assert (sorted(ids), rest["next"]) == (["hostile", "law", "long", "untitled"], None)
    whole = (await pages.get(f"/api/articles/{pages.key('law')}")).json()
    assert (whole["version"], len(whole["versions"])) == (2, 2)
    assert whole["outline"][0]["label"] == "第一章"
    jsonschema.validate(first, await schema_of(pages, "Articles"))
    jsonschema.validate(whole, await schema_of(pages, "WholeArticle"))


@pytest.mark.parametrize("path", ["/api/ask", "/api/articles"])
async def test_what_the_document_says_of_a_number_is_held(pages: Pages, path: str) -> None:
    document = (await pages.get("/openapi.json")).json()
    usual = (await pages.get(path, params={"q": ASK})).json()
    for each in document["paths"][path]["get"]["parameters"]:
        if (limits := each["schema"]).get("type") == "integer":
            least, most = limits["minimum"], limits["maximum"]
            for value, status in ((least, 200), (least - 1, 400), (most, 200), (most + 1, 400)):
                answer = await pages.get(path, params={"q": ASK, each["name"]: value})
                assert (each["name"], value, answer.status_code) == (each["name"], value, status)
            stated = await pages.get(path, params={"q": ASK, each["name"]: limits["default"]})
            assert {**stated.json(), "took_ms": 0} == {**usual, "took_ms": 0}


SCHEMAS = {
    *(
        "type",
        "properties",
        "required",
        "items",
        "enum",
        "default",
        "description",
        "allOf",
        "oneOf",
    ),
    *("minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength"),
    *("additionalProperties", "$ref"),
}


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all within it."""
    yield schema
    within = [*schema.get("properties", {}).values(), *schema.get("allOf", ())]
    for each in [*within, *schema.get("oneOf", ()), *filter(None, [schema.get("items")])]:
        yield from schemas(each)


async def test_the_document_is_made_of_schemas(pages: Pages) -> None:
    document = (await pages.get("/openapi.json")).json()
    gets = [path["get"] for path in document["paths"].values()]
    parameters = [each for get in gets for each in get["parameters"]]
    assert all((each["in"] == "path") <= each["required"] for each in parameters)
    roots = [*document["components"]["schemas"].values(), *(each["schema"] for each in parameters)]
    for schema in (inner for root in roots for inner in schemas(root)):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert set(schema) <= SCHEMAS
    assert not TWO_CAPITALS.search(json.dumps(document))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/ask", 400),
        (f"/api/ask?q={'长' * 501}", 400),
        (f"/api/ask?q={ASK}&results=99", 400),
        (f"/api/ask?q={ASK}&results=x", 400),
        ("/api/articles/zzzz", 404),
        ("/api/articles/KEY?v=9", 404),
        ("/api/nothing", 404),
    ],
)
async def test_a_bad_request_gets_one_sentence_as_json(
    pages: Pages, address: str, status: int
) -> None:
    answer = await pages.get(address.replace("KEY", pages.key("law")))
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


async def test_with_keys_only_their_holders_ask(home: Path) -> None:
    async with pages_of(home, api_keys="first,second", allow_ids="42") as pages:
        for given, status in (("second", 200), ("third", 401), ("", 401)):
            answer = await pages.get(
                "/api/ask", params={"q": ASK}, headers={"authorization": f"Bearer {given}"}
            )
            assert answer.status_code == status
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_client_that_asks_too_often_is_told_to_wait(home: Path) -> None:
    async with pages_of(home, api_quota=2) as pages:
        codes = [(await pages.get("/api/ask", params={"q": ASK})).status_code for _ in range(2)]
        refused = await pages.get("/", params={"q": ASK})
        assert [*codes, refused.status_code] == [200, 200, 429]
        assert refused.headers["retry-after"] == "60"


@asynccontextmanager
async def assistant(pages: Pages) -> AsyncIterator[Any]:
    """An assistant's client by the official library."""
    transport = httpx2.ASGITransport(pages.application)
    async with httpx2.AsyncClient(transport=transport) as http:
        to = streamable_http_client("http://wence.test/mcp", http_client=http)
        async with Client(to) as client:
            yield client


async def test_an_assistant_asks_and_reads_on(pages: Pages) -> None:
    async with assistant(pages) as client:
        tools = await client.list_tools()
        assert [tool.name for tool in tools.tools] == ["ask", "article"]
        told = await client.call_tool("ask", {"question": ASK})
        answer = json.loads(told.content[0].text)
        result = answer["results"][0]
        whole = await client.call_tool("article", {"key": result["article"]["key"]})
        text = json.loads(whole.content[0].text)["text"]
        assert text[result["start"] : result["end"]] == result["quote"]


async def test_an_assistant_that_sends_too_much_is_not_read(pages: Pages) -> None:
    answer = await pages.post("/mcp", content=b" " * 200_000)
    assert (answer.status_code, "没有读" in answer.json()["error"]) == (413, True)


async def test_an_assistant_that_names_no_article_is_told_so(pages: Pages) -> None:
    async with assistant(pages) as client:
        told = await client.call_tool("article", {"key": "zzzz"})
        assert told.is_error
        assert "no such article" in told.content[0].text


async def test_a_version_that_never_was_is_told_from_an_article_that_never_was(
    pages: Pages,
) -> None:
    article = await pages.get(f"/api/articles/{pages.key('law')}?v=7")
    assert (article.status_code, "共有 2 版" in article.json()["error"]) == (404, True)


async def test_a_method_that_an_address_does_not_take(pages: Pages) -> None:
    for path in ("/api/ask", "/"):
        refused = await pages.post(path)
        assert refused.status_code == 405
        assert {*refused.headers["allow"].split(", ")} == {"GET", "HEAD"}


async def test_an_assistant_waits_for_no_stream(pages: Pages) -> None:
    listening = await pages.get("/mcp", headers={"Accept": "text/event-stream"})
    assert (listening.status_code, list(listening.json())) == (405, ["error"])
