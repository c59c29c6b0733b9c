"""A changed module takes the place of the one that is loaded, without loading anything anew.

Only what its functions do can be swapped: what a module or a class says was said when it was
loaded, and may have been handed on since; so was what functions answered that were called then.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from types import CodeType, FunctionType

OPTIMIZED = 3
"""``co_flags`` of a function's code, and of no module's or class's."""

Living = Mapping[tuple[str, CodeType], list[FunctionType]]
"""(File, code) → the functions that run it."""


def living(directory: str, ran: Mapping[str, Collection[int]]) -> Living:
    """The functions of all modules below a directory, those inside decorators too, but for those
    of which lines ``ran`` (file → lines) before anything was changed."""
    found: defaultdict[tuple[str, CodeType], list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(directory):
            found[each.__code__.co_filename, each.__code__].append(each)
    return {
        (file, code): each
        for (file, code), each in found.items()
        if not _body(code).intersection(ran.get(file, ()))
    }


def _body(code: CodeType) -> set[int]:
    """The lines of a function after its first."""
    return {line for _, _, line in code.co_lines() if line and line > code.co_firstlineno}


def swapped(file: str, before: str, after: str, functions: Living) -> bool:
    """Let the functions of a file do what its changed text says; False where that cannot be.

    What Numba has compiled does not look at its Python again.
    """
    if "import numba" in before:
        return False
    try:
        pairs = list(_pairs(*(compile(text, file, "exec") for text in (before, after))))
    except _OutsideError:
        return False
    swaps = [(each, new) for old, new in pairs for each in functions.get((file, old), ())]
    changed = [old for old, _ in pairs]
    if not changed or (file, changed[0]) not in functions:
        return False
    if any(each.__code__.co_freevars != new.co_freevars for each, new in swaps):
        return False
    for each, new in swaps:
        each.__code__ = new
    return True


class _OutsideError(Exception):
    """Something differs that stands in no function."""


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions of two modules that differ, and those within them that do.

    Raises:
        _OutsideError: modules or classes differ.
    """
    within = [[each for each in code.co_consts if _is_code(each)] for code in (old, new)]
    if old.co_flags & OPTIMIZED != OPTIMIZED and (
        len(within[0]) != len(within[1]) or _own(old) != _own(new)
    ):
        raise _OutsideError
    for one, other in zip(*within, strict=False):
        if _said(one) != _said(other):
            if one.co_flags & OPTIMIZED == OPTIMIZED:
                yield one, other
            yield from _pairs(one, other)


def _own(code: CodeType) -> object:
    """What a code says, without the functions in it and without the numbers of its lines."""
    constants = [(type(each), each) for each in code.co_consts if not _is_code(each)]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_exceptiontable


def _said(code: CodeType) -> object:
    return _own(code), [_said(each) for each in code.co_consts if _is_code(each)]


def _is_code(constant: object) -> bool:
    return isinstance(constant, CodeType)
