"""What was recorded of ten waits, read; and one of them asked anew."""

import platform
import re

import pytest

from models.golang.sessions import parks, sessions
from models.golang.sessions.sessions import SESSIONS
from models.golang.toolchain import VERSIONS


def test_a_wait_is_read_from_both_sessions():
    new, old = (parks.waits(version) for version in VERSIONS)
    assert new["rlock"] == parks.Wait(
        ("sync.(*RWMutex).RLock", "sync.runtime_SemacquireRWMutexR", "runtime.semacquire1", "runtime.goparkunlock",
         "runtime.gopark"), "parkunlock_c", "sync.RWMutex.RLock")
    assert new["none"].unlockf == "" and new["sleep"].chain == ("time.Sleep", "runtime.gopark")
    assert [name for name in new if new[name] != old[name]] == ["take", "wait"]


def test_every_wait_ends_in_gopark_and_begins_with_what_the_program_calls():
    for version in VERSIONS:
        found = parks.waits(version)
        assert len(found) == 10 and all(one.chain[-1] == "runtime.gopark" for one in found.values())
        assert not any(name.startswith("main.") for one in found.values() for name in one.chain)


def test_gdb_sees_the_order_in_which_a_wait_is_made_and_ended():
    for run in sessions.recorded("parkmap"):
        said = run["output"].splitlines()
        assert [line.partition(":")[0] for line in said if ":" in line] == ["park"] * 5 + ["ready"] * 5 + ["gogo"] * 3
        assert said[5] == said[-1] and said[5].startswith("runtime.gopark + ")


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the session reads amd64's registers")
@pytest.mark.parametrize("version", VERSIONS[1:])
@pytest.mark.parametrize("name", ["parkmap", "unlockf"])
def test_gdb_says_the_same_again(name, version):
    """The reference is asked with all other sessions."""
    kept = next(run["output"] for run in sessions.recorded(name) if run["go"] == version)
    assert sessions.ask(version, SESSIONS[name]) == kept


@pytest.mark.parametrize("version", VERSIONS)
def test_a_dump_made_anew_has_the_same_chains(version, monkeypatch):
    kept, fresh = parks.waits(version), sessions.ask(version, SESSIONS["parks"])
    told = parks.answer
    monkeypatch.setattr(parks, "answer", lambda name, release: fresh if name == "parks" else told(name, release))
    assert parks.waits(version) == kept
    assert len(re.findall(r"^goroutine ", fresh, re.MULTILINE)) == 10
