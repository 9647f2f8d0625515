"""The server that hangs: real Go's dump, the model's run, and the patch that reports waits."""

import re
from collections import Counter

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.sessions import sessions
from models.golang.sessions.printed import printed
from models.golang.toolchain import REFERENCE, VERSIONS
from models.runtime.waitreason import REASONS
from models.study.moments.hangsteps import end, life
from models.study.printed.dumpgroups import groups
from models.study.printed.dumpread import parse
from tests.golang.again import again

WAY = {"orders": "chan send", "ledger": "chan send", "done": "chan receive"}
GROUPS = {("IO wait", "net/http.(*conn).serve"): 4, ("IO wait", "net/http.(*connReader).backgroundRead"): 3,
          ("IO wait", "net/http.(*Server).Serve"): 1, ("chan send", "net/http.(*conn).serve"): 2,
          ("chan receive", "net/http.(*conn).serve"): 1, ("chan send", "main.work"): 1,
          ("select", "main.clean"): 1}


def told(text: str) -> dict[tuple[str, str], int]:
    """How many wait for which reason, by the outermost function of their stack; main is left out."""
    return {(group.one.reason, group.frames[-1].name): len(group.goroutines) for group in groups(parse(text))
            if group.one.reason != "running"}


def test_the_recorded_dump_has_these_groups():
    run, = printed("hanging-dump")
    assert told(run["output"]) == GROUPS and not parse(run["output"]).unread


@pytest.mark.parametrize("version", VERSIONS)
def test_it_hangs_in_the_same_way_now(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "hanging.go", tmp_path / "hanging", ["-trimpath"])
    env = toolchain.environment(version, {})
    assert again(lambda: told(toolchain.run([str(program), "goroutine", "2"], env, None, 60)), GROUPS) == GROUPS


def test_both_releases_profiles_have_groups_of_the_same_sizes():
    for run in sessions.recorded("hanging-profile"):
        sizes = sorted(map(int, re.findall(r"^(\d+) @", run["output"], re.MULTILINE)))
        assert sizes == sorted([*GROUPS.values(), 1]) and "gopark" not in run["output"]


def test_on_channels_as_many_wait_as_in_the_model():
    model = Counter(WAY[place] for place in end(life()).values() if place in WAY)
    real = Counter()
    for (reason, _), count in GROUPS.items():
        real[reason] += count
    assert model == Counter({reason: real[reason] for reason in ("chan send", "chan receive")})


def test_every_reason_of_the_patch_is_one_on_a_channel_and_none_is_missing_outside_a_bubble():
    script = sessions.script(sessions.SESSIONS["reporting"])
    found = {*re.findall(r"waitReason(\w+)", script)}
    assert found == {one.name for one in REASONS
                     if one.text.startswith(("chan ", "select")) and "durable" not in one.text}


def test_a_report_for_each_pass_makes_it_more_than_nine_times_as_long():
    for run in sessions.recorded("relay"):
        plain, reported, lines = map(int, re.findall(r"^(\d+) ", run["output"], re.MULTILINE))
        assert plain * 9 < reported and 40_000 <= lines < 40_010


def test_the_profile_of_leaks_names_work_and_the_handler_whose_order_it_has():
    run, = printed("hanging-leak")
    assert run["go"] == REFERENCE and re.findall(r"main\.(work|place)\+", run["output"]) == ["work", "place"]
