"""The CPU limit out of the files of a control group. Many cases are those of Go's own tests; 180,000 random
texts were read alike by Go 1.27.3's internal/runtime/cgroup.
"""

from math import inf, isnan

import pytest

from models.runtime.cgroup import (
    CGROUP, MOUNTINFO, V1, V2, Malformed, in_mount, mount, openCPU, parse_int, parseCPUCgroup, parseCPUMount,
    parseV1Number, parseV2Limit, ratio, readCPULimit, unescape, within)

from .build import error

NAMES = {1: V1, 2: V2}


def test_the_files_are_called_as_linux_calls_them():
    assert (CGROUP, MOUNTINFO) == ("/proc/self/cgroup", "/proc/self/mountinfo")
    assert (V1, V2) == (("cpu.cfs_quota_us", "cpu.cfs_period_us"), ("cpu.max",))


# Numbers.


@pytest.mark.parametrize(("text", "bits", "number"), [
    ("7", 64, 7), ("+7", 64, 7), ("-7", 64, -7), ("007", 64, 7), ("-0", 64, 0), ("0" * 5000 + "7", 64, 7),
    ("9223372036854775807", 64, 2**63 - 1), ("9223372036854775808", 64, None),
    ("-9223372036854775808", 64, -2**63), ("-9223372036854775809", 64, None), ("9" * 5000, 64, None),
    ("2147483647", 32, 2**31 - 1), ("2147483648", 32, None), ("-2147483648", 32, -2**31),
    ("", 64, None), ("+", 64, None), ("-", 64, None), ("+-7", 64, None), (" 7", 64, None), ("7 ", 64, None),
    ("7\n", 64, None), ("1_0", 64, None), ("0x7", 64, None), ("7.0", 64, None), ("7e1", 64, None),
    ("\u0667", 64, None)])
def test_a_number_has_a_sign_or_not_and_digits(text, bits, number):
    assert parse_int(text, bits) == number


def test_a_number_has_64_bits_unless_said():
    assert parse_int("9223372036854775807") == 2**63 - 1
    assert parse_int("9223372036854775808") is None


@pytest.mark.parametrize(("text", "number"), [
    ("-1\n", -1), ("500000\n", 500_000), ("9223372036854775807\n", 2**63 - 1), ("5\nmore", 5), ("5\n6\n", 5),
    ("500000", None), ("123max\n", None), ("1000 5000\n", None), ("\n", None), ("", None)])
def test_a_file_of_v1_is_a_number_and_the_end_of_the_line(text, number):
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseV1Number"""
    assert parseV1Number(text) == number


@pytest.mark.parametrize(("text", "limit"), [
    ("max 100000\n", None), ("500000 100000\n", 5.0), ("50000 100000\n", 0.5), ("250000 100000\n", 2.5),
    ("9223372036854775807 9223372036854775807\n", 1.0), ("-5 100000\n", -0.00005), ("7 1\nmore", 7.0),
    ("7 1\n 2\n", 7.0),
    ("500000 100000", None), ("500000\n", None), ("500000us 100000\n", None), ("500000 100000us\n", None),
    ("max\n", None), ("", None), ("1  2\n", None), (" 1 2\n", None)])
def test_a_file_of_v2_is_a_quota_and_a_period(text, limit):
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseV2Limit"""
    assert parseV2Limit(text) == limit


def test_a_period_of_0_is_divided_by_as_go_does():
    assert (ratio(1, 0), ratio(-1, 0), isnan(ratio(0, 0))) == (inf, -inf, True)
    assert (ratio(5, 2), ratio(0, 2), ratio(-1, 2)) == (2.5, 0.0, -0.5)
    assert ratio(2**53 + 1, 3) == float(2**53) / 3  # Go makes both numbers floating-point ones first


# Which group.


LONG = "/" + "a" * 4095


