"""The host, and how many Ps a program starts with on it."""

from math import inf, nan

import pytest

from models.runtime.cgroup import CGROUP, MOUNTINFO, openCPU
from models.runtime.host import (
    Host, adjustCgroupGOMAXPROCS, cgroup_v1, cgroup_v2, default_procs, environment_procs, getCPUCount,
    godebug, int32, schedinit)

from .build import error, throws

NEW, OLD = "1.27.3", "1.22.10"
QUARTER = 250_000_000


# What changes.


def test_a_host_has_nothing_but_cpus_unless_said():
    host = Host(4)
    assert host == Host(cpus=4, files={}, GOMAXPROCS="", GODEBUG="", go="1.27", later=())


def test_a_host_is_as_it_was_until_the_moment_of_the_change_and_then_all_that_came_before_counts_too():
    host = Host(4, GOMAXPROCS="3", later=((10, {"cpus": 2}), (20, {"files": {"a": "b"}}), (20, {"cpus": 0})))
    assert host.at(0) is host.at(9) is host
    assert host.at(10) == host.at(19) == Host(2, GOMAXPROCS="3")
    assert host.at(20) == host.at(10**12) == Host(0, {"a": "b"}, GOMAXPROCS="3")


@pytest.mark.parametrize("cpus", [-1, 1025])
def test_so_many_cpus_are_refused(cpus):
    says = f"a host has {cpus} CPUs; the model takes 0 to 1024"
    with error(ValueError, says):
        Host(cpus)
    with error(ValueError, says):
        Host(2, later=((5, {"cpus": cpus}),))


def test_the_most_and_the_fewest_are_not():
    assert [Host(cpus, later=((5, {"cpus": cpus}),)).cpus for cpus in (0, 1024)] == [0, 1024]


def test_what_cannot_change_is_named():
    with error(ValueError, "GODEBUG, name of a host cannot change, only cpus and files can"):
        Host(2, later=((5, {"name": 1}), (6, {"GODEBUG": "", "cpus": 1})))


def test_changes_come_in_the_order_of_time():
    with error(ValueError, "a host changes at [5, 4]; the earliest comes first"):
        Host(2, later=((5, {"cpus": 1}), (4, {"cpus": 2})))


@pytest.mark.parametrize("go", ["", "1", "go1.25", "2.0", "1.x"])
def test_a_language_is_a_version(go):
    with error(ValueError, f"go is {go!r}; it is a version, such as 1.27"):
        Host(2, go=go)


def test_a_host_is_a_value():
    host = Host(4)
    with pytest.raises(AttributeError):
        host.cpus = 5


# The environment.


@pytest.mark.parametrize(("text", "new", "old"), [
    ("3", 3, 3), ("03", 3, 3), ("1000000", 1_000_000, 1_000_000), ("2147483647", 2**31 - 1, 2**31 - 1),
    ("+3", 3, 0), ("", 0, 0), ("0", 0, 0), ("-3", 0, 0), ("2147483648", 0, 0), ("99999999999999999999", 0, 0),
    (" 3", 0, 0), ("3 ", 0, 0), ("3x", 0, 0), ("0x3", 0, 0), ("1_0", 0, 0), ("3.0", 0, 0), ("two", 0, 0),
    ("+", 0, 0), ("-", 0, 0)])
def test_the_environment_asks_for_a_whole_number_or_for_nothing(text, new, old):
    assert environment_procs(text, NEW) == new
    assert environment_procs(text, OLD) == old


@pytest.mark.parametrize(("go", "value"), [
    ("1.20", 0), ("1.24", 0), ("1.24.9", 0), ("1.25", 1), ("1.25rc1", 1), ("1.27.3", 1), ("1.100", 1),
    ("1.9", 0)])
def test_a_setting_has_the_default_of_the_main_module_s_language(go, value):
    assert godebug(Host(4, go=go), "updatemaxprocs") == godebug(Host(4, go=go), "containermaxprocs") == value


@pytest.mark.parametrize(("text", "value"), [
    ("updatemaxprocs=0", 0), ("updatemaxprocs=1", 1), ("a=b,updatemaxprocs=0", 0),
    ("updatemaxprocs=0,a=b", 0), ("updatemaxprocs=1,updatemaxprocs=0", 0),
    ("updatemaxprocs=0,updatemaxprocs=1", 1), ("updatemaxprocs=-1", -1), ("updatemaxprocs=+2", 2),
    ("containermaxprocs=0", 7), ("updatemaxprocs", 7), ("updatemaxprocs=", 7), ("updatemaxprocs=off", 7),
    ("updatemaxprocs=0=1", 7), (" updatemaxprocs=0", 7), ("updatemaxprocs=0,updatemaxprocs=x", 0),
    ("updatemaxprocs=2147483648", 7)])
def test_the_environment_s_last_word_goes_before_that(text, value):
    for go, default in (("1.24", 0), ("1.25", 1)):
        assert godebug(Host(4, GODEBUG=text, go=go), "updatemaxprocs") == (default if value == 7 else value)


# The limit.


def test_one_cpu_is_there_where_that_cannot_be_told():
    assert [getCPUCount(Host(cpus)) for cpus in (0, 1, 2, 64)] == [1, 1, 2, 64]


@pytest.mark.parametrize(("limit", "procs"), [
    (None, 8), (0.0, 2), (0.5, 2), (1.0, 2), (2.0, 2), (2.00001, 3), (2.5, 3), (3.0, 3), (7.5, 8), (8.0, 8),
    (8.1, 8), (100.0, 8), (-1.0, 2), (-inf, 2), (2147483647.0, 8), (2147483646.5, 8), (2147483647.5, -2**31),
    (inf, -2**31), (nan, -2**31)])
