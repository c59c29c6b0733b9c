"""How does a collection become a generation?

The store gives each article's passages and the numbers of their terms, so building tokenises
nothing; bigrams are taken from the folded text. The new generation is written beside the others,
made durable, and named in ``CURRENT``: killed at any instant, the old one is still there, whole.

A small change costs what it costs. The next generation then shares the base of the one before (the
files are linked, not copied), marks what has gone from it as dead, and has a second segment, the
delta, for what is new since the base was built; ``merge`` makes one base of both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.store import Store
from retrieval.errors import NotIndexed, unusable
from retrieval.home import Home
from retrieval.index.building.segment_writer import OnProgress, silent, write_segment
from retrieval.index.directories import HIDDEN, NEW, held_lease, named, remove_old
from retrieval.index.generation import BASE, DEAD, DELTA, Generation
from retrieval.index.manifest import Manifest, SegmentFacts, write_current
from retrieval.index.params import IndexParams
from retrieval.index.provenance import newest
from retrieval.index.segment import Dead, Segment, without
from retrieval.index.types import PARTS
from retrieval.text.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class DeltaLimits:
    """Up to where is a change published as a delta?"""

    base: int = 20_000
    """A base of fewer passages is built anew."""
    share: float = 0.2
    """So many articles may have come or gone, of those of the base."""


def build(
    store: Store,
    home: Home,
    lexicon: Lexicon,
    *,
    params: IndexParams | None = None,
    whole: bool = False,
    limits: DeltaLimits | None = None,
    on_progress: OnProgress = silent,
) -> str:
    """Build a generation from what the store holds, and make it the live one.

    Whoever calls holds the writer's lock.

    Args:
        whole: build all of it anew, whatever is there.
        limits: when to build a delta; None for the defaults.

    Returns: the new generation's name.

    Raises:
        WenceError: the disk is full or does not allow it.
    """
    builder = Builder(store, home, lexicon.fingerprint, params or IndexParams(), on_progress)
    with writing(home):
        home.create()
        remove_old(home)
        generation = None if whole else builder.usable_base(limits or DeltaLimits())
        if generation is None:
            return builder.build_whole()
        with closing(generation):
            return builder.build_delta(generation)


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """What the operating system says of the disk becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise unusable("index_not_written", path=str(home.index), error=error) from error


def is_current(
    store: Store, home: Home, lexicon: Lexicon, params: IndexParams | None = None
) -> bool:
    """Does the live generation hold what a build would give now?"""
    generation = open_live(home)
    if generation is None:
        return False
    if not generation.name:  # nothing has been indexed
        return store.count() == 0
    with closing(generation):
        manifest, live = generation.manifest, store.live()
        return (
            named(home) == generation.name
            and manifest.lexicon == lexicon.fingerprint
            and manifest.params == (params or IndexParams())
            and manifest.newest == newest(store, live)
            and np.array_equal(generation.versions(), live)
        )


class Builder:
    """One run of building."""

    def __init__(
        self, store: Store, home: Home, lexicon: str, params: IndexParams, on_progress: OnProgress
    ) -> None:
        """``lexicon`` is its fingerprint."""
        self.store = store
        self.home = home
        self.lexicon = lexicon
        self.params = params
        self.on_progress = on_progress
        self.live = store.live()

    def usable_base(self, limits: DeltaLimits) -> Generation | None:
        """The live generation, where a delta beside its base is what this change asks for."""
        generation = open_live(self.home)
        if generation is None:
            return None
        manifest, segments = generation.manifest, generation.scorer.segments
        if (
            segments
            and len(segments[0].passages) >= limits.base
            and manifest.lexicon == self.lexicon
            and manifest.params == self.params
            and manifest.newest == newest(self.store, generation.versions())
            and changed_share(segments[0], self.live) <= limits.share
        ):
            return generation
        generation.close()
        return None

    def build_whole(self) -> str:
        """A generation with a base alone."""
        with new_directory(self.home) as new:
            base = self.write_segment(new / BASE)
            return self.publish(new, self._manifest([(BASE, base)], {}))

    def build_delta(self, generation: Generation) -> str:
        """A generation beside the base of another."""
        with new_directory(self.home) as new:
            _link(self.home.index / generation.name / BASE, new / BASE)
            known = generation.manifest.files.items()
            kept = {name: facts for name, facts in known if name.startswith(f"{BASE}/")}
            return self.publish_beside(generation.scorer.segments[0], new, kept)

    def publish_base(self, base: Segment, new: Path) -> str:
        """Publish a base whose files are there; what has changed since becomes a delta."""
        if np.array_equal(base.versions, self.live):
            return self.publish(new, self._manifest([(BASE, base)], {}))
        return self.publish_beside(base, new, {})

    def publish_beside(self, base: Segment, new: Path, files: dict[str, tuple[int, int]]) -> str:
        """Publish a base with a delta; ``files`` are those whose checksums are known."""
        dead = Dead.of(without(base.versions, self.live), base.passages, base.parts)
        dead.save(new / DEAD)
        base = replace(base, dead=dead)
        delta = self.write_segment(new / DELTA, beside=base)
        return self.publish(new, self._manifest([(BASE, base), (DELTA, delta)], files))

    def write_segment(self, directory: Path, beside: Segment | None = None) -> Segment:
        """A segment of the live articles, or of those that are not in the one beside it."""
        fresh = without(self.live, beside.versions) if beside else self.live
        return write_segment(
            self.store,
            fresh,
            self.params,
            directory,
            beside=beside,
            on_progress=self.on_progress,
        )

    def _manifest(
        self, segments: list[tuple[str, Segment]], files: dict[str, tuple[int, int]]
    ) -> Manifest:
        return Manifest(
            lexicon=self.store.fact("lexicon") or self.lexicon,
            params=self.params,
            articles=len(self.live),
            segments=tuple(
                SegmentFacts(name, len(segment.passages), len(segment.dead.docs), segment.avgdl)
                for name, segment in segments
            ),
            totals={
                part: sum(segment.total_length(part) for _, segment in segments) for part in PARTS
            },
            files=files,
            newest=newest(self.store, self.live),
        )

    def publish(self, new: Path, manifest: Manifest) -> str:
        """Make a complete generation durable, and then the live one; its name."""
        manifest.write(new)
        name = _next_name(self.home)
        new.rename(self.home.index / name)
        write_current(self.home.current, name)
        remove_old(self.home)
        return name


@contextmanager
def new_directory(home: Home) -> Iterator[Path]:
    """A directory to write a generation to; publishing moves it.

    It gets the name under which it may be removed only once its lease is held.
    """
    new = Path(mkdtemp(prefix=HIDDEN, dir=home.index))
    try:
        with held_lease(new):
            new = new.rename(new.with_name(NEW + new.name.removeprefix(HIDDEN)))
            yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def changed_share(base: Segment, live: NDArray[np.int32]) -> float:
    """The articles that a delta holds or marks as dead, by those of the base."""
    count = len(without(base.versions, live)) + len(without(live, base.versions))
    return count / max(1, len(base.versions))


def open_live(home: Home) -> Generation | None:
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
    numbers = [int(path.name[1:]) for path in home.index.glob("g[0-9][0-9][0-9][0-9][0-9][0-9]")]
    return f"g{max(numbers, default=0) + 1:06}"