@pytest.mark.parametrize(("text", "found"), [
    ("2:cpu,cpuacct:/a/b/cpu\n1:blkio:/a/b/blkio\n", ("/a/b/cpu", V1)),
    ("0::/a/b/c\n", ("/a/b/c", V2)),
    ("2:cpu,cpuacct:/a/b/cpu\n1:blkio:/a/b/blkio\n0::/a/b/v2\n", ("/a/b/cpu", V1)),
    ("0::/a/b/v2\n2:cpuacct,cpu:/a/b/cpu\n", ("/a/b/cpu", V1)),
    ("0::/first\n0::/last\n", ("/last", V2)),
    ("1:cpu:/first\n2:cpu:/last\n", ("/first", V1)),
    ("1:cpuset:/x\n0::/y\n", ("/y", V2)),
    ("0:cpu:/x\n", ("/x", V2)), ("1:cpu:/with:colon\n", ("/with:colon", V1)),
    (f"0::{LONG}\n", (LONG, V2)),
    ("1:cpuset:/x\n", None), ("", None), ("1:cpuset:/x\n0::/y", None), (f"0::{LONG}a\n", None),
    ("1:cpu:/x\n0::/y", ("/x", V1)), ("1:cpu:/x", None), ("0::/x\nrest", None)])
def test_the_group_of_the_controller_cpu_counts_and_else_that_of_v2(text, found):
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseCPUCgroup, TestContainsCPU"""
    assert parseCPUCgroup(text) == found


@pytest.mark.parametrize("line", ["", "0", "0:", "0::", "0::a", "0:/a"])
def test_a_line_that_is_none_is_an_error_unless_the_group_was_found_before(line):
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseCPUCgroupMalformed"""
    assert parseCPUCgroup(f"{line}\n") is None
    assert parseCPUCgroup(f"{line}\n1:cpu:/x\n") is None
    assert parseCPUCgroup(f"0::/y\n{line}\n") is None
    assert parseCPUCgroup(f"1:cpu:/x\n{line}\n") == ("/x", V1)


# Where its files are.


OTHERS = """22 1 8:1 / / rw,relatime - ext4 /dev/root rw
20 22 0:19 / /proc rw,nosuid,nodev,noexec - proc proc rw
"""
ONE = "56 22 0:40 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"
TWO = "25 21 0:22 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n"
MEMORY = "49 22 0:37 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
SANDBOX = """25 21 0:22 /sand /unrelated/cgroup1 rw - cgroup2 cgroup2 rw
25 21 0:22 /stone /unrelated/cgroup2 rw - cgroup2 cgroup2 rw
25 21 0:22 /sandbox/container/group /sys/fs/cgroup/mygroup rw - cgroup2 cgroup2 rw
25 21 0:22 /sandbox /sys/fs/cgroup rw - cgroup2 cgroup2 rw
25 21 0:22 / /ignored/second/match rw - cgroup2 cgroup2 rw
"""
OUTSIDE = """1243 61 0:26 /../../.. /mnt rw,relatime shared:4 - cgroup2 cgroup2 rw
29 22 0:26 /../../../.. /sys/fs/cgroup rw,relatime shared:4 master:1 - cgroup2 cgroup2 rw"""


