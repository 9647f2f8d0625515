"""Where fields lie. That real Go has them there, tests/golang/gdb/test_registers.py checks."""

import pytest

from models.amd64.layout import offsets


def test_the_gobuf_lost_a_word_and_what_lies_behind_it_moved():
    new, old = offsets("1.27.3"), offsets("1.22.10")
    assert old.keys() - new.keys() == {"buf.ret", "g.sched.ret", "m.morebuf.ret"}
    moved = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
    assert moved == {"buf.lr": (40, 32), "buf.bp": (48, 40), "g.sched.lr": (96, 88), "g.sched.bp": (104, 96),
                     "m.morebuf.lr": (48, 40), "m.morebuf.bp": (56, 48), "m.gsignal": (80, 72),
                     "m.curg": (192, 184), "g.startpc": (296, 304)}


def test_an_unknown_release_is_told():
    with pytest.raises(ValueError, match=r"unknown Go release '1.5': this machine knows 1.27.3, 1.22.10"):
        offsets("1.5")
