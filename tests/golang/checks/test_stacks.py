"""Each check of recorded stacks turns red when the recording, or our listing, says something else."""

import pytest

from models.golang.checks import Source, complaints, stacks
from models.golang.toolchain import VERSIONS

GOOD = {
    "recorded_growth": {"locals": 1000, "depth": 10, "sizes": [4096, 8192, 16384]},
    "recorded_move": {"scene": "locals", "has": ["argument", "local"], "left": 1},
    "recorded_check": {"kind_of": "calls", "frame": 128, "check": ["CMPQ SP, 16(R14)", "JLS"]},
    "recorded_pool": {"has": [r"alloc 2048 \d+\.\d+ refill.*", "sweep .*"]},
    "recorded_shrinks": {"owner": "own", "sizes": [524288 >> i for i in range(8)] + [4096, 4096]},
    "routine": {"routines": ["gogo", "gogo<>"], "has": ["SP = [BX+buf.sp]"], "lacks": ["compare"]},
}
BAD = [
    ("recorded_growth", {"depth": 3}, "3 calls with 1000 bytes of locals grow to [4096], not to [4096, 8192"),
    ("recorded_move", {"left": 0}, "1 such words stayed, not 0"),
    ("recorded_move", {"has": ["sudog"]}, "no sudog was adjusted"),
    ("recorded_check", {"frame": 136}, "calls with 136 bytes begins with ['LEAQ -8(SP), R12', "),
    ("recorded_pool", {"has": [r"alloc 2048 \d+\.\d+ refil"]}, r"no step is /alloc 2048 \d+\.\d+ refil/"),
    ("recorded_shrinks", {"sizes": [2048]}, "4096, 4096, 4096], not [2048]"),
    ("routine", {"routines": ["morestack"], "has": []}, "morestack has compare DI, SI"),
    ("routine", {"has": ["SP = DI"]}, "no line is SP = DI"),
]


def fitting(kind: str, fields: dict) -> dict:
    """The good check of a kind, with other fields."""
    return {"kind": kind} | GOOD[kind] | fields


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("kind", GOOD)
def test_what_is_so_is_no_complaint(kind, release):
    assert complaints(fitting(kind, {}), Source(release)) == []


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("kind, fields, says", BAD)
def test_what_is_not_so_is_named(kind, fields, says, release):
    found = complaints(fitting(kind, fields), Source(release))
    assert any(says in one for one in found)


def test_a_word_that_changed_otherwise_is_named(monkeypatch):
    real = stacks.kept

    def damaged(source, file):
        scenes = real(source, file)["scenes"]
        return {"scenes": {name: [move | {"changed": 2} for move in moves] for name, moves in scenes.items()}}
    monkeypatch.setattr(stacks, "kept", damaged)
    assert complaints(fitting("recorded_move", {}), Source(VERSIONS[0])) == [
        f"Go {VERSIONS[0]}: 2 words changed otherwise"]
