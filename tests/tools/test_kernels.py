"""Kernels are reached over files, wherever they run, and leave none behind."""

import os
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
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os; print(os.getcwd())")])
    client = nbclient.NotebookClient(page, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    assert page.cells[0].outputs[0]["text"].strip() == str(tmp_path)
    assert client.km is None or list(Path(client.km.ip).parent.glob(f"{Path(client.km.ip).name}*")) == []
