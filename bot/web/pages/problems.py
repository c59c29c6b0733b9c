"""What goes wrong in a browser, as a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.pages.render import page
from bot.web.served import Served
from retrieval.errors import UnknownArticle, WenceError


class Problem(Exception):
    """A request that cannot be answered: its status, and the name of the line that says why."""

    def __init__(self, status: HTTPStatus, name: str, **values: object) -> None:
        super().__init__(name)
        self.status, self.name, self.values = status, name, values


def handlers(served: Served) -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """What Starlette does with whatever is raised while a page is made."""
    raised = (Problem, UnknownArticle, WenceError, HTTPException, HTTPStatus.INTERNAL_SERVER_ERROR)
    return {each: partial(_shown, served) for each in raised}


def _shown(served: Served, request: Request, error: Exception) -> Response:
    problem = _problem(error)
    return page(
        request,
        served.settings,
        "problem.html",
        status=problem.status,
        line=problem.name,
        values=problem.values,
        status_code=int(problem.status),
    )


def _problem(error: Exception) -> Problem:
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