def test_a_limit_is_rounded_up_and_2_at_least(limit, procs):
    """As real Go on amd64; one that has no room in 32 bits is taken for a number below 0."""
    assert adjustCgroupGOMAXPROCS(8, limit) == procs


def test_a_limit_makes_it_never_more():
    assert [adjustCgroupGOMAXPROCS(1, limit) for limit in (0.5, 1.5, 4.0)] == [1, 1, 1]
    assert adjustCgroupGOMAXPROCS(2, 5.0) == 2


def test_rounding_up():
    assert [int32(limit) for limit in (2.0, 2.1, 2147483647.0, 2147483648.0)] == [2, 3, 2**31 - 1, -2**31]


def test_the_files_of_a_limit():
    folder = "/sys/fs/cgroup/cpu"
    assert openCPU(cgroup_v1(5)) == (f"{folder}/cpu.cfs_quota_us", f"{folder}/cpu.cfs_period_us")
    assert openCPU(cgroup_v2("5 1")) == ("/sys/fs/cgroup/cpu.max",)
    assert [cgroup_v1(5, 7)[path] for path in openCPU(cgroup_v1(5, 7))] == ["5\n", "7\n"]
    assert cgroup_v1(5) == cgroup_v1(5, 100_000)
    assert [files["/proc/self/cgroup"] for files in (cgroup_v1(5), cgroup_v2("5 1"))] == ["1:cpu:/\n", "0::/\n"]
    assert cgroup_v2("max 1")["/sys/fs/cgroup/cpu.max"] == "max 1\n"


@pytest.mark.parametrize(("files", "procs"), [
    ({}, 8), (cgroup_v1(-1), 8), (cgroup_v1(100_000), 2), (cgroup_v1(250_000), 3),
    (cgroup_v1(250_000, 50_000), 5), (cgroup_v2("max 100000"), 8), (cgroup_v2("50000 100000"), 2),
    (cgroup_v2("450000 100000"), 5), (cgroup_v2("what"), 8)])
def test_the_default_is_the_smaller_of_cpus_and_limit(files, procs):
    assert default_procs(Host(8, files), NEW) == procs
    assert default_procs(Host(8, files), OLD) == 8


@pytest.mark.parametrize(("settings", "procs"), [
    ({"GODEBUG": "containermaxprocs=0"}, 8), ({"GODEBUG": "containermaxprocs=-1"}, 8), ({"go": "1.24"}, 8),
    ({"GODEBUG": "updatemaxprocs=0"}, 3), ({"GODEBUG": "containermaxprocs=1", "go": "1.24"}, 3)])
def test_the_limit_counts_unless_containermaxprocs_says_no(settings, procs):
    assert default_procs(Host(8, cgroup_v1(300_000), **settings), NEW) == procs


def test_the_limit_is_that_of_the_moment_in_the_group_of_the_start():
    changed = cgroup_v1(500_000)
    moved = cgroup_v1(200_000) | cgroup_v2("700000 100000")
    host = Host(8, cgroup_v1(300_000), later=(
        (10, {"files": changed}), (20, {"files": moved}), (30, {"files": {}}), (40, {"cpus": 3})))
    assert moved[CGROUP] == "0::/\n" and "cgroup2" in moved[MOUNTINFO]
    assert [default_procs(host, NEW, now) for now in (0, 9, 10, 20, 30, 40)] == [3, 3, 5, 2, 8, 3]


def test_a_group_that_was_not_there_at_the_start_is_not_seen_later():
    assert default_procs(Host(8, later=((1, {"files": cgroup_v1(300_000)}),)), NEW, 20) == 8


@pytest.mark.parametrize(("release", "new"), [("1.24.9", False), ("1.25", True), ("1.25.1", True)])
def test_limits_count_since_go_1_25(release, new):
    assert default_procs(Host(8, cgroup_v1(300_000)), release) == (3 if new else 8)


@pytest.mark.parametrize(("release", "procs"), [("1.25.5", 0), ("1.26", 3), ("1.26.6", 3)])
def test_a_plus_sign_counts_since_go_1_26(release, procs):
    assert environment_procs("+3", release) == procs


# The start.


def test_a_program_starts_with_the_default_or_with_what_the_environment_asks_for():
    for text, procs in (("", 3), ("5", 5), ("64", 64), ("0", 3), ("x", 3)):
        assert schedinit(Host(8, cgroup_v1(300_000), GOMAXPROCS=text), NEW) == (procs, procs != 3)


def test_up_to_go_1_22_it_is_the_cpus():
    host = Host(8, cgroup_v1(300_000), GOMAXPROCS="+5")
    assert (schedinit(host, OLD), schedinit(host, NEW)) == ((8, False), (5, True))


def test_what_changes_later_does_not_count_at_the_start():
    assert schedinit(Host(8, later=((QUARTER, {"cpus": 2}),)), NEW) == (8, False)


@pytest.mark.parametrize("limit", ["17592186044415 1000", "100000 0", "0 0"])
def test_a_limit_without_room_in_32_bits_stops_the_program(limit):
    """As real Go on amd64; the first of these is one that Linux takes."""
    with throws("procresize: invalid arg"):
        schedinit(Host(8, cgroup_v2(limit)), NEW)
    assert schedinit(Host(8, cgroup_v2(limit)), OLD) == (8, False)
    assert schedinit(Host(8, cgroup_v2(limit), GOMAXPROCS="2"), NEW) == (2, True)
