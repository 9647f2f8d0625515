"""Real Go is asked once, and again when the harness found no schedtick; or many times over."""

from collections import Counter

import pytest

from models.golang.programs import real
from models.golang.programs.harness import Unsettled
from models.golang.toolchain import REFERENCE
from models.program.parse import parse
from tests.golang.known import program
from tests.golang.scripted import Scripted

PLAIN = parse(program(["log"]))


def test_a_run_without_a_schedtick_is_tried_again():
    busy = Scripted([Unsettled("busy"), Unsettled("busy"), "a"])
    assert real.once(busy, PLAIN) == "a" and busy.answers == []


def test_a_machine_that_never_settles_is_told():
    busy = Scripted([Unsettled("busy")] * real.ATTEMPTS)
    with pytest.raises(Unsettled, match="busy"):
        real.once(busy, PLAIN)
    assert busy.answers == []


def test_logs_are_counted(monkeypatch):
    monkeypatch.setattr(real, "Harness", Scripted(["a", Unsettled("busy"), "b", "a"]))
    assert real.seen(PLAIN, REFERENCE, 3, procs=2) == Counter(a=2, b=1)
