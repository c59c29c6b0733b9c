"""In which ways can a line be changed?"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from retrieval.text.ranges import Range

COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
SIGNS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}
MANY = 10
"""A number from here on is doubled: one more of it would change nothing that can be seen."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """``file`` with the characters from ``start`` to ``end`` replaced."""

    file: Path
    line: int
    start: int
    end: int
    new: str
    source: str

    @property
    def old(self) -> str:
        return self.source[self.start : self.end]

    @property
    def mutated(self) -> str:
        """The whole file."""
        return self.source[: self.start] + self.new + self.source[self.end :]

    @property
    def is_python(self) -> bool:
        try:
            ast.parse(self.mutated)
        except SyntaxError:
            return False
        return True

    def __str__(self) -> str:
        old, new = (" ".join(each.split()) for each in (self.old, self.new))
        return f"{old} → {new or '(nothing)'}"


def mutations(file: Path) -> dict[int, list[Mutation]]:
    """Line → the ways to change it; nothing that is declared rather than done.

    Annotations, decorators, docstrings, imports and the parts of f-strings stay as they are.
    """
    source = _Source(file.read_text(encoding="utf-8"))
    found: defaultdict[int, list[Mutation]] = defaultdict(list)
    for node in _done(ast.parse(source.text)):
        for (start, end), new in _changes(node, source):
            line = source.text.count("\n", 0, start) + 1
            found[line].append(Mutation(file, line, start, end, new, source.text))
    return dict(found)


class _Source:
    """A file whose syntax tree counts bytes, and whose text counts characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]

    def at(self, line: int, column: int) -> int:
        before = self._lines[line - 1].encode()[:column]
        return self._starts[line - 1] + len(before.decode())

    def span(self, node: ast.expr | ast.stmt) -> Range:
        end = self.at(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        return self.at(node.lineno, node.col_offset), end

    def code(self, node: ast.expr) -> str:
        return self.text[slice(*self.span(node))]

    def operator(self, left: ast.expr, right: ast.expr, name: str) -> Range:
        """Where an operator stands between its operands, which may be in brackets."""
        start = self.text.index(name, self.span(left)[1], self.span(right)[0])
        return start, start + len(name)


def _done(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree, but for those that only declare."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Import | ast.ImportFrom | ast.JoinedStr) or _is_text(child):
                continue
            if isinstance(child, ast.AST):
                yield child
                yield from _done(child)


def _is_text(node: object) -> bool:
    """A docstring, or the text below an attribute."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST, source: _Source) -> Iterator[tuple[Range, str]]:
    """Where a node can be changed, and into what."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            old, new = COMPARED[type(operator)]
            yield source.operator(left, right, old), new
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            old, new = SIGNS[type(sign)]
            yield source.operator(left, right, old), new
        case ast.BoolOp(op=sign, values=[left, right]):
            old, new = SIGNS[type(sign)]
            yield source.operator(left, right, old), new
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield source.span(test), f"not ({source.code(test)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield source.span(node), f"({source.code(operand)})"
        case ast.Constant(value=value) if (new_value := _constant(value)) is not None:
            yield source.span(node), new_value
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield source.span(value), "None"
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.Raise():
            yield source.span(node), "pass"
        case ast.Break() | ast.Continue():
            yield source.span(node), "continue" if isinstance(node, ast.Break) else "break"


def _constant(value: object) -> str | None:
    """Another constant of the same type, None for what is not changed."""
    match value:
        case bool():
            return repr(not value)
        case int() if abs(value) >= MANY:
            return repr(2 * value)
        case int():
            return repr(value + 1)
        case float():
            return repr(value * 2 or 1.0)
        case str():
            return repr("X" + value)
        case _:
            return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
