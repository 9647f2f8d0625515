"""Where the routines refuse: on g0, on the stack of signals, with a context that would be lost."""

import pytest

from models.amd64.execute import step
from models.amd64.machine import M0
from models.amd64.program import machine


def goes_to(thread, routine: str, **registers: int) -> str:
    """What a routine goes to that is not in the listing, when it is called with these registers."""
    thread.registers |= registers | {"PC": thread.entries[routine]}
    with pytest.raises(ValueError, match="which is not in the listing") as told:
        while True:
            step(thread)
    return str(told.value).split(" names ")[1].split(",")[0]


@pytest.fixture(params=["1.27.3", "1.22.10"])
def thread(request):
    """A thread on g0, with two words on its stack: an argument and, at SP, an address to return to."""
    made = machine(request.param)
    g0 = made.gs["g0"]
    made.put(g0, "g.sched.sp", made.registers["SP"] - 64)
    made.put(g0, "g.sched.bp", 0)
    made.write(made.registers["SP"] - 8, made.values["park_m·f"])
    made.write(made.registers["SP"] - 16, 0)
    made.registers |= {"SP": made.registers["SP"] - 16, "R14": g0, "AX": made.values["park_m·f"],
                       "CX": 0, "DX": 0, "BX": 0, "BP": made.registers["SP"]}
    made.write(made.registers["BP"], 0)
    return made


def test_mcall_refuses_on_g0(thread):
    assert goes_to(thread, "mcall") == "badmcall"


def test_mcall_refuses_a_function_that_returns(thread):
    """A g that is not g0 calls mcall with a function that returns at once."""
    other = thread.gs["g0"] + 0x1000
    for field in thread.offsets:
        if field.startswith("g."):
            thread.put(other, field, 0)
    thread.put(other, "g.m", M0)
    thread.memory[0x5A0000] = thread.entries["gosave_systemstack_switch<>"] + len(
        thread.functions["gosave_systemstack_switch<>"].lines) - 1  # a line that is `return`
    assert goes_to(thread, "mcall", R14=other, AX=0x5A0000) == "badmcall2"


@pytest.mark.parametrize("of, to", [("m.g0", "badmorestackg0"), ("m.gsignal", "badmorestackgsignal")])
def test_morestack_refuses_stacks_of_fixed_size(thread, of, to):
    thread.put(M0, "m.g0", 1)
    thread.put(M0, of, thread.gs["g0"])
    assert goes_to(thread, "morestack") == to


@pytest.mark.parametrize("of", ["m.g0", "m.gsignal"])
def test_save_refuses_on_g0_and_on_the_stack_of_signals(thread, of):
    thread.put(M0, "m.g0", 1)
    thread.put(M0, of, thread.gs["g0"])
    assert goes_to(thread, "save") == "throw"


def test_what_has_a_context_is_not_saved_without_it(thread):
    thread.put(M0, "m.g0", 1)
    thread.put(thread.gs["g0"], "g.sched.ctxt", 5)
    assert goes_to(thread, "gosave_systemstack_switch<>") == "abort"
    assert goes_to(thread, "save") == "badctxt"


def test_systemstack_refuses_a_g_that_the_m_does_not_run(thread):
    thread.put(M0, "m.g0", 1)
    thread.put(M0, "m.curg", 2)
    assert goes_to(thread, "systemstack") == "badsystemstack"


def test_systemstack_does_not_switch_on_the_stack_of_signals(thread):
    thread.put(M0, "m.gsignal", thread.gs["g0"])
    thread.put(M0, "m.g0", 1)
    sp = thread.registers["SP"]
    thread.registers["PC"] = thread.entries["systemstack"]
    while thread.place()[0] == "systemstack":
        step(thread)
    assert thread.place() == ("park_m", 0) and thread.registers["SP"] == sp
    assert thread.registers["DX"] == thread.values["park_m·f"]


def test_the_false_pc_of_systemstack_is_no_place_to_go_to(thread):
    thread.registers["PC"] = thread.entries["systemstack_switch"] + 8
    with pytest.raises(ValueError, match=r"there is no instruction at systemstack_switch\+8"):
        step(thread)
