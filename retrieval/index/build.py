"""How does a collection become a generation?

The store gives each article's passages and the numbers of their terms, so building tokenises
nothing; bigrams are taken from the folded text. The new generation is written beside the others,
made durable, and named in ``CURRENT``: killed at any instant, the old one is still there, whole.

A small change costs what it costs. The next generation then shares the base of the one before (the
files are linked, not copied), marks what has gone from it as dead, and has a second segment, the
delta, for what is new since the base was built. Where the delta has grown to a share of the base,
the two are merged by building the whole again, after the delta has gone live.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.corpus.store import Store
from retrieval.errors import NotIndexed, WenceError
from retrieval.home import Home
from retrieval.index.collect import OnProgress, collect, silent
from retrieval.index.generation import BASE, DEAD, DELTA, LEASE, Generation, current, remove_old
from retrieval.index.manifest import Manifest, SegmentFacts, write_current
from retrieval.index.recipe import Recipe
from retrieval.index.seam import PARTS
from retrieval.index.segment import Dead, Segment, without
from retrieval.text.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Merging:
    """When is a change a delta, and when does a delta end? Shares are of the base's articles."""

    small: int = 20_000
    """A base of fewer passages is built anew rather than given a delta."""
    delta: float = 0.2
    """A change of a greater share is no delta."""
    merge: float = 0.05
    """A delta of a greater share is merged with its base, once it has gone live."""


def build(
    store: Store,
    home: Home,
    lexicon: Lexicon,
    *,
    recipe: Recipe | None = None,
    whole: bool = False,
    merging: Merging | None = None,
    on_progress: OnProgress = silent,
) -> str:
    """Build a generation from what the store holds, and make it the live one.

    Whoever calls holds the writer's lock.

    Args:
        whole: build all of it anew, whatever is there.
        merging: when to build a delta; None for the defaults.

    Returns: the new generation's name.

    Raises:
        WenceError: the disk is full or does not allow it.
    """
    builder = _Builder(store, home, lexicon, recipe or Recipe(), on_progress)
    merging = merging or Merging()
    try:
        home.create()
        remove_old(home)
        base = None if whole else builder.usable_base(merging)
        if base:
            name, changed = builder.build_delta(base)
            base.close()
            if changed <= merging.merge:
                return name
        return builder.build_whole()
    except OSError as error:
        raise WenceError(
            f"The index cannot be written to {home.index} ({error.strerror}): "
            "make room there, then run `wence reindex --stored`."
        ) from error


def is_current(store: Store, home: Home, lexicon: Lexicon, recipe: Recipe | None = None) -> bool:
    """Does the live generation hold what a build would give now?"""
    if current(home) is None:
        return store.count() == 0
    generation = _opened(home)
    if generation is None:
        return False
    manifest = generation.manifest
    same = manifest.lexicon == lexicon.fingerprint and manifest.recipe == (recipe or Recipe())
    found = same and np.array_equal(generation.versions(), store.live())
    generation.close()
    return found


class _Builder:
    """One run of building."""

    def __init__(
        self, store: Store, home: Home, lexicon: Lexicon, recipe: Recipe, on_progress: OnProgress
    ) -> None:
        self.store = store
        self.home = home
        self.lexicon = lexicon
        self.recipe = recipe
        self.on_progress = on_progress
        self.live = store.live()

    def usable_base(self, merging: Merging) -> Generation | None:
        """The live generation, where a delta beside its base is what this change asks for."""
        generation = _opened(self.home)
        if generation is None:
            return None
        manifest, segments = generation.manifest, generation.scorer.segments
        if (
            segments
            and len(segments[0].passages) >= merging.small
            and manifest.lexicon == self.lexicon.fingerprint
            and manifest.recipe == self.recipe
            and self._changed(segments[0]) <= merging.delta
        ):
            return generation
        generation.close()
        return None

    def build_whole(self) -> str:
        """A generation with a base alone."""

        def write(new: Path) -> Manifest:
            segment = collect(
                self.store, self.live, self.recipe, new / BASE, on_progress=self.on_progress
            )
            return self._manifest([(BASE, segment)], {})

        return self._published(write)

    def build_delta(self, generation: Generation) -> tuple[str, float]:
        """A generation beside the base of another, and how great a share has changed since."""
        old = generation.scorer.segments[0]
        dead = Dead.of(without(old.versions, self.live), old.passages, old.parts)
        base = Segment(old.versions, old.passages, old.parts, dead, old.avgdl)
        fresh = without(self.live, old.versions)

        def write(new: Path) -> Manifest:
            _link(self.home.index / generation.name / BASE, new / BASE)
            dead.save(new / DEAD)
            delta = collect(
                self.store,
                fresh,
                self.recipe,
                new / DELTA,
                beside=base,
                on_progress=self.on_progress,
            )
            known = generation.manifest.files.items()
            kept = {name: facts for name, facts in known if name.startswith(f"{BASE}/")}
            return self._manifest([(BASE, base), (DELTA, delta)], kept)

        return self._published(write), self._changed(old)

    def _changed(self, base: Segment) -> float:
        """The articles that a delta would hold or mark as dead, by those of the base."""
        changed = len(without(base.versions, self.live)) + len(without(self.live, base.versions))
        return changed / max(1, len(base.versions))

    def _manifest(
        self, segments: list[tuple[str, Segment]], files: dict[str, tuple[int, int]]
    ) -> Manifest:
        return Manifest(
            lexicon=self.store.fact("lexicon") or self.lexicon.fingerprint,
            recipe=self.recipe,
            articles=len(self.live),
            segments=tuple(
                SegmentFacts(name, len(segment.passages), len(segment.dead.docs), segment.avgdl)
                for name, segment in segments
            ),
            totals={
                part: sum(segment.total_length(part) for _, segment in segments) for part in PARTS
            },
            files=files,
        )

    def _published(self, write: Callable[[Path], Manifest]) -> str:
        """Write a generation, make it durable and then the live one."""
        name = _next_name(self.home)
        new = self.home.index / f"{name}.new"
        new.mkdir(mode=0o700)
        try:
            (new / LEASE).touch()
            write(new).write(new)
            new.rename(self.home.index / name)
            write_current(self.home.current, name)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)
            raise
        remove_old(self.home)
        return name


def _opened(home: Home) -> Generation | None:
    try:
        return Generation.open(home)
    except NotIndexed:
        return None


def _link(source: Path, target: Path) -> None:
    """The same files under another directory: linked, or copied where that cannot be."""
    for path in source.rglob("*.npy"):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, place)
        except OSError:
            shutil.copyfile(path, place)


def _next_name(home: Home) -> str:
    numbers = [int(path.name[1:7]) for path in home.index.glob("g[0-9][0-9][0-9][0-9][0-9][0-9]*")]
    return f"g{max(numbers, default=0) + 1:06}"
