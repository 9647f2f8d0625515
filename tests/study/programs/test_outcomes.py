"""Every way to end: as many logs as there are, and a shortest way that the program can really go."""

import pytest

from models.study.explore.explore import TooMany
from models.study.programs.interleave import every_log
from models.study.programs.kernels import KERNELS
from models.study.programs.outcomes import Ending, outcomes
from tests.study.race.cases import made


@pytest.mark.parametrize("name", ["opposite-order", "closed-twice", "signal-too-early", "counter", "never-closed"])
def test_the_endings_are_those_of_all_logs(name):
    for program in KERNELS[name].bug, KERNELS[name].fix:
        logs, found = every_log(program), outcomes(program).endings
        assert sum(one.logs for one in found) == len(logs)
        for one in found:
            ended = [log for log in logs if log.rpartition(" ")[2] == one.name]
            assert len(ended) == one.logs and f"{one.after} {one.name}".strip() in ended


def test_what_is_known():
    found = outcomes(made([["go", 1], ["lock", 0], ["lock", 0]], [["unlock", 0]], mutexes=1))
    assert found.endings == [Ending("END", 4, "0:0.0=1 0:0.1=0 0:0.2=0"), Ending("FATAL", 2, "")]
    assert outcomes(made([["log"]])).endings == [Ending("END", 1, "0:0.0=0")]
    assert outcomes(made([["recv", 0]], chans=[0])).endings == [Ending("DEADLOCK", 1, "")]


def test_the_ending_that_most_logs_have_comes_first():
    counts = [one.logs for one in outcomes(KERNELS["opposite-order"].bug).endings]
    assert len(counts) > 1 and counts == sorted(counts, reverse=True)


def test_too_many_states_are_told():
    with pytest.raises(TooMany, match="more than 3 states"):
        outcomes(made([["log"]] * 5), 3)
