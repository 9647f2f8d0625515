"""The exercises on go statements: right answers counted by hand, and wrong ones that are told so."""

import re

import pytest

from models.classroom import check, newproc, task
from models.classroom.newproc_beliefs import KINDS
from models.classroom.seeds import luck
from models.golang import toolchain
from models.golang.toolchain import VERSIONS
from models.runtime.newproc import newproc_on_g0
from models.runtime.runtime import RULES
from models.words import word

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"newproc/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_an_argument_begins_behind_the_code_and_those_before_it():
    problem = {"types": {"a": "string", "b": "int", "c": "[]int"}, "of": "c"}
    assert newproc.closure_words(problem, RULES) == (4, 56)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_compiler_lays_arguments_out_as_the_exercise_says(version, tmp_path):
    """One statement with all types: the closure has them in the order of the call, each with its size."""
    names, kinds = "abcdefg", list(KINDS)
    parameters = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds))
    (tmp_path / "all.go").write_text(
        f"package main\n\n//go:noinline\nfunc work({parameters}) {{}}\n\n"
        f"//go:noinline\nfunc start({parameters}) {{ go work({', '.join(names)}) }}\n\nfunc main() {{ start({', '.join(['0', 'nil', 'nil', 'nil'])}, "
        '"", nil, nil) }\n')
    args = ["build", "-gcflags=-S", "-o", str(tmp_path / "all"), str(tmp_path / "all.go")]
    text = toolchain.go(version, args, {"GOARCH": "amd64"})
    struct = re.search(r"type:(?:noalg\.)?struct \{ F uintptr; (.*?) \}\(SB\)", text)[1]
    assert [field.split(" ", 1)[1] for field in struct.split("; ")] == kinds
    _, size = newproc.closure_words({"types": dict(zip(names, kinds)), "of": "g"}, RULES)
    laid = rf"struct {{ F uintptr; {re.escape(struct)} }} SRODATA.*\n\s+0x0000 {size:02x} 00"
    assert re.search(laid, text), "a type's description begins with its size"


@pytest.mark.parametrize("student", STUDENTS)
def test_the_code_fills_three_words_with_three_arguments(student):
    problem = newproc.code_problem(luck("newproc/read-code", student))
    assert sorted(newproc.read_code(problem, RULES)) == ["a", "b", "c"]


def test_code_is_read_by_its_offsets():
    code = ["LEAQ x, DX", "MOVQ DX, (AX)", "MOVQ b+56(SP), DX", "MOVQ DX, 24(AX)", "MOVQ c+64(SP), DX",
            "MOVQ DX, 8(AX)", "MOVQ a+48(SP), DX", "MOVQ DX, 16(AX)", "CALL runtime.newproc"]
    assert newproc.read_code({"code": code}, RULES) == ("c", "a", "b")


def test_the_way_begins_on_the_own_stack_and_ends_with_wakep():
    assert newproc.way({}, RULES) == list(newproc.STATIONS)


def test_addresses_are_counted_from_the_ends():
    assert newproc.addresses({"lo": "0xc000040000"}, RULES) == ("0xc0000403a0", "0xc0000407e0", "0xc0000407d8")


@pytest.mark.parametrize("ps, ids", [
    ([0, 1, 0], [1, 17, 2]), ([0] * 16 + [1, 0], [*range(1, 17), 17, 33]), ([], [])])
def test_ids_come_in_batches(ps, ids):
    assert newproc.goids(ps) == ids


@pytest.mark.parametrize("n, lists", [(63, (63, 0)), (64, (31, 33)), (96, (63, 33)), (97, (31, 66))])
def test_a_list_of_64_keeps_31(n, lists):
    assert newproc.free_lists({"n": n}, RULES) == lists


def test_an_empty_list_fetches_32():
    assert newproc.refill({"in the list for all": 50, "go statements": 7}, RULES) == (25, 18)


def test_without_reuse_every_goroutine_has_a_g_of_its_own():
    assert newproc.never_reused({"waves": [3, 5, 4]}, RULES) == (6, 13)


def test_at_the_tail_they_run_in_the_order_of_their_start():
    assert newproc.tail(5) == [0, 1, 2, 3, 4, "main"]


@pytest.mark.parametrize("student", STUDENTS)
def test_without_wakep_everything_runs_on_one_p(student):
    problem = newproc.wakep_problem(luck("newproc/no-wakep", student))
    go, forgets = newproc.without_wakep(problem, RULES)
    assert forgets == problem["n"] * problem["ns"] > 1.8 * go


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    begin, size = newproc.closure_words(task("newproc/words"), RULES)
    assert said(capsys, "words", (begin - 1, size)).startswith(
        f"not yet. The part “word at which the argument begins” is not {begin - 1}.")
    assert said(capsys, "words", (begin, size - 8)).startswith("not yet. The part “bytes of the closure”")
    late = ["newproc", "newproc1", *newproc.STATIONS[3:], "systemstack"]
    assert said(capsys, "way", late).startswith("not yet.")
    guard, top, sp = newproc.addresses(task("newproc/addresses"), RULES)
    assert said(capsys, "addresses", (guard, top, top)).startswith("not yet. The part “sched.sp”")
    own, rest = newproc.free_lists(task("newproc/free-lists"), RULES)
    assert said(capsys, "free-lists", (own + 1, rest - 1)).startswith("not yet.")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    assert said(capsys, "goids", lambda ps: list(range(1, len(ps) + 1))).startswith("not yet. With ps=[0, 1, 0]")
    assert said(capsys, "tail", newproc_on_g0).startswith("not yet. With n=")
    assert said(capsys, "tail", newproc.to_the_tail).startswith("right.")
    assert said(capsys, "tail", lambda rt, mp, fn, args=(): None) == word("check.unanswered")
