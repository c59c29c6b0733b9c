"""What goes wrong in a browser, as a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.view.texts import words
from bot.web.pages.language import page_language
from bot.web.pages.render import link, page
from bot.web.served import Served
from retrieval.errors import UnknownArticle, WenceError

MACHINES = ("/api/", "/mcp")
"""Below these addresses a problem is JSON."""
AT_ARTICLE = ("web_version_unknown", "web_quote_malformed", "web_quote_outside")
"""What is wrong with the rest of an address whose article is there."""
HEADERS: dict[HTTPStatus, dict[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": "60"},
}


class Problem(Exception):
    """A request that cannot be answered: its status, and the name of the line that says why."""

    def __init__(self, status: HTTPStatus, name: str, /, **values: object) -> None:
        super().__init__(name)
        self.status, self.name, self.values = status, name, values

    @property
    def sentence(self) -> str:
        """What is wrong, in English, for machines."""
        return words(self.name, "en", **self.values)


def handlers(served: Served) -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """What Starlette does with whatever is raised while a page is made."""
    raised = (Problem, UnknownArticle, WenceError, HTTPException, HTTPStatus.INTERNAL_SERVER_ERROR)
    return {each: partial(_shown, served) for each in raised}


def _shown(served: Served, request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if request.url.path.startswith(MACHINES):
        language = page_language(request, served.settings.lang)
        said = {"error": words(problem.name, language, **problem.values)}
        return JSONResponse(said, problem.status, _headers(error, problem))
    return page(
        request,
        served.settings,
        "problem.html",
        status=problem.status,
        line=problem.name,
        headers=_headers(error, problem),
        values=problem.values,
        signs_in=request.url.path.startswith("/desk") and served.settings.telegram_login,
        status_code=int(problem.status),
        instead=_instead(request, problem),
    )


def _headers(error: Exception, problem: Problem) -> Mapping[str, str] | None:
    """What the status asks for: which methods an address takes, when to come back."""
    stated = error.headers if isinstance(error, HTTPException) else None
    return stated or HEADERS.get(problem.status)


def _instead(request: Request, problem: Problem) -> tuple[str, str] | None:
    """An address that can be opened instead, and the name of the line that says what is there."""
    path = f"/a/{request.path_params.get('key')}"
    if problem.name == "web_article_gone":
        return link(request, path, v=problem.values["last"]), "web_last_version"
    return (link(request, path), "web_latest") if problem.name in AT_ARTICLE else None


def problem_of(error: Exception) -> Problem:
    """What is said of an error: never its own text."""
    match error:
        case Problem():
            return error
        case UnknownArticle():
            return Problem(HTTPStatus.NOT_FOUND, "web_article_unknown")
        case WenceError():
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "web_unavailable")
        case HTTPException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "web_method")
        case HTTPException(status_code=HTTPStatus.NOT_FOUND):
            return Problem(HTTPStatus.NOT_FOUND, "web_not_found")
        case HTTPException():
            return Problem(HTTPStatus(error.status_code), "web_bad_request")
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "web_fault")
