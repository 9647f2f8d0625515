"""The numbers and the reasons that models/stack is built on are those of both releases' source."""

import re

import pytest

from models.golang.toolchain import REFERENCE, VERSIONS, goroot, runtime_source
from models.runtime.waitreason import REASONS
from models.stack.shrink import WAITING_FOR_SUSPEND_G
from models.stack.sizes import BY_RELEASE, POINTER_MASK, STACK_FORCE_MOVE, STACK_FORK, STACK_PREEMPT

SPECIAL = {"stackPreempt": STACK_PREEMPT, "stackFork": STACK_FORK, "stackForceMove": STACK_FORCE_MOVE}


def said(text: str) -> set[str]:
    """The lines of a source, without what follows a comment's beginning, blanks made one."""
    return {" ".join(line.partition("//")[0].split()) for line in text.splitlines()}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_sizes_are_those_of_the_source(version):
    sizes, abi = BY_RELEASE[version], goroot(version) / "src" / "internal" / "abi" / "stack.go"
    assert {f"StackNosplitBase = {sizes.stack_nosplit}", f"StackSmall = {sizes.stack_small}",
            f"StackBig = {sizes.stack_big}"} <= said(abi.read_text(encoding="utf-8"))
    assert {f"_StackCacheSize = {sizes.cache_size // 1024} * 1024",
            f"_NumStackOrders = {sizes.orders} - goarch.PtrSize/4*goos.IsWindows - 1*goos.IsPlan9",
            } <= said(runtime_source(version, "malloc.go"))
    assert {f"maxstacksize = {sizes.maxstacksize}", "maxstackceiling = 2 * maxstacksize"
            } <= said(runtime_source(version, "proc.go"))
    assert sizes.maxstackceiling == 2 * sizes.maxstacksize


@pytest.mark.parametrize("version", VERSIONS)
def test_the_special_guards_are_those_of_the_source(version):
    stack = said(runtime_source(version, "stack.go"))
    assert f"stackMin = {BY_RELEASE[version].fixed_stack}" in stack
    assert {f"{name} = uintptrMask & -{POINTER_MASK + 1 - value}" for name, value in SPECIAL.items()} <= stack


def test_those_who_work_while_they_seem_to_wait_are_those_of_the_source():
    source = runtime_source(REFERENCE, "runtime2.go")
    table = source[source.index("var isWaitingForSuspendG = "):]
    names = re.findall(r"waitReason(\w+):\s+true", table[:table.index("\n}")])
    assert {reason.text for reason in REASONS if reason.name in names} == WAITING_FOR_SUSPEND_G
    assert len(names) == len(WAITING_FOR_SUSPEND_G) == 10
