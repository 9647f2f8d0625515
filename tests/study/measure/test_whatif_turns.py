"""Changed rules, counted in turns: the model beside real Go with the same change."""

import re

import pytest

from models.golang.sessions import sessions
from models.golang.toolchain import VERSIONS
from models.study.measure.whatif_turns import CHANGES, Turns, counts


def recorded(run: int) -> dict[str, Turns]:
    """What one release printed."""
    output = sessions.recorded("whatif")[run]["output"]
    found = re.findall(r"^(.+): (\d+) (\d+) (\d+)$", output, re.MULTILINE)
    return {name: Turns(*map(int, numbers)) for name, *numbers in found}


def test_both_releases_have_all_changes():
    assert [run["go"] for run in sessions.recorded("whatif")] == list(VERSIONS)
    assert [list(recorded(run)) for run in range(2)] == [list(CHANGES)] * 2


@pytest.mark.parametrize("name", CHANGES)
def test_the_model_counts_what_real_go_counts(name):
    assert recorded(0)[name] == recorded(1)[name] == counts(CHANGES[name])


def test_each_change_is_told_apart_by_what_is_counted():
    assert len(set(recorded(0).values())) == len(CHANGES)


@pytest.mark.parametrize("schedtick", [1, 7, 44, 60])
def test_the_tick_at_the_start_does_not_matter(schedtick):
    assert counts(CHANGES["no runnext"], schedtick) == (60, 15, 2)
    assert counts(CHANGES["1 for 61"], schedtick) == (0, 1, 1)
