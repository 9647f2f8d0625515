"""What a thread costs: the recording, and how it is made."""

import pytest

from models.golang import evidence, toolchain
from models.golang.times import durations, threads
from models.golang.toolchain import ToolchainError

KEPT = evidence.load("threads")


def test_every_cost_is_measured():
    assert set(KEPT["kinds"]) == {"goroutine handover", "goroutine switch", "thread handover", "thread pipe",
                                  "os call", "pthread_create"}
    assert (KEPT["go"], KEPT["unit"], KEPT["memory unit"]) == (toolchain.REFERENCE, "ns", "bytes")
    assert {name: set(bytes) for name, bytes in KEPT["memory"].items()} == {
        "thread": {"reserved", "touched", "kernel"}, "goroutine": {"stack", "reserved", "touched"}}


@pytest.mark.parametrize("kind", sorted(KEPT["kinds"]))
def test_quantiles_rise_and_rest_on_enough_samples(kind):
    kept = KEPT["kinds"][kind]
    values = [kept[f"p{q}"] for q in durations.QUANTILES]
    assert values == sorted(values) and values[0] > 0 and kept["samples"] >= 100
    assert kept["method"] == ("called" if kind == "pthread_create" else "batches")


def test_what_the_recording_says_of_threads_and_goroutines():
    costs = {kind: kept["p50"] for kind, kept in KEPT["kinds"].items()}
    assert costs["thread handover"] > 3 * costs["goroutine handover"] > costs["os call"]
    thread, goroutine = KEPT["memory"]["thread"], KEPT["memory"]["goroutine"]
    assert thread["reserved"] > 8 << 20 and goroutine["stack"] == 2048
    assert thread["touched"] + thread["kernel"] > 5 * goroutine["touched"]


def test_threads_are_made_and_ended_again():
    before = threads.kilobytes("self/status", "Threads") // 1024
    times, memory = threads.pthreads(20)
    assert len(times) == 20 and min(times) > 0
    assert memory["reserved"] > memory["touched"] > 0
    assert threads.kilobytes("self/status", "Threads") // 1024 == before


def test_a_call_that_fails_is_told():
    def full():
        return 11

    with pytest.raises(ToolchainError, match="full answered 11: this process may not have 1000 threads"):
        threads.clocked(full)


def test_a_kernel_that_does_not_say_is_told():
    with pytest.raises(ToolchainError, match="/proc/self/status has no Nothing"):
        threads.kilobytes("self/status", "Nothing")


@pytest.mark.parametrize("listing, env, names", [
    ("switches.go", threads.ENV, {kind for kind, kept in KEPT["kinds"].items() if "listing" in kept}),
    ("parked.go", {"GOGC": "off"}, set(KEPT["memory"]["goroutine"]))])
def test_the_listings_print_what_is_recorded(listing, env, names):
    found = threads.printed(listing, env)
    assert found.keys() == names
    assert all(number > 0 for numbers in found.values() for number in numbers)
    assert {len(numbers) for numbers in found.values()} == {200 if listing == "switches.go" else 1}
    assert found.get("stack", [2048]) == [2048]
