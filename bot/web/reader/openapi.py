"""``/openapi.json``: what programs can ask, and what they get."""

from __future__ import annotations

from typing import Any

from bot.question import QUESTION_CHARS

Schema = dict[str, Any]

_RANGE: Schema = {
    "description": "Half-open: start and end, in characters (code points) of the text.",
    "type": "array",
    "items": {"type": "integer"},
    "minItems": 2,
    "maxItems": 2,
}
_RANGES: Schema = {"type": "array", "items": _RANGE}
_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer"}
_PERHAPS: Schema = {"type": ["string", "null"]}


def _object(required: Schema, **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
    }


def _list(of: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}


ARTICLE = _object(
    {
        "id": _TEXT,
        "key": _TEXT,
        "file": _PERHAPS,
        "title": _PERHAPS,
        "shown_title": _TEXT,
        **{name: _PERHAPS for name in ("kicker", "subtitle", "source", "author", "date", "url")},
        "inferred": {"type": "array", "items": _TEXT},
        "place": {
            "oneOf": [{"type": "null"}, _object({"code": _TEXT, "name": _TEXT})],
            "description": "The division where it holds, null where that is not known.",
        },
        "reposts": _WHOLE,
    },
    recognised={"type": "boolean", "description": "Whether it was read from a scan."},
    characters=_WHOLE,
)
WHOLE_ARTICLE: Schema = {
    "allOf": [
        {"$ref": "#/components/schemas/Article"},
        _object(
            {
                "text": _TEXT,
                "doubtful": _RANGES,
                "meta": {"type": "object", "additionalProperties": _TEXT},
                "version": _WHOLE,
                "versions": {
                    "type": "array",
                    "items": _object({"version": _WHOLE, "taken": _TEXT}),
                },
                "outline": {
                    "type": "array",
                    "items": _object(
                        {
                            "level": _WHOLE,
                            "label": _PERHAPS,
                            "heading": _PERHAPS,
                            "start": _WHOLE,
                            "end": _WHOLE,
                        }
                    ),
                },
            }
        ),
    ]
}
RESULT = _object(
    {
        "rank": _WHOLE,
        "score": {"type": "number"},
        "quote": _TEXT,
        "start": _WHOLE,
        "end": _WHOLE,
        "highlights": _RANGES,
        "doubtful": _RANGES,
        "answer": {"oneOf": [{"type": "null"}, _RANGE]},
        "citation": _PERHAPS,
        "path": {"type": "array", "items": _object({"label": _PERHAPS, "heading": _PERHAPS})},
        "article": {"$ref": "#/components/schemas/Article"},
    }
)
ANSWER = _object(
    {
        "id": {"type": "null"},
        "question": _TEXT,
        "verdict": {"enum": ["confident", "weak", "none"]},
        "took_ms": {"type": "number"},
        "filters": {
            "type": "array",
            "items": _object(
                {
                    "kind": {"enum": ["date", "place", "source", "title", "number"]},
                    "text": _TEXT,
                    "from": _PERHAPS,
                    "to": _PERHAPS,
                    "satisfied": {"type": "boolean"},
                }
            ),
        },
        "results": _list("Result"),
    },
    suggestion=_TEXT,
)
PAGE = _object(
    {
        "total": _WHOLE,
        "next": {"type": ["integer", "null"], "description": "What to skip for the next page."},
        "articles": _list("Article"),
    }
)


def _parameter(name: str, description: str, schema: Schema, *, where: str = "query") -> Schema:
    needed = where == "path" or ("default" not in schema and name == "q")
    return {
        "name": name,
        "in": where,
        "description": description,
        "required": needed,
        "schema": schema,
    }


def _number(usual: int, least: int, most: int) -> Schema:
    return {"type": "integer", "default": usual, "minimum": least, "maximum": most}


def _get(summary: str, answer: str, *parameters: Schema) -> Schema:
    refused = {"$ref": "#/components/responses/Refused"}
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    return {
        "get": {
            "summary": summary,
            "parameters": list(parameters),
            "responses": {
                "200": {"description": answer, "content": content},
                **{status: refused for status in ("400", "401", "404", "429")},
            },
        }
    }


def document() -> Schema:
    """The document, in OpenAPI 3.1."""
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    key = _parameter("key", "An article's id or key.", _TEXT, where="path")
    question: Schema = {"type": "string", "minLength": 1, "maxLength": QUESTION_CHARS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wence",
            "version": "1",
            "description": "Answers with verbatim quotes: text[start:end] == quote.",
        },
        "paths": {
            "/api/ask": _get(
                "Ask a question, with the same filters as in a chat",
                "Answer",
                _parameter("q", "The question.", question),
                _parameter("results", "Quotes at most.", _number(3, 1, 20)),
                _parameter("quote_chars", "Characters of a quote.", _number(200, 40, 2_000)),
            ),
            "/api/articles": _get(
                "List the collection, in the order in which it came in",
                "Articles",
                _parameter("skip", "Articles to leave out.", _number(0, 0, 10**9)),
                _parameter("most", "Articles at most.", _number(50, 1, 100)),
            ),
            "/api/articles/{key}": _get(
                "One article with its text",
                "WholeArticle",
                key,
                _parameter("v", "The version; by default the one that counts.", _WHOLE),
            ),
        },
        "components": {
            "schemas": {
                "Answer": ANSWER,
                "Result": RESULT,
                "Article": ARTICLE,
                "WholeArticle": WHOLE_ARTICLE,
                "Articles": PAGE,
                "Error": _object({"error": _TEXT}),
            },
            "responses": {
                "Refused": {"description": "What is wrong and what to do.", "content": error}
            },
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"key": []}],
    }
