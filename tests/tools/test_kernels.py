"""Kernels are reached over files, wherever they run, and leave none behind."""

import os
import tempfile
from pathlib import Path

import nbclient
import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager, KernelManager

from tools import kernels


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("manager", [KernelManager, AsyncKernelManager])
def test_each_kernel_has_files_of_its_own(monkeypatch: pytest.MonkeyPatch, manager: type) -> None:
    monkeypatch.setattr(KernelManager, "__init__", KernelManager.__init__)  # so that it is put back
    kernels.over_files()
    one, other = manager(), manager()
    assert one.transport == other.transport == "ipc"
    assert one.ip != other.ip and Path(one.ip).is_absolute()


def test_a_page_runs_so_in_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(KernelManager, "__init__", KernelManager.__init__)
    kernels.over_files()
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(
        "import os, tempfile; print(os.getcwd(), len(os.listdir(tempfile.gettempdir())))")])
    with tempfile.TemporaryDirectory() as short:  # the names of sockets must be short
        monkeypatch.setattr(tempfile, "tempdir", short)
        monkeypatch.setenv("TMPDIR", short)
        nbclient.NotebookClient(page, resources={"metadata": {"path": str(tmp_path)}}).execute()
        assert os.listdir(short) == []
    where, files = page.cells[0].outputs[0]["text"].split()
    assert where == str(tmp_path) and (int(files) >= 5 or os.name == "nt")