@pytest.mark.parametrize(("text", "group", "version", "place"), [
    (OTHERS + MEMORY + ONE, "/", 1, "/sys/fs/cgroup/cpu"),
    (OTHERS + TWO, "/", 2, "/sys/fs/cgroup"),
    (OTHERS + TWO + MEMORY + ONE, "/", 1, "/sys/fs/cgroup/cpu"),
    (OTHERS + MEMORY + ONE + TWO, "/", 2, "/sys/fs/cgroup"),
    (OTHERS + TWO, "/sandbox/container", 2, "/sys/fs/cgroup/sandbox/container"),
    (OTHERS + SANDBOX, "/sandbox/container", 2, "/sys/fs/cgroup/container"),
    (OTHERS + SANDBOX, "/sandbox", 2, "/sys/fs/cgroup"),
    (OTHERS + SANDBOX, "/else", 2, "/ignored/second/match/else"),
    (OTHERS + OUTSIDE, "/../../../../init.scope", 2, "/sys/fs/cgroup/init.scope"),
    (OTHERS + OUTSIDE, "/../../../..", 2, "/sys/fs/cgroup"),
    (TWO, "/../x", 2, None), (TWO, "/..", 2, None), (TWO, "/..x", 2, "/sys/fs/cgroup/..x"),
    (OTHERS, "/", 2, None), (OTHERS + TWO, "/", 1, None), (OTHERS + ONE, "/", 2, None),
    (MEMORY, "/", 1, None), ("", "/", 2, None), (TWO.strip(), "/", 2, "/sys/fs/cgroup"),
    ("1 2 3 / /sys rw - cgroup source cpu,a b", "/", 1, "/sys"),
    (r"1 2 3 /tab\011tab /sys/a\040b rw - cgroup2 cgroup2 rw", "/tab\ttab/x", 2, "/sys/a b/x"),
    (r"1 2 3 /\1 /sys rw - cgroup2 x rw" + "\n" + TWO, "/", 2, None),
    (r"1 2 3 / /sys/\1 rw - cgroup2 x rw" + "\n" + TWO, "/", 2, None),
    (r"1 2 3 /\1 /sys rw - ext4 x rw" + "\n" + TWO, "/", 2, "/sys/fs/cgroup"),
    (r"1 2 3 /else /sys/\1 rw - cgroup2 x rw" + "\n" + TWO, "/x", 2, "/sys/fs/cgroup/x")])
def test_the_files_are_below_the_first_mount_that_reaches_the_group(text, group, version, place):
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseCPUMount"""
    assert parseCPUMount(text, group, NAMES[version]) == place


@pytest.mark.parametrize("line", [
    "", "22", "22 1 8:1", "22 1 8:1 /", "22 1 8:1 / /cgroup", "22 1 8:1 / /cgroup rw",
    "22 1 8:1 / /cgroup rw -", "22 1 8:1 / /cgroup rw - ", "22 1 8:1 / /cgroup rw - cgroup",
    "22 1 8:1 / /cgroup rw - cgroup cgroup", "22 1 8:1 a /cgroup rw - cgroup cgroup cpu",
    "22 1 8:1 / /cgroup - cgroup cgroup cpu", "22 1 8:1  /cgroup rw - cgroup cgroup cpu"])
def test_a_line_that_is_none_is_an_error_unless_the_mount_was_found_before(line):
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseCPUMountMalformed"""
    assert parseCPUMount(f"{line}\n{ONE}", "/", V1) is None
    assert parseCPUMount(f"{ONE}{line}\n", "/", V1) == "/sys/fs/cgroup/cpu"
    with error(Malformed, line):
        in_mount(line, "/", V1)


def test_a_line_of_mountinfo_has_four_parts_that_count():
    assert mount("1 2 3 /root /point rw shared:4 master:1 - cgroup none rw,cpu and - more") == (
        "/root", "/point", "cgroup", "none rw,cpu and - more")


def test_of_a_longer_line_the_rest_is_skipped():
    """Go: internal/runtime/cgroup/cgroup_test.go TestParseCPUMount, v2-longline"""
    overlay = "262 31 0:72 / /merged rw - overlay overlay rw,lowerdir=" + "x" * 70_000
    assert parseCPUMount(f"{overlay} - cgroup2\n{TWO}", "/", V2) == "/sys/fs/cgroup"
    late = "1 2 3 / /sys rw - cgroup x rw,"
    for spaces, place in ((4 * 16384 - len(late) - 3, "/sys"), (4 * 16384 - len(late) - 2, None)):
        assert parseCPUMount(f"{late}{',' * spaces}cpu\n", "/", V1) == place


def test_a_folder_s_path_has_4096_bytes_at_most():
    point = "/" + "p" * 4000
    for length, there in ((95, True), (96, False)):
        group = "/" + "g" * (length - 1)
        place = parseCPUMount(f"1 2 3 / {point} rw - cgroup2 x rw\n", group, V2)
        assert place == (point + group if there else None)
    many = r"\011" * 4094
    assert parseCPUMount(f"1 2 3 / /{many} rw - cgroup2 x rw\n", "/", V2) == "/" + "\t" * 4094


