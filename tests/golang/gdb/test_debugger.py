"""Where gdb is, or why it cannot be asked."""

import platform
import shutil

import pytest

from models.golang.gdb import debugger
from models.golang.toolchain import ToolchainError


def test_where_gdb_is_missing_it_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    with pytest.raises(ToolchainError, match=r"gdb is not installed, .* \(on Debian: apt-get install gdb\)"):
        debugger.gdb("sessions")


def test_another_processor_is_told_the_recording(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(ToolchainError, match="not on aarch64: read book/evidence/sessions.json instead"):
        debugger.gdb("sessions")


def test_where_it_is_it_is_found(monkeypatch):
    monkeypatch.setattr(shutil, "which", {"gdb": "/usr/bin/gdb"}.get)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    assert debugger.gdb("sessions") == "/usr/bin/gdb"
