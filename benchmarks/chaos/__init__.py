"""Is anything lost that was acknowledged, whenever and wherever ``wence`` is killed?

Run it with ``python -m benchmarks.chaos``. One verb after another runs in a process of its own, is
killed (``kill -9``) at a random moment, and the home is looked at: the live index holds one version
of every file, no older one than was reported done; what was removed, hidden or answered stays so;
of a followed site each page is there once, and each of its texts is one version; an import is there
as a whole or not at all; both databases are sound. At the end a reindex and another run over the
site finish the work, and ``wence doctor`` finds nothing wrong.
"""
