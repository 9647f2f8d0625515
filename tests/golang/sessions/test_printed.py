"""What the listings print, recorded and live."""

import re
from dataclasses import replace

import pytest

from models.golang import evidence, toolchain
from models.golang.places import LISTINGS
from models.golang.programs.racelines import FILE
from models.golang.programs.racereal import read
from models.golang.recording import typed
from models.golang.sessions import printed
from models.golang.toolchain import VERSIONS, ToolchainError
from models.program import channels, locks
from models.program.early import early
from models.program.edges import EDGES
from models.program.hiding import CROWD, HIDDEN
from models.program.total import total
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime
from models.study.moments.channels import printed as channel_lines
from models.study.programs.meetings import meetings
from models.study.race.races import races
from models.study.runs import START_TICK, spawn_order
from tests.golang.again import again

ONE_P = {"GOMAXPROCS": "1"}


def run_of(version: str, program, *args: str, env: dict[str, str] = ONE_P) -> str:
    """What a program prints."""
    return toolchain.run([str(program), *args], toolchain.environment(version, env), None, 60)


@pytest.mark.parametrize("version", VERSIONS)
def test_ten_prints_the_order_of_the_model(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "ten.go", tmp_path / "ten")
    order = [str(g) for g in spawn_order(10) if g != "main"]
    assert again(lambda: run_of(version, program).split(), order) == order


def test_the_recorded_ten_is_that_order_too_and_never_another():
    for run in printed.printed("ten"):
        assert run["output"].split() == [str(g) for g in spawn_order(10) if g != "main"]
        assert run["different"] == 1


def test_every_printing_is_recorded_as_it_is_declared():
    for name, printings in printed.PRINTINGS.items():
        runs = printed.printed(name)
        assert len(runs) == sum(len(printing.releases) for printing in printings)
        assert [run["of"] for run in runs] == [p.times for p in printings for _ in p.releases]


def test_the_command_is_the_one_that_a_reader_would_type_today():
    for name, printings in printed.PRINTINGS.items():
        assert [run["command"] for run in printed.printed(name)] == [
            typed(f"-race {one.listing}" if one.race else one.listing, list(one.args), dict(one.env))
            for one in printings for _ in one.releases], name


def test_what_traces_the_scheduler_is_built_first():
    """go run would write the lines of its own scheduler."""
    commands = [run["command"] for name in printed.PRINTINGS for run in printed.printed(name)]
    traced = [command for command in commands if "schedtrace" in command]
    assert traced and all(re.match(r"go build \w+\.go && [^&]*\./\w+", command) for command in traced)


def test_the_run_in_the_middle_is_kept():
    assert printed.ratio("one locked queue: 12.5 ns\na queue each: 5 ns\n") == 2.5
    assert printed.ratio("9 0 1") == 0
    with pytest.raises(ToolchainError, match="fewer than two numbers: 'nothing"):
        printed.ratio("nothing 1\n")


def test_numbers_are_read_from_the_output():
    assert len(printed.numbers("onequeue")) == 2


def test_an_unknown_name_is_told_the_names():
    with pytest.raises(evidence.EvidenceError, match="'eleven'; there are ten, onequeue, smallmutex, schedtrace, pointers, "):
        printed.printed("eleven")


def test_a_stack_that_moves_takes_pointers_along_and_numbers_not():
    for run in printed.printed("pointers"):
        assert run["different"] == 1
        assert [line.split(": ")[1] for line in run["output"].splitlines()] == ["42 3", "true", "false", "true"]


def test_the_memory_of_a_parked_goroutines_stack_is_given_back_by_and_by():
    for run in printed.printed("shrink"):
        kib = [int(line) for line in run["output"].split()]
        assert len(kib) == 10 and kib[:3] == sorted(kib[:3], reverse=True)
        assert kib[0] - kib[2] >= 192 - 32 and kib[0] - kib[-1] >= 128  # 512 KiB has become 64, of which 256 before


@pytest.mark.parametrize("name", ["blocked", "early", "nap", "total", "parked", "leakgc", "leakheap"])
def test_each_release_printed_the_same_but_for_what_is_measured(name):
    runs = printed.printed(name)
    assert [run["go"] for run in runs] == list(VERSIONS)
    assert len({printed.NUMBER.sub("", run["output"]) for run in runs}) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_main_does_not_wait_for_its_goroutines(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "early.go", tmp_path / "early")
    rt = Runtime(1, schedtick=START_TICK)
    assert Machine(rt, early).run() == "END"
    recorded, = {run["output"] for run in printed.printed("early")}
    assert again(lambda: run_of(version, program), recorded) == recorded
    assert [line.split(",")[0] for line in recorded.splitlines()] == logged(rt.trace)


