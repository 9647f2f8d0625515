"""The settings agree with the files they speak of."""

import re
import tomllib
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[A-Za-z0-9.]+)(?: ; .+)?$")


def pins(name: str) -> list[str]:
    """The lines of a requirements file that ask for something."""
    lines = (ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_requirement_is_exact_and_is_what_runs_here(name: str) -> None:
    found = [PIN.match(line) for line in pins(name)]
    assert all(found), [line for line in pins(name) if not PIN.match(line)]
    wrong = {pin["name"] for pin in found if version(pin["name"]) != pin["version"]}
    assert wrong == set()


def test_no_requirement_stands_twice() -> None:
    names = [re.sub(r"[-_.]+", "-", line.split("==")[0]).lower()
             for file in ("requirements.txt", "requirements-test.txt") for line in pins(file)]
    assert sorted(names) == sorted(set(names))


def test_what_models_needs_is_among_the_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {line.split("==")[0] for line in pins("requirements.txt")}
    assert set(project["dependencies"]) <= named


def test_the_contents_list_every_page_and_every_page_is_listed() -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    listed = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    pages = [f"book/{path.relative_to(ROOT / 'book').with_suffix('').as_posix()}"
             for path in (ROOT / "book").rglob("*.md")]
    assert sorted(listed) == sorted(pages)


def test_pytest_goes_into_every_folder_with_tests(pytestconfig: pytest.Config) -> None:
    """It passes by some names, such as build, without a word."""
    passed_by = pytestconfig.getini("norecursedirs")
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    parts = {part for folder in folders for part in folder.relative_to(ROOT).parts}
    assert {part for part in parts if any(fnmatch(part, pattern) for pattern in passed_by)} == set()
    assert "tools" in parts
