"""The server: requests over HTTP in, envelopes out."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from email.utils import formatdate
from types import TracebackType
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.web.botapi.errors import ApiError, bad
from bot.web.botapi.faults import Fault, Faults, Gauge, Limits
from bot.web.botapi.methods import METHODS
from bot.web.botapi.methods.method import Method, Scene
from bot.web.botapi.parameters import gather, read
from bot.web.botapi.world import TOKEN, Call, World

Json = dict[str, Any]


class BotApi:
    """A Bot API server on a free port of the loopback.

    Use it as ``async with``; ``url`` is what ``WENCE_API_BASE_URL`` takes.
    """

    def __init__(self, token: str = TOKEN, bot: Json | None = None) -> None:
        self.world = World(token, bot)
        self.faults = Faults()
        self.gauge = Gauge()
        self.url = ""
        self._server: HTTPServer | None = None
        self._port = 0

    def enforce(self, limits: Limits | None = None) -> None:
        """Hold the bot to Telegram's limits from now on."""
        self.gauge.limits = limits or Limits()

    async def __aenter__(self) -> Self:
        self._listen()
        return self

    def _listen(self) -> None:
        application = Application(
            [
                (r"/bot([^/]+)/([^/]+)", MethodHandler, {"api": self}),
                (r"/file/bot([^/]+)/(.+)", FileHandler, {"api": self}),
            ],
            log_function=lambda handler: None,
        )
        self._server = HTTPServer(application, max_body_size=60_000_000)
        sockets = bind_sockets(self._port, "127.0.0.1")
        self._server.add_sockets(sockets)
        self._port = sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def goes_away(self) -> None:
        """Refuse every connection from now on, and close those that there are."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()

    def comes_back(self) -> None:
        """Listen again, at the same address."""
        self._listen()

    def revoke(self) -> None:
        """Know the bot's token no longer."""
        self.world.token = ""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.world.updates.close()
        await self.goes_away()


class _Handler(RequestHandler):
    def initialize(self, api: BotApi) -> None:
        self.api = api
        self.set_header("Date", formatdate(api.world.now(), usegmt=True))

    def check_token(self, token: str) -> None:
        if token != self.api.world.token:
            raise ApiError(401, "Unauthorized")

    def refuse(self, error: ApiError) -> None:
        self.set_status(error.code)
        self.finish(error.as_json())


class MethodHandler(_Handler):
    """``/bot<token>/<method>``, GET and POST."""

    async def get(self, token: str, name: str) -> None:
        await self.post(token, name)

    async def post(self, token: str, name: str) -> None:
        try:
            self.check_token(token)
            method = METHODS.get(name.lower())
            if method is None:
                raise ApiError(404, f"Not Found: method {name} is unknown")
            fault = self.api.faults.take(method.name)
            result = await self._carry_out(method, fault)
            if fault is not None and fault.drop:
                self._hang_up()
                return
            if fault is not None and fault.body is not None:
                self.finish(fault.body)
                return
            self.finish(json.dumps({"ok": True, "result": result}, ensure_ascii=False))
        except ApiError as error:
            self.refuse(error)
        except StreamClosedError:
            return

    async def _carry_out(self, method: Method, fault: Fault | None) -> Any:
        """Run the method, or fail as the fault says, and note the call."""
        given: Json = {}
        world, at, failure = self.api.world, time.monotonic(), None
        try:
            given = gather_request(self)
            if fault is not None:
                await asyncio.sleep(fault.slow)
            result = None
            if fault is None or fault.done or not (fault.error or fault.drop):
                known = read(given, method.schema)
                result = await method.run(Scene(world, self.api.gauge), known)
            if fault is not None and fault.error is not None:
                raise fault.error
            return result
        except ApiError as error:
            failure = error
            raise
        finally:
            world.calls.append(Call(method.name, _readable(given), at, failure))
            world.changed()

    def _hang_up(self) -> None:
        self._auto_finish = False
        connection = self.request.connection
        stream = connection.detach() if connection is not None else None  # type: ignore[attr-defined]
        if stream is not None:
            stream.close()


def gather_request(handler: RequestHandler) -> Json:
    try:
        return gather(handler.request)
    except ValueError as error:
        raise bad(f"request must be {error}") from None


def _readable(given: Json) -> Json:
    """Parameters as they are recorded: nested objects read, uploads as they are."""
    shown = {}
    for name, value in given.items():
        if isinstance(value, str) and value[:1] in ("{", "[") and name not in {"text", "caption"}:
            with suppress(json.JSONDecodeError):
                value = json.loads(value)
        shown[name] = value
    return shown


class FileHandler(_Handler):
    """``/file/bot<token>/<path>``."""

    def get(self, token: str, path: str) -> None:
        try:
            self.check_token(token)
        except ApiError as error:
            self.refuse(error)
            return
        for stored in self.api.world.files.values():
            if stored.path == path:
                self.set_header("Content-Type", "application/octet-stream")
                self.finish(stored.content)
                return
        self.refuse(ApiError(404, "Not Found"))
