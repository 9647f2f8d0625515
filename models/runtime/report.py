"""What reporting costs: a rule's `rt.emit(kind, m, p, …)` becomes an append to the trace, or nothing.

Rules report several events for each goroutine that runs, so a call for each would take more time
than the rules do. Each rule is therefore compiled once more for a machine that keeps a trace, its
reports in line, and once for one that keeps none.
"""

import ast
import sys
from collections.abc import Callable
from functools import cache


class Reports(ast.NodeTransformer):
    """Rewrites the statement `rt.emit(kind, m, p, …)`."""

    def __init__(self, traced: bool):
        self.traced = traced

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if ast.unparse(node).startswith("rt.emit("):
            line = "rt.note((kind, rt.now))" if self.traced else "pass"
            new = ast.increment_lineno(ast.parse(line).body[0], node.lineno - 1)
            if self.traced:
                event = new.value.args[0]
                event.elts = [node.value.args[0], event.elts[1], *node.value.args[1:]]
            return new
        return node


@cache
def compiled(module: str, traced: bool) -> dict[str, Callable]:
    """The functions of a module that report, compiled with their reports in line or without."""
    names = vars(sys.modules[module])
    with open(names["__file__"], encoding="utf-8") as file:
        tree = ast.parse(file.read())
    tree.body = [node for node in tree.body
                 if isinstance(node, ast.FunctionDef) and "rt.emit(" in ast.unparse(node)]
    made = {}
    exec(compile(ast.fix_missing_locations(Reports(traced).visit(tree)), names["__file__"], "exec"),
         names, made)
    return made


def quick(rule: Callable, traced: bool) -> Callable:
    """The rule with its reports in line, or without them."""
    return compiled(rule.__module__, traced).get(rule.__name__, rule)
