"""The run queue in Spin, written anew in Promela: as many states and transitions, the same verdicts, and
shortest bad runs of the same length, each of which is one here as well.
"""

from pathlib import Path
from random import Random

import pytest

from models.study.explore.explore import OVER, Graph
from models.study.explore.verdict import At
from models.study.steps.queue_cases import QUESTIONS, Case, ask, explored, stalled, twice
from models.study.steps.wrong_runq import RIGHT, WRONG, Rules
from tests.study.steps.test_runq import LARGER, REFUTED, SMALL
from tools.problem import Problem
from tools.spin.queue import RULES, numbers
from tools.spin.run import Search, build, search


@pytest.fixture(scope="module")
def pan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("queue", tmp_path_factory.mktemp("pan"))


def played(graph: Graph, case: Case, processes: list[int]) -> At:
    """Where the threads stand when they take steps in that order. Spin's process 1 is the owner."""
    numbers = {state: i for i, state in enumerate(graph.states)}
    [shared, *_], places = graph.states[1], list(graph.begin)
    for process in processes:
        place = places[process - 1]
        [(shared, _, _, answer)] = graph.moves[place][shared]
        places[process - 1] = graph.learnt.after(place, answer)
    return At(graph, numbers[shared, *sorted(filter(None, places))])


def same(pan: Path, case: Case, rules: Rules = RIGHT) -> list[str]:
    """Both explore the case, and have to agree; the questions that are answered by a schedule."""
    graph = explored(case, rules)
    transitions = sum(to != OVER for edges in graph.edges for _, to in edges)
    assert search(pan, numbers(case, rules)) == Search(len(graph.states) - 1, transitions, None, [])
    found = []
    for question in QUESTIONS:
        theirs = search(pan, numbers(case, rules, question))
        ours = ask(graph, case, question).steps
        assert theirs.bad == (None if ours is None else "asked")
        if ours is not None:
            assert len(theirs.schedule) == len(ours)
            assert question(case, played(graph, case, theirs.schedule))
            found.append(question.__name__)
    return found


@pytest.mark.parametrize("case", [case for case, *_ in SMALL + LARGER])
def test_spin_too_finds_nothing_wrong_in_as_many_states(pan, case):
    assert same(pan, case) == []


@pytest.mark.parametrize("name", WRONG)
def test_spin_refutes_each_wrong_queue_by_a_schedule_as_short(pan, name):
    case, lengths = REFUTED[name]
    answered = [question.__name__ for question in QUESTIONS if question in lengths]
    assert same(pan, case, WRONG[name]) == answered


def test_a_queue_that_finds_itself_inconsistent_does_so_in_spin_as_well(pan):
    case = Case((("get",), ("put", 4)), ring=(1, 2), thieves=2)
    found = same(pan, case, WRONG["runqgrab reads the head after the copy"])
    assert found == ["twice", "lost", "overrun", "thrown"]


def some(random: Random) -> Case:
    """Any case that queue.pml has room for and that is explored quickly."""
    size, gs = random.choice((2, 2, 4)), iter(range(1, 9))
    ring = tuple(next(gs) for _ in range(random.randint(0, size)))
    runnext = next(gs) if random.random() < 0.3 else 0
    ops = random.choices(("put", "next", "get", "get"), k=random.randint(0, 3))
    do = tuple((op,) if op == "get" else (op, next(gs, 8)) for op in ops)
    thieves, steals = random.choice(((1, 1), (1, 1), (1, 2), (2, 1)))
    return Case(do, thieves, steals, ring, runnext, random.random() < 0.5, size, random.choice((32, 3)))


@pytest.mark.parametrize("seed", range(32))
def test_any_case_and_any_rules_come_to_the_same(pan, seed):
    random = Random(seed)
    same(pan, some(random), random.choice(RULES))


@pytest.mark.parametrize("bits", (1, 2))
def test_a_head_that_comes_round_deceives_a_late_swap_in_spin_as_well(pan, bits):
    assert same(pan, stalled(bits, 2 ** bits - 1)) == []
    theirs = search(pan, numbers(stalled(bits, 2 ** bits), asked=twice))
    assert (theirs.bad, len(theirs.schedule)) == ("asked", 7 + 10 * 2 ** bits)


@pytest.mark.parametrize("case, said", [
    (Case((), thieves=3), "thieves up to 2, not 3"), (Case((), size=8), "size up to 4, not 8"),
    (Case((("get",),) * 17), "operations up to 16, not 17"), (Case((("put", 9),)), "largest G up to 8, not 9")])
def test_a_case_that_promela_has_no_room_for_is_refused(case, said):
    with pytest.raises(ValueError, match=f"queue.pml has room for {said}"):
        numbers(case)


def test_what_spin_or_the_compiler_refuses_is_named(tmp_path, pan, monkeypatch):
    monkeypatch.setattr("tools.spin.run.MODELS", tmp_path)
    (tmp_path / "bad.pml").write_text("active proctype p() { no }")
    with pytest.raises(Problem, match="spin refuses bad.pml: .*no"):
        build("bad", tmp_path)
    (tmp_path / "bad.pml").write_text("active proctype p() { c_code { no } }")
    with pytest.raises(Problem, match="cc refuses bad.pml: .*"):
        build("bad", tmp_path)
    with pytest.raises(Problem, match="pan gave no answer"):
        search(Path("/bin/false"), [])


def test_a_deadlock_is_told_from_a_bad_state(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.spin.run.MODELS", tmp_path)
    (tmp_path / "waits.pml").write_text("byte x, y; init { d_step { x = 1 }; end: false }\n"
                                        "active proctype p() provided (x) { y = 1; y == 2 }")
    assert search(build("waits", tmp_path), []) == Search(2, 1, "stuck", [1])
