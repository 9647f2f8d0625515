"""The run, looked at in its moments. That real Go says the same, tests/golang/gdb/test_registers.py checks."""

import pytest

from models.amd64.moments import MOMENTS, guard, observed, place, status
from models.amd64.rules import STACK_PREEMPT

NEW, OLD = observed("1.27.3"), observed("1.22.10")


def registers(name: str, seen=NEW) -> dict[str, str]:
    return seen[name]["registers"]


def sched(name: str, g: str, seen=NEW) -> dict[str, str]:
    return seen[name]["gs"][g]["sched"]


EMPTY = {"sp": "0", "ctxt": "0", "bp": "0"}


def test_all_moments_come_in_their_order():
    assert list(NEW) == list(OLD) == [moment.name for moment in MOMENTS]


def test_mcall_saves_what_its_caller_sees_after_the_return():
    before, saved = registers("park.mcall"), sched("park.g0", "main")
    assert (before["SP"], before["top"]) == ("main.hi-560", "gopark after mcall")
    assert saved == {"sp": "main.hi-552", "pc": before["top"], "g": "main", "ctxt": "0", "bp": before["BP"]}
    assert sched("park.mcall", "main").items() >= EMPTY.items()


def test_the_function_runs_on_g0_with_the_goroutine_as_its_argument():
    seen = registers("park.g0")
    assert (seen["SP"], seen["R14"], seen["tls.g"], seen["AX"], seen["DX"]) == (
        "g0.hi-72", "g0", "g0", "main", "park_m·f")


def test_gogo_brings_everything_back_and_empties_the_gobuf():
    saved, back = sched("park.g0", "main"), registers("exit.resumed")
    assert (NEW["exit.resumed"]["at"], back["SP"], back["BP"]) == (saved["pc"], saved["sp"], saved["bp"])
    assert (back["R14"], back["tls.g"]) == ("main", "main")
    assert sched("exit.resumed", "main") == EMPTY | {"g": "main"}


def test_a_first_run_looks_like_a_call_from_goexit():
    seen = registers("park.first")
    assert seen == {"SP": "worker.hi-40", "BP": "0", "R14": "worker", "tls.g": "worker",
                    "DX": "main.worker·f", "top": "goexit+1"}
    assert (NEW["exit.goexit"]["at"], registers("exit.goexit")["SP"]) == ("goexit+1", "worker.hi-32")


def test_systemstack_leaves_a_false_pc_and_comes_back_with_r14_at_g0():
    assert sched("newproc.g0", "main") == {"sp": "main.hi-432", "pc": "systemstack_switch+8", "g": "main",
                                           "ctxt": "0", "bp": "main.hi-432"}
    back = registers("newproc.back")
    assert (back["SP"], back["BP"]) == ("main.hi-416", registers("newproc.systemstack")["BP"])
    assert (back["R14"], back["tls.g"]) == ("g0", "main")
    assert sched("newproc.back", "main").items() >= EMPTY.items()


def test_morestack_saves_the_function_and_remembers_its_caller():
    entry, saved = registers("grow.morestack"), sched("grow.g0", "worker")
    assert saved == {"sp": "worker.hi-80", "pc": entry["top"], "g": "worker", "ctxt": "0", "bp": entry["BP"]}
    assert NEW["grow.g0"]["morebuf"] == {
        "pc": "main.worker after main.deep", "sp": "worker.hi-72", "g": "worker"}
    assert (registers("grow.g0")["R14"], registers("grow.g0")["tls.g"]) == ("worker", "g0")


def test_after_the_move_every_distance_is_the_same_and_the_stack_is_twice_as_large():
    assert sched("grow.gogo", "worker") == sched("grow.g0", "worker")
    sizes = [NEW[name]["gs"]["worker"]["stack"] for name in ("grow.g0", "grow.gogo")]
    assert sizes == [2048, 4096]
    assert registers("grow.again")["SP"] == "worker.hi-80"
    assert NEW["grow.again"]["at"] == "main.deep after morestack_noctxt"


def test_save_fills_the_gobuf_of_a_goroutine_that_runs_on_and_lifts_its_guard():
    seen = NEW["syscall.saved"]["gs"]["worker"]
    assert seen["sched"]["pc"] == "syscall.Syscall after entersyscall" and seen["guard"] == "stackPreempt"
    assert (seen["status"], seen["sched"]["sp"]) == (2, registers("syscall.save")["BX"])


def test_what_the_releases_do_otherwise_with_bp():
    assert [registers(name)["BP"] for name in ("park.g0", "grow.g0", "exit.g0")] == ["0", "0", "0"]
    assert [registers(name, OLD)["BP"] for name in ("park.g0", "grow.g0", "exit.g0")] == [
        "main.hi-416", "0", "worker.hi-88"]
    assert sched("syscall.saved", "worker")["bp"] == "worker.hi-136"
    assert sched("syscall.saved", "worker", OLD)["bp"] == "0"


def test_places_and_the_guard():
    assert place({"goexit": 10}, "goexit+1") == 11 and place({"goexit": 10}, "goexit") == 10
    assert guard(STACK_PREEMPT, 5) == "stackPreempt" and guard(905, 5) == 900
    with pytest.raises(KeyError):
        place({}, "nobody")


def test_a_status_is_half_a_word():
    """Of the word at its address the upper half is another field's."""
    assert status(1000, {1144: 0x7_0000_0004}.__getitem__, {"g.atomicstatus": 144}) == 4
