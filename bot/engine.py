"""Which engine the settings name."""

from __future__ import annotations

from bot.settings import Settings
from retrieval.errors import WenceError
from retrieval.index.engines.cluster.address import Address


def cluster_of(settings: Settings) -> Address | None:
    """The cluster that answers; None where the index is embedded.

    Raises:
        WenceError: it has no address.
    """
    return address_of(settings) if settings.engine == "opensearch" else None


def address_of(settings: Settings) -> Address:
    """Where the cluster is, whether or not it answers.

    Raises:
        WenceError: it has no address.
    """
    if not settings.opensearch_url:
        raise WenceError("engine_without_address")
    password = settings.opensearch_password
    return Address(
        settings.opensearch_url,
        settings.opensearch_user or None,
        password.get_secret_value() if password else None,
        settings.opensearch_ca,
        settings.opensearch_index,
    )
