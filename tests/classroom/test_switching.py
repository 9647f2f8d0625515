"""The exercises on changing stacks: right answers by hand, and wrong ones that are told so."""

import pytest

from models.amd64.layout import RELEASES
from models.amd64.routines import ROUTINES
from models.classroom import check, switch_machine, switching, task
from models.classroom.seeds import luck
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"switching/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_a_stack_is_found_by_its_ends_and_a_g_by_its_address():
    gs = {"g0": {"g": "0x10", "lo": "0x1000", "hi": "0x2000"},
          "main": {"g": "0x20", "lo": "0x8000", "hi": "0x8800"}}
    assert switching.whose({"rsp": "0x87f8", "r14": "0x10", "gs": gs}, RULES) == ("main", 8, "g0")
    assert switching.whose({"rsp": "0x2000", "r14": "0x20", "gs": gs}, RULES) == ("g0", 0, "main")


def test_some_students_find_r14_behind_and_some_do_not():
    problems = [switching.registers_problem(luck("switching/whose-stack", one)) for one in STUDENTS]
    found = [switching.whose(problem, RULES) for problem in problems]
    assert {stack == g for stack, _, g in found} == {True, False}
    assert len(set(found)) > len(STUDENTS) // 2


def test_mcall_keeps_what_its_caller_will_see():
    words = {3536: 3560, 3520: "gopark+n", 3512: 1}
    assert switching.mcall_saves({"SP": 3520, "BP": 3536, "words": words}, RULES) == ("gopark+n", 3528, 3536)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_students_mcall_stands_in_gopark(student):
    problem = switching.mcall_problem(luck("switching/mcall-saves", student))
    assert problem["words"][problem["SP"]] == "gopark+n" and problem["SP"] < problem["BP"] < switch_machine.HI
    assert isinstance(problem["words"][problem["BP"]], int)


def test_systemstack_keeps_its_own_frame():
    assert switching.systemstack_saves({"SP": 3640, "BP": 3688}, RULES) == (3632, 3632)


def test_gogo_by_hand():
    assert switching.gogo({"sp": 2056, "pc": 5001, "g": 9000, "ctxt": 6000, "bp": 2080}) == {
        "SP": 2056, "BP": 2080, "DX": 6000, "R14": 9000, "PC": 5001}


def test_a_goroutine_by_hand():
    assert switching.born(8192, 508, 1600, 32) == {"sp": 8152, "pc": 1600, "ctxt": 508, "bp": 0, "word": 33}


def test_a_traceback_by_hand():
    words = {4056: "goexit+1", 4048: 0, 4000: "main.main+n", 3992: 4048}
    assert switching.traceback("gopark+n", 3992, words) == ["gopark+n", "main.main+n", "goexit+1"]
    case = switching.traceback_cases(luck("switching/traceback", "ada"))[0]
    assert switching.traceback(*case) == ["gopark+n", "chanrecv+n", "chanrecv1+n", "main.main+n",
                                          "runtime.main+n", "goexit+1"]


def test_depths_by_hand():
    assert switching.depth({"park_m": 80, "schedule": 48, "execute": 56}, RULES) == (72, 304)


def test_a_gobuf_moves_but_for_pc_and_ctxt_and_an_empty_bp():
    gobuf = {"sp": 7992, "pc": 5, "bp": 8008, "ctxt": 7}
    assert switching.moved(gobuf, 8192, 40960) == {"sp": 40760, "pc": 5, "bp": 40776, "ctxt": 7}
    assert switching.moved({**gobuf, "bp": 0}, 8192, 40960)["bp"] == 0


def test_of_two_lines_left_out_one_does_not_matter_and_it_may_be_either():
    problems = [switching.left_out_problem(luck("switching/left-out", one)) for one in STUDENTS]
    found = [switching.left_out(problem, RULES) for problem in problems]
    assert {(first == "END", second == "END") for first, second in found} == {(True, False), (False, True)}


@pytest.mark.parametrize("release", RELEASES)
def test_r14_is_behind_until_the_routine_is_changed(release):
    assert switching.tried(lambda text: text, release) == {"R14": "g0", "ends": "END"}
    assert switching.with_r14(release) == {"R14": "main", "ends": "END"}


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    stack, used, g = switching.whose(task("switching/whose-stack"), RULES)
    assert said(capsys, "whose-stack", (stack, used + 8, g)).startswith("not yet. The part “bytes in use of")
    pc, sp, bp = switching.mcall_saves(task("switching/mcall-saves"), RULES)
    assert said(capsys, "mcall-saves", (pc, sp - 8, bp)).startswith("not yet. The part “sp” is not")
    assert said(capsys, "systemstack-saves", (sp, bp)).startswith("not yet. The part “sp” is not")
    park_m, gogo = switching.depth(task("switching/depth"), RULES)
    assert said(capsys, "depth", (park_m, gogo - 24)).startswith("not yet. The part “distance when gogo")
    assert said(capsys, "left-out", ("END", "END")).startswith("not yet. The part “how it ends without the")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    def no_context(gobuf):
        return {"SP": gobuf["sp"], "BP": gobuf["bp"], "DX": gobuf["g"], "R14": gobuf["g"], "PC": gobuf["pc"]}

    def at_the_top(hi, fn, code, goexit):
        return {"sp": hi - 8, "pc": code, "ctxt": fn, "bp": 0, "word": goexit + 1}

    def moves_all(gobuf, old_hi, new_hi):
        return {part: value + new_hi - old_hi for part, value in gobuf.items()}
    assert "not yet. With gobuf=" in said(capsys, "gogo", no_context)
    assert said(capsys, "born", at_the_top).startswith("not yet. With hi=")
    assert said(capsys, "moved", moves_all).startswith("not yet. With gobuf=")
    assert said(capsys, "traceback", lambda pc, bp, words: [pc]).startswith("not yet. With pc=")


def test_a_listing_that_is_not_changed_or_wrong_is_told(capsys):
    assert said(capsys, "r14-at-once", lambda listing: listing).startswith("not yet. With release='1.27.3'")
    assert said(capsys, "r14-at-once", lambda listing: None) == said(capsys, "r14-at-once", None)
    assert "jumps" in said(capsys, "r14-at-once", lambda text: text.replace("    R14 = DX ", "    jumps "))
    right = ROUTINES.replace("    tls.g = AX ", "    R14 = AX\n    tls.g = AX ")
    assert said(capsys, "r14-at-once", lambda listing: right).startswith("right.")
