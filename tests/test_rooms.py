"""The rooms of models/: which of them each knows, where other people's packages are imported, and that no folder's
modules need each other in a circle.
"""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

MODELS = Path(__file__).resolve().parents[1] / "models"
KNOWS = {
    "runtime": set(),
    "words": set(),
    "amd64": {"runtime"},
    "stack": {"runtime"},
    "program": {"runtime"},
    "study": {"runtime", "program", "stack"},
    "golang": {"runtime", "program", "stack", "amd64", "study"},
    "classroom": {"runtime", "program", "stack", "amd64", "study", "words"},
    "view": {"runtime", "program", "stack", "amd64", "study", "golang", "classroom", "words"},
    "cli": {"runtime", "program", "study", "golang", "view"},
}
OTHERS = {
    "yaml": {"models.golang.claims"},
    "pygments": {"models.view.code.highlight"},
    "networkx": {"models.view.figures"},
    "matplotlib": {"models.view.figures"},
    "anywidget": {"models.view.player.widget"},
    "ipywidgets": {"models.view.player.widget"},
    "traitlets": {"models.view.player.widget"},
}


def imports(package: str, text: str) -> Iterator[str]:
    """What a module of this package imports: modules, and names in them, both by their whole names."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            near = package.split(".")[:1 - node.level or None] if node.level else []
            base = ".".join([*near, *filter(None, [node.module])])
            yield from (f"{base}.{name.name}" for name in node.names)


def module_name(path: Path) -> str:
    """models/study/fold.py -> models.study.fold; a folder's __init__.py is the folder."""
    return ".".join(path.relative_to(MODELS.parent).with_suffix("").parts).removesuffix(".__init__")


# The package that a module is in, and what it imports.
FOUND = {module_name(path): {*imports(".".join(path.parent.relative_to(MODELS.parent).parts),
                                      path.read_text(encoding="utf-8"))}
         for path in MODELS.rglob("*.py")}


def test_imports_are_read_in_each_way_of_writing_them():
    text = "import os\nfrom a.b import c\nfrom . import d\nfrom .e import f\nfrom ..g import h\nfrom .. import i"
    assert [*imports("models.one.two", text)] == ["os", "a.b.c", "models.one.two.d", "models.one.two.e.f",
                                                  "models.one.g.h", "models.one.i"]


@pytest.mark.parametrize("room", KNOWS)
def test_a_room_knows_these_rooms_and_no_others(room):
    inside = [found for module, found in FOUND.items() if f"{module}.".startswith(f"models.{room}.")]
    known = {name.split(".")[1] for found in inside for name in found if name.startswith("models.")}
    assert inside and known - {room} == KNOWS[room]


def test_every_room_is_one_of_these_and_they_know_each_other_one_way():
    assert {path.parent.name for path in MODELS.glob("*/__init__.py")} == KNOWS.keys()
    assert [*TopologicalSorter(KNOWS).static_order()][-1] == "cli"


@pytest.mark.parametrize("package", OTHERS)
def test_other_peoples_packages_are_imported_in_one_place(package):
    users = {module for module, found in FOUND.items() if any(f"{name}.".startswith(f"{package}.") for name in found)}
    assert users and all(any(f"{user}.".startswith(f"{place}.") for place in OTHERS[package]) for user in users)


def test_everything_else_is_the_standard_library():
    tops = {name.split(".")[0] for found in FOUND.values() for name in found}
    assert tops - {"models"} - sys.stdlib_module_names == OTHERS.keys()


def folders(room: str) -> list[str]:
    return sorted(path.name for path in (MODELS / room).iterdir() if path.is_dir() and path.name != "__pycache__")


@pytest.mark.parametrize("room", [room for room in KNOWS if folders(room)])
def test_a_room_says_what_each_of_its_folders_is_for(room):
    said = re.findall(r"^    (\w+)  +\S", import_module(f"models.{room}").__doc__, re.MULTILINE)
    assert sorted(said) == folders(room)


@pytest.mark.parametrize("room", [room for room in KNOWS if folders(room)])
def test_the_folders_of_a_room_need_each_other_one_way(room):
    inside = folders(room)
    needs = {folder: {other for module, found in FOUND.items() if f"{module}.".startswith(f"models.{room}.{folder}.")
                      for name in found for other in inside
                      if other != folder and f"{name}.".startswith(f"models.{room}.{other}.")} for folder in inside}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as found:
        pytest.fail(f"a circle: {' -> '.join(found.args[1])}")
