"""The check that the compiler writes is the model's, for every size of frame near the borders."""

import pytest

from models.golang import evidence
from models.golang.checks.source import CheckError
from models.golang.stacks import prologues
from models.golang.toolchain import VERSIONS, ToolchainError
from models.stack.prologue import form, listing
from models.stack.sizes import BY_RELEASE

KEPT = evidence.load("prologues")["releases"]
BORDERS = (96, 104, 112, 120, 4064, 4072, 4080, 4088)


def modelled(version: str, kind: str, frame: int, duff: bool) -> list[str]:
    """The model's check. A leaf that calls duffzero is none any more once its frame has 120 bytes."""
    sizes = BY_RELEASE[version]
    leaf = kind == "leaf" and not (duff and frame >= sizes.stack_small - 8)
    return listing(sizes, frame, form=form(sizes, frame, leaf=leaf, nosplit=kind == "nosplit"))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", prologues.KINDS)
def test_the_recorded_checks_are_the_models(version, kind):
    kept = KEPT[version]["kinds"][kind]
    assert len(kept) == len(prologues.LOCALS)
    for frame, found in kept.items():
        assert found["check"] == modelled(version, kind, int(frame), found["duff"])


@pytest.mark.parametrize("version", VERSIONS)
def test_the_borders_are_among_the_recorded(version):
    forms = {int(frame): len(found["check"]) for frame, found in KEPT[version]["kinds"]["calls"].items()}
    assert [forms[frame] for frame in (128, 136, 4096, 4104)] == [2, 3, 3, 5]
    leaves = {int(frame): len(found["check"]) for frame, found in KEPT[version]["kinds"]["leaf"].items()}
    assert [leaves[frame] for frame in (112, 128)] == [0, 2]


@pytest.mark.parametrize("version", VERSIONS)
def test_who_is_called_when_there_is_no_room(version):
    for kind, kept in KEPT[version]["kinds"].items():
        wanted = "morestack" if kind == "closure" else "morestack_noctxt"
        assert {found["calls"] for found in kept.values() if found["check"]} <= {wanted}
        assert {found["calls"] for found in kept.values() if not found["check"]} <= {""}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_compiler_writes_the_models_checks_now(version):
    found = prologues.prologues(version, BORDERS)
    for kind, kept in found.items():
        for frame, one in kept.items():
            assert one["check"] == modelled(version, kind, int(frame), one["duff"])


LISTING = """\
main.calls8 STEXT size=1 args=0x8 locals=0x18 funcid=0x0 align=0x0
\t0x0000 00000 (f.go:1)\tTEXT\tmain.calls8(SB), ABIInternal, $24-8
\t0x0000 00000 (f.go:1)\tCMPQ\tSP, 16(R14)
\t0x0004 00004 (f.go:1)\tPCDATA\t$0, $-2
\t0x0004 00004 (f.go:1)\tJLS\t140
\t0x000a 00010 (f.go:1)\tPUSHQ\tBP
\t0x000a 00010 (f.go:1)\tDUFFZERO\t$256
\t0x0091 00145 (f.go:1)\tCALL\truntime.morestack_noctxt(SB)
"""


def test_a_listing_is_read():
    assert prologues.prologue(LISTING, "calls8") == {
        "frame": 24, "check": ["CMPQ SP, 16(R14)", "JLS"], "calls": "morestack_noctxt", "duff": True}


def test_a_listing_that_begins_otherwise_is_refused():
    with pytest.raises(ToolchainError, match="calls8 does not begin as expected"):
        prologues.prologue(LISTING.replace("PUSHQ\tBP", "NOP"), "calls8")
    with pytest.raises(CheckError, match="no instruction of leaf8"):
        prologues.prologue(LISTING, "leaf8")