@pytest.mark.parametrize(("path", "folder", "inside"), [
    ("/a/b", "/a", True), ("/a", "/a", True), ("/ab", "/a", False), ("/a", "/a/b", False), ("", "/", True),
    ("/x", "/", True), ("", "/..", False), ("/..", "/..", True), ("/../a", "/..", True),
    ("/..a", "/..", False)])
def test_a_path_lies_in_a_folder_at_a_slash(path, folder, inside):
    assert within(path, folder) is inside


@pytest.mark.parametrize(("there", "path"), [
    ("/a/b/c", "/a/b/c"), (r"/a/b\040b/c", "/a/b b/c"), (r"/a/b\011b/c", "/a/b\tb/c"),
    (r"/a/b\012b/c", "/a/b\nb/c"), (r"/a/b\134b/c", "/a/b\\b/c"), (r"\134b/c", "\\b/c"),
    (r"/a/\134", "/a/\\"), (r"\3771", "\xff1"), ("", "")])
def test_a_path_in_mountinfo_is_escaped(there, path):
    """Go: internal/runtime/cgroup/cgroup_test.go TestEscapePath"""
    assert unescape(there) == path


@pytest.mark.parametrize("there", [
    r"/a/b\c", r"/a/b\01", r"/a/b\018", r"/a/b\01c", r"/a/b\777", r"\400", "\\", r"\1\34", r"\040\04"])
def test_an_escape_is_three_octal_digits_for_a_byte(there):
    """Go: internal/runtime/cgroup/cgroup_test.go TestUnescapeInvalidPath"""
    with error(Malformed, there):
        unescape(there)


# All together.


BOTH = {CGROUP: "1:cpu:/a\n", MOUNTINFO: ONE, "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "250000\n",
        "/sys/fs/cgroup/cpu/a/cpu.cfs_period_us": "100000\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "100000\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"}
QUOTA, PERIOD = "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/a/cpu.cfs_period_us"
MAX = {CGROUP: "0::/a\n", MOUNTINFO: TWO, "/sys/fs/cgroup/a/cpu.max": "150000 100000\n"}


def test_of_v1_two_files_are_read_and_of_v2_one():
    assert openCPU(BOTH) == (QUOTA, PERIOD)
    assert openCPU(MAX) == ("/sys/fs/cgroup/a/cpu.max",)


@pytest.mark.parametrize("path", BOTH)
def test_where_one_is_missing_there_is_no_limit(path):
    found = openCPU({name: text for name, text in BOTH.items() if name != path})
    assert found == ((QUOTA, PERIOD) if path.startswith("/sys/fs/cgroup/cpu/cpu") else None)


@pytest.mark.parametrize("path", MAX)
def test_nor_is_there_one_if_it_is_v2_s(path):
    assert openCPU({name: text for name, text in MAX.items() if name != path}) is None


@pytest.mark.parametrize(("quota", "period", "limit"), [
    ("250000\n", "100000\n", 2.5), ("0\n", "100000\n", 0.0), ("-1\n", "100000\n", None),
    ("-1\n", "0\n", None), ("9\n", "0\n", inf), ("x\n", "100000\n", None), ("250000\n", "x\n", None),
    ("250000\n", None, None), (None, "100000\n", None), ("1\n" + "x" * 61, "4\n", 0.25),
    ("1\n" + "x" * 62, "4\n", None), ("1\n", "4\n" + "x" * 62, None)])
def test_the_limit_is_read_anew_each_time(quota, period, limit):
    files = {path: text for path, text in ((QUOTA, quota), (PERIOD, period)) if text is not None}
    assert readCPULimit(files, (QUOTA, PERIOD)) == limit


@pytest.mark.parametrize(("text", "limit"), [
    ("150000 100000\n", 1.5), ("max 100000\n", None), ("", None), ("1 2\n" + "x" * 59, 0.5),
    ("1 2\n" + "x" * 60, None)])
def test_so_is_that_of_v2(text, limit):
    assert readCPULimit({"/m/cpu.max": text}, ("/m/cpu.max",)) == limit


def test_a_group_that_is_gone_has_no_limit():
    assert readCPULimit({}, ("/m/cpu.max",)) is None
    assert readCPULimit({}, (QUOTA, PERIOD)) is None
