"""Every wait reason that a rule gives is one of Go's.

This reads the rules' source, so it is not among the tests that a mutant has to get past: there each rule
stands many times.
"""

import ast
import inspect
from collections.abc import Iterator

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.runtime import MODULES, RULES, Runtime
from models.runtime.waitreason import NUMBERS


def given(call: ast.Call) -> list[ast.expr]:
    """What a call hands to a parameter named `reason` of a rule."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    parameters = [*inspect.signature(RULES[name]).parameters] if name in RULES else []
    if "reason" not in parameters:
        return []
    at = parameters.index("reason") - isinstance(call.func, ast.Attribute)  # rt stands before the dot
    return [*call.args[at:at + 1], *(word.value for word in call.keywords if word.arg == "reason")]


def named(tree: ast.AST) -> Iterator[ast.expr]:
    """Everything that becomes a wait reason in a module: handed to a rule, or stored in a G."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from given(node)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(".waitreason"):
            yield node.value


def values(expression: ast.expr, module, rt) -> set[str]:
    """What it can come to on that runtime; nothing where a rule hands on what it was given itself."""
    nodes = [*ast.walk(expression)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)} - vars(module).keys() - {"rt"}
    tables = [getattr(module, node.value.id) for node in nodes
              if isinstance(node, ast.Subscript) and hasattr(module, getattr(node.value, "id", ""))]
    if names and not tables:
        return set()
    keys = [key for table in tables for key in table] or [None]
    return {eval(ast.unparse(expression), vars(module) | {"rt": rt} | dict.fromkeys(names, key))
            for key in keys}


@pytest.mark.parametrize("release", NUMBERS)
def test_every_reason_that_a_rule_gives_is_one_of_the_release_s(release):
    rt = Runtime(const=BY_RELEASE[release])
    used = {text for module in MODULES for expression in named(ast.parse(inspect.getsource(module)))
            for text in values(expression, module, rt)}
    assert {"sleep", "chan receive", "chan send (nil chan)", "select", "preempted"} <= used
    updater = {"GOMAXPROCS updater (idle)"}  # a goroutine that there is since Go 1.25
    assert updater <= used
    assert used - NUMBERS[release].keys() == (updater if release < "1.25" else set())
