"""getMe, getUpdates, webhooks, files."""

from __future__ import annotations

from typing import Any

from bot.web.botapi.errors import bad
from bot.web.botapi.methods.method import Json, Method, Scene
from bot.web.botapi.parameters import Need, array, boolean, file, integer, text

DOWNLOAD_LIMIT = 20_000_000


async def get_me(scene: Scene, given: Json) -> Json:
    return scene.world.bot


async def get_updates(scene: Scene, given: Json) -> list[Json]:
    updates = scene.world.updates
    if "allowed_updates" in given:
        updates.allowed = given["allowed_updates"] or None
    return await updates.poll(
        given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0)
    )


async def set_webhook(scene: Scene, given: Json) -> bool:
    url, updates = given["url"], scene.world.updates
    if given.get("drop_pending_updates"):
        updates.queue.clear()
    if "allowed_updates" in given:
        updates.allowed = given["allowed_updates"] or None
    if not url:
        updates.drop_webhook()
        return True
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = given.get("secret_token")
    if secret is not None and not 1 <= len(secret) <= 256:
        raise bad("secret token must be 1-256 characters")
    updates.set_webhook({"url": url, "max_connections": given.get("max_connections", 40)}, secret)
    return True


async def delete_webhook(scene: Scene, given: Json) -> bool:
    if given.get("drop_pending_updates"):
        scene.world.updates.queue.clear()
    scene.world.updates.drop_webhook()
    return True


async def get_webhook_info(scene: Scene, given: Json) -> Json:
    updates = scene.world.updates
    shown = {"url": "", **(updates.webhook or {}), "has_custom_certificate": False}
    shown["pending_update_count"] = len(updates.queue)
    if updates.last_error:
        shown["last_error_message"] = updates.last_error
    if updates.allowed:
        shown["allowed_updates"] = updates.allowed
    return shown


async def get_file(scene: Scene, given: Json) -> Any:
    stored = scene.world.files.get(given["file_id"])
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": f"u{stored.id}",
        "file_size": stored.size,
        "file_path": stored.path,
    }


METHODS = [
    Method("getMe", {}, get_me),
    Method(
        "getUpdates",
        {"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": array},
        get_updates,
    ),
    Method(
        "setWebhook",
        {
            "url": Need(text),
            "certificate": file,
            "ip_address": text,
            "max_connections": integer,
            "allowed_updates": array,
            "drop_pending_updates": boolean,
            "secret_token": text,
        },
        set_webhook,
    ),
    Method("deleteWebhook", {"drop_pending_updates": boolean}, delete_webhook),
    Method("getWebhookInfo", {}, get_webhook_info),
    Method("getFile", {"file_id": Need(text)}, get_file),
]