@pytest.mark.parametrize("version", VERSIONS)
def test_goroutines_in_read_need_threads_and_those_on_a_channel_do_not(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "blocked.go", tmp_path / "blocked")
    assert again(lambda: more_threads(run_of(version, program)), (0, True)) == (0, True)


def more_threads(output: str) -> tuple[int, bool]:
    """How many threads blocked.go has more than at first while 50 wait on a channel, and whether it has about 50 more
    while 50 are in read.
    """
    first, channel, read = (int(line.split(": ")[1].split()[0]) for line in output.splitlines())
    return channel - first, 47 <= read - first <= 51


WAITS = ["[running]: main.main()", "[chan receive]: main.receive()", "[select]: main.choose()",
         "[sync.Mutex.Lock]: main.take()", "[IO wait]: main.accept()", "[sleep]: main.nap()",
         "[syscall]: main.read()", "[runnable]: main.compute()"]


def states(dump: str) -> list[str]:
    """What waits.go prints, a line a goroutine, without the numbers."""
    heads = re.sub(r"^goroutine \d+ ", "", dump, flags=re.MULTILINE).splitlines()
    return [" ".join(pair) for pair in zip(heads[::2], heads[1::2])]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_dump_says_how_each_goroutine_waits(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "waits.go", tmp_path / "waits")
    assert again(lambda: states(run_of(version, program)), WAITS) == WAITS
    run, = printed.printed("waits")
    assert states(run["output"]) == WAITS and run["different"] == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_a_profile_counts_goroutines_by_their_stacks(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "profile.go", tmp_path / "profile")
    run, = printed.printed("profile")
    assert again(lambda: run_of(version, program, env={}), run["output"]) == run["output"] and run["different"] == 1
    assert run["output"].split() == ["goroutines:", "900", "main.next", "main.work", "goroutines:", "100", "main.save",
                                     "goroutines:", "1", "main.main"]


def test_the_model_adds_up_what_real_go_does():
    rt = Runtime(2)
    assert Machine(rt, total, 10).run() == "END"
    for run in printed.printed("total"):
        assert run["output"] == f"10 goroutines found {logged(rt.trace)[0]}\n"


def test_the_size_to_start_with_is_printed():
    assert [run["output"].split() for run in printed.printed("start")] == [["2048"] * 4] * 2 + [["32768"] * 4] * 2


def counts(output: str) -> dict[str, tuple[int, int]]:
    """Of each kind in leakgc.go, how many goroutines there were before the collections and after them."""
    rows = [line.rsplit(maxsplit=3) for line in output.splitlines()[1:]]
    return {kind.strip(): (int(before), int(after)) for kind, before, after, _ in rows}


@pytest.mark.parametrize("version", VERSIONS)
def test_no_collection_ends_a_goroutine(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "leakgc.go", tmp_path / "leakgc")
    output, = {run["output"] for run in printed.printed("leakgc")}
    assert again(lambda: run_of(version, program, env={"GOGC": "off"}), output) == output
    assert counts(output) == {
        "ended": (0, 0), "channel": (100, 100), "nil channel": (100, 100), "select {}": (100, 100),
        "locked mutex": (100, 100), "AfterFunc, pending": (0, 0), "AfterFunc, fired": (100, 100)}


def test_what_is_used_again_after_the_wait_is_kept_and_nothing_else():
    for run in range(2):
        dropped, kept = printed.numbers("leakheap", run)
        assert dropped < 3 and 64 <= kept < 67


def test_every_request_that_timed_out_has_left_one_behind():
    for run in printed.printed("timeouts-numbers"):
        assert run["output"].startswith("NumGoroutine 11\n")
    new, old = (run["output"] for run in printed.printed("timeouts-leak"))
    assert new.startswith("goroutineleak profile: total 10\n10 @ ") and old == "this release has no profile goroutineleak\n"
    assert printed.printed("timeouts-dump")[0]["output"].count("[chan send]:") == 10


def test_the_test_s_leftover_is_the_one_that_does_not_end():
    for run in printed.printed("leftover"):
        assert run["output"].startswith("after slow: 0\nafter lost: 1\ngoroutine ") and "main.lost.func1" in run["output"]


def test_no_path_of_this_machine_is_recorded():
    text = "".join(run["output"] for runs in evidence.load("printed").values() for run in runs)
    assert str(LISTINGS) not in text and "\t./timeouts.go:32 " in text


def test_one_run_alone_is_kept_whatever_it_printed(monkeypatch):
    monkeypatch.setattr(printed.toolchain, "run", lambda *args: "no number")
    monkeypatch.setattr(printed.toolchain, "build", lambda *args: "program")
    assert printed.middle(VERSIONS[0], printed.Printing("total.go"))["output"] == "no number"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("listing, main, args", [
    *(("meet", channels.meet, (slots,)) for slots in (0, 2, 3)), ("closing", channels.closing, ()),
    ("choose", channels.choose, ()), ("barge", locks.barge, (2, 50, 2)), ("barge", locks.barge, (3, 2000, 1))])
