"""What browsers are told about every page: what it may load, and what it is not to do."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        *("style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'"),
        "frame-ancestors {frames}",
    )
)
TELEGRAM = "https://web.telegram.org"
"""Opens Mini Apps in a frame."""


def _headers(frames: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY.format(frames=frames),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


DESK = {**_headers("'none'"), "Cache-Control": "no-store"}
"""Nobody frames the desk, and no copy of it stays behind."""


class SafeHeaders:
    """ASGI middleware: nothing from elsewhere, nothing inline, no guessing of types.

    Pages of ``frames``, by default Telegram's web client, may show ours in a frame.
    """

    def __init__(self, app: ASGIApp, frames: str = TELEGRAM) -> None:
        self.app = app
        self._headers = _headers(frames)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        headers = DESK if scope["path"].startswith("/desk") else self._headers

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)
