"""The table of wait reasons is Go's: each constant, its text and its number, in both releases."""

import re

import pytest

from models.golang import toolchain
from models.golang.toolchain import VERSIONS
from models.runtime.waitreason import NUMBERS, REASONS


def declared(version: str) -> dict[str, int]:
    """Constant -> number: the lines of the block that begins with iota, counted."""
    source = toolchain.runtime_source(version, "runtime2.go")
    block = source[source.index("waitReasonZero  "):].partition("\n)")[0]
    names = re.findall(r"^\s*waitReason(\w+)\b", block, re.MULTILINE)
    return {name: i for i, name in enumerate(names)}


def texts(version: str) -> dict[str, str]:
    """Constant -> text, as String prints it."""
    source = toolchain.runtime_source(version, "runtime2.go")
    block = source.partition("var waitReasonStrings = [...]string{")[2].partition("\n}")[0]
    return dict(re.findall(r'waitReason(\w+):\s*"(.*)",', block))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_table_is_what_the_release_declares(version):
    by_name = {reason.name: NUMBERS[version][reason.text] for reason in REASONS
               if reason.text in NUMBERS[version]}
    assert by_name == declared(version)
    assert {reason.name: reason.text for reason in REASONS if reason.name in by_name} == texts(version)


def test_both_releases_are_in_the_table():
    assert set(NUMBERS) == set(VERSIONS)
    assert [len(NUMBERS[version]) for version in VERSIONS] == [47, 37]
