"""The order on one P: real Go's is the model's, and a disturbed run is noticed."""

import pytest

from models.golang import evidence, toolchain
from models.golang.programs import orders, spawn
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError
from models.study.runs import spawn_order as model_order


@pytest.fixture(scope="module", params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture(scope="module")
def program(version):
    return spawn.program(version)


@pytest.mark.parametrize("n", orders.SIZES)
def test_real_go_and_the_model_agree_on_the_order(version, program, n):
    for _ in range(5):
        real = spawn.spawn_order(version, n, program)
        print(f"Go {version}, {n} goroutines: tick {real['tick']}, {real['outliers']} outliers")
        assert [*real["order"], "main"] == model_order(n, schedtick=real["tick"])


@pytest.mark.parametrize("n", orders.SIZES)
def test_the_recorded_order_is_the_models(version, n):
    kept = evidence.load("order")["releases"][version]["orders"][str(n)]
    assert [*spawn.expand(kept["order"]), "main"] == model_order(n, schedtick=kept["tick"])
    assert kept["orders"] == 1  # one tick, one order
    assert sum(kept["ticks"].values()) == kept["runs"] == orders.RUNS


@pytest.mark.parametrize("start", range(61))
def test_the_tick_is_read_from_a_round_of_300(start):
    order = model_order(spawn.CALIBRATION, schedtick=start)[:-1]
    assert spawn.tick(order) == start


def test_an_order_that_no_tick_explains_has_none():
    assert spawn.tick([299, *range(1, 299), 0]) is None
    assert spawn.tick([299, 0, *range(1, 299)]) is None


def rounds(n: int, start: int, extra: int = 0) -> dict:
    """The four rounds as the model runs them; `extra` turns of something else in the round of n."""
    ticks = [start, spawn.after(start, 300), spawn.after(start, 599)]
    ticks.append(spawn.after(ticks[2], n) + extra)
    sizes = (300, 300, n, 300)
    names = ("first", "second", "order", "last")
    return {name: model_order(size, schedtick=at % 61)[:-1]
            for name, size, at in zip(names, sizes, ticks, strict=True)} | {"early": [0, 0, 0, 0]}


def test_the_start_tick_of_the_round_is_found_from_the_rounds_around():
    assert spawn.measured(rounds(10, 5), 10) == (5 + 299 + 299) % 61


def test_a_run_in_which_something_else_ran_is_an_outlier():
    assert spawn.measured(rounds(10, 5, extra=1), 10) is None


def test_a_run_in_which_main_lost_its_slice_while_spawning_is_an_outlier():
    assert spawn.measured(rounds(10, 5) | {"early": [0, 0, 4, 0]}, 10) is None


def test_disturbed_runs_are_repeated_and_counted(monkeypatch):
    answers = [spawn_text(10, 5, 1), spawn_text(10, 5, 2), spawn_text(10, 5, 0)]
    monkeypatch.setattr(toolchain, "run", lambda *_, **__: answers.pop(0))
    assert spawn.spawn_order(REFERENCE, 10, "program") == {
        "tick": 54, "order": [9, 0, 1, 2, 3, 4, 5, 6, 7, 8], "outliers": 2}


def test_a_machine_that_always_disturbs_is_told(monkeypatch):
    monkeypatch.setattr(toolchain, "run", lambda *_, **__: spawn_text(10, 5, 1))
    with pytest.raises(ToolchainError, match="20 runs of spawn.go 10 on Go 1.27.3 were disturbed"):
        spawn.spawn_order(REFERENCE, 10, "program")


def spawn_text(n: int, start: int, extra: int) -> str:
    """What spawn.go would print."""
    return "".join(f"{name}: {' '.join(map(str, order))}\n"
                   for name, order in rounds(n, start, extra).items())


def test_an_order_is_written_and_read_compactly():
    order = [9, 0, 1, 2, 5, 7, 8]
    assert spawn.compact(order) == "9 0-2 5 7-8"
    assert spawn.expand(spawn.compact(order)) == order
