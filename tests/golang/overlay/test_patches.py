"""The runtime is patched where it is meant to be, or not at all."""

import pytest

from models.golang import toolchain
from models.golang.overlay import patches, patches_steps
from models.golang.overlay.patches import Patch
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError

SOURCE = """\
func (r *ring) put(n int) {
\tlock()
\tstore(n)
}

func get() int {
\tlock()
\tlock()
\treturn 0
}
"""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("patch", patches.EVENTS, ids=lambda patch: patch.function)
def test_every_anchor_matches_exactly_once(version, patch):
    source = toolchain.runtime_source(version)
    if version in patch.releases:
        assert patch.lines in patches.apply(source, patch)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_anchor_of_a_recording_of_steps_matches_exactly_once(version):
    sources = {}
    for patch in (one for one in patches_steps.STEPS if version in one.releases):
        source = sources.get(patch.file) or toolchain.runtime_source(version, patch.file)
        sources[patch.file] = patches.apply(source, patch)
        assert patch.lines in sources[patch.file]
    files = {"proc.go", "mgc.go", "preempt.go", "coro.go"}
    assert {*sources} == (files | {"mgcpacer.go"} if version == REFERENCE else files)


def test_what_recordings_of_steps_replace_is_in_the_others():
    shared = {(patch.function, patch.anchor) for patch in patches.EVENTS}
    assert patches_steps.REPLACED <= shared


def test_the_timing_anchors_match_on_the_reference():
    source = patches.apply_all(toolchain.runtime_source(REFERENCE), patches.TIMES, REFERENCE)
    assert "func evrunqput(" in source
    assert "evusleep(3)" in source


@pytest.mark.parametrize(("where", "result"), [
    ("before", "\tlock()\n\tnew()\n\tstore(n)\n"), ("after", "\tstore(n)\n\tnew()\n"),
    ("instead", "\tlock()\n\tnew()\n}")])
def test_lines_go_before_after_or_instead(where, result):
    changed = patches.apply(SOURCE, Patch("put", where, r"\tstore\(n\)\n", "\tnew()\n"))
    assert result in changed
    assert changed.endswith(SOURCE[SOURCE.index("func get"):])


@pytest.mark.parametrize(("function", "anchor", "says"), [
    ("put", r"gone\(\)", "matches 0 times in put, not once"),
    ("get", r"lock\(\)", "matches 2 times in get, not once"),
    ("take", r"lock\(\)", "the runtime has 0 functions named take")])
def test_a_runtime_that_has_moved_on_is_refused(function, anchor, says):
    with pytest.raises(ToolchainError, match=says):
        patches.apply(SOURCE, Patch(function, "before", anchor, "x"))