def test_programs_about_channels_and_locks_print_the_models_lines(version, listing, main, args, tmp_path):
    program = toolchain.build(version, LISTINGS / f"{listing}.go", tmp_path / listing)
    lines = channel_lines(main, *args)  # who is stopped for 1 ms has starved, even: then another order is right
    assert again(lambda: run_of(version, program, *map(str, args)).splitlines(), lines) == lines


def test_the_mutex_profile_names_who_unlocks_and_the_block_profile_who_waits():
    for run in printed.printed("contended"):
        mutexes, blocks = run["output"].split("block profile\n")
        assert "sync.(*Mutex).Unlock in main.slow" in mutexes and "Lock in main.quick" in blocks
        assert "quick" not in mutexes and "slow" not in blocks


def test_a_dump_tells_of_minutes_and_a_reader_waits_behind_a_writer():
    new, old = ([line.split("]: main.") for line in run["output"].splitlines()] for run in printed.printed("stuck"))
    assert [name for _, name in new] == [name for _, name in old] == ["locker", "writer", "reader", "waiter", "sleeper"]
    assert all(reason.endswith(", 1 minutes") for reason, _ in new + old)
    reasons = [[reason[1:].split(",")[0] for reason, _ in found] for found in (new, old)]
    assert reasons[0] == ["sync.Mutex.Lock", "sync.RWMutex.Lock", "sync.RWMutex.RLock", "sync.WaitGroup.Wait", "sync.Cond.Wait"]
    assert reasons[1] == [*reasons[0][:3], "semacquire", reasons[0][4]]


# What the race detector sees depends on the schedule, and on its four cells.

def test_one_schedule_hides_the_race_and_the_explorer_finds_it():
    assert not races(HIDDEN).told and len(meetings(HIDDEN)) == 1
    late = replace(HIDDEN, bodies=(HIDDEN.bodies[0][:2] + (("gosched",),) + HIDDEN.bodies[0][2:], HIDDEN.bodies[1]))
    [race] = races(late).told
    assert (race.now.g, race.before.g) == (0, 1)
    for run in printed.printed("hidden"):
        assert run["different"] == 1 and run["output"].startswith("=" * 18) is run["command"].endswith(" late")
        assert ("Write at" in run["output"] and "by main goroutine:" in run["output"]) is run["command"].endswith(" late")


def test_whether_the_fifth_read_takes_the_racing_ones_cell_is_chance_to_the_program():
    assert [len(races(CROWD, cells=lambda kind, options, i=i: i).told) for i in range(4)] == [1, 0, 1, 1]
    runs = [run["output"] for run in printed.printed("crowd")]
    reported = [line.rpartition(" ")[2] for line in runs[0].splitlines()]
    assert {*reported} == {"true", "false"} and len(reported) == 8 and runs[0] == runs[1]


def test_what_orders_in_real_go_orders_in_the_model():
    runs = printed.printed("edges")
    rows = {line[:19].strip(): line[19:] for line in runs[0]["output"].splitlines()}
    assert runs[0]["output"] == runs[1]["output"] and {run["different"] for run in runs} == {1}
    assert {name: rows[name] for name in EDGES} == {
        name: "DATA RACE" if races(program).told else "-" for name, program in EDGES.items()}
    assert [name for name in rows if name not in EDGES] == ["crowded lock", "byte 0 of a word", "byte 4 of a word"]


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_reports_a_part_of_the_small_programs_still(version, tmp_path):
    [edges] = printed.PRINTINGS["edges"]
    program = printed.build(version, edges, tmp_path / "edges")
    env = dict(edges.env) | {"GORACE": "atexit_sleep_ms=0 exitcode=0"}
    expected = {"lock in between": False, "two locks": True, "byte 0 of a word": True, "byte 4 of a word": False}
    for name, races_there in expected.items():
        assert again(lambda: "DATA RACE" in run_of(version, program, name, env=env), races_there) == races_there, name


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_with_race_prints_it_still(version, tmp_path):
    hidden, late = printed.PRINTINGS["hidden"]
    program = printed.build(version, hidden, tmp_path / "hidden")
    env = dict(hidden.env)
    quiet, writes = "both have written\n", [["value = 1", "value = 2"]]
    assert again(lambda: run_of(version, program, env=env), quiet) == quiet
    assert again(lambda: reported(run_of(version, program, *late.args, env=env)), writes) == writes


def reported(said: str) -> list[list[str]]:
    """Of each race the two lines of hidden.go that it is about, first that of the access which was noticed."""
    text = (LISTINGS / "hidden.go").read_text(encoding="utf-8").split("\n")
    return [[text[frame.line - 1].strip() for _, (frame,) in race[:2]] for race in read(said.replace("hidden.go", FILE))]
