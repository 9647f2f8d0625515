"""What a trace says of Ps: the recording, how it is read, and the check that rests on it."""

import pytest

from models.golang import evidence
from models.golang.checks.procs import check_recorded_trace
from models.golang.checks.source import Source
from models.golang.times import proctrace
from models.golang.toolchain import VERSIONS, ToolchainError

TEXT = """\
M=1 P=-1 G=-1 StateTransition Time=1000 ProcID=5 Idle->Running Reason=""
M=1 P=0 G=1 Metric Time=2000 Name="/sched/gomaxprocs:threads" Value=Value{Uint64(8)}
M=2 P=-1 G=-1 StateTransition Time=5000 ProcID=1 Idle->Running Reason=""
M=2 P=-1 G=-1 StateTransition Time=9500 ProcID=7 Undetermined->Idle Reason=""
M=2 P=-1 G=-1 StateTransition Time=9900 ProcID=7 Idle->Running Reason=""
M=3 P=-1 G=-1 StateTransition Time=12000 ProcID=5 Idle->Running Reason=""
M=2 P=-1 G=-1 StateTransition Time=15000 ProcID=7 Idle->Running Reason=""
"""


def test_a_new_p_is_seen_when_it_first_runs_after_the_change():
    assert proctrace.first(TEXT) == [[7, 7], [5, 10]]


def test_a_trace_without_the_change_is_told():
    with pytest.raises(ToolchainError, match="has no change to 8 Ps"):
        proctrace.first(TEXT.replace("Uint64(8)", "Uint64(4)"))


@pytest.mark.parametrize("version", VERSIONS)
def test_no_event_tells_of_a_p_that_is_made(version):
    kept = evidence.load(proctrace.NAME)["releases"][version]
    assert {"ProcsChange", "ProcStart", "ProcStop"} <= {*kept["events"]} <= {
        "ProcsChange", "ProcStart", "ProcStop", "ProcSteal", "ProcStatus"}
    assert sorted(p for p, _ in kept["first"]) == [2, 3, 4, 5, 6, 7]


def test_the_check_tells_an_event_that_is_there_and_another_order():
    source, order = Source(VERSIONS[0]), [7, 6, 5, 4, 3, 2]
    assert check_recorded_trace(source, ["ProcIdle"], order) == []
    assert check_recorded_trace(source, ["ProcStart"], order) == ["the trace has ProcStart"]
    assert check_recorded_trace(source, [], [2, 3]) == [f"the new Ps ran in the order {order}"]


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_s_traces_of_now_have_these_events_and_no_others(version):
    seen = proctrace.look(version)
    assert {"ProcsChange", "ProcStart", "ProcStop"} <= {*seen["events"]} <= {
        "ProcsChange", "ProcStart", "ProcStop", "ProcSteal", "ProcStatus"}
