"""What the page says about moving.go: under gdb its stack is seen to become 16384 bytes between its two lines."""

import re
import shutil
import subprocess

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS, ROOT
from models.golang.toolchain import VERSIONS

BLOCK = re.compile(r"```text\n(handle SIGURG.*?)```", re.DOTALL)


@pytest.mark.parametrize("version", VERSIONS)
def test_gdb_reports_the_growth_between_the_two_lines(version, tmp_path):
    program = toolchain.build(version, LISTINGS / "moving.go", tmp_path / "moving")
    script = tmp_path / "moves.gdb"
    script.write_text(BLOCK.search((ROOT / "book" / "stacks.md").read_text(encoding="utf-8"))[1], encoding="utf-8")
    done = subprocess.run([shutil.which("gdb"), "-nx", "-batch", "-x", str(script), str(program)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=True)
    told = [line for line in done.stdout.splitlines() if re.fullmatch(r"42 \w+|newsize=16384", line)]
    assert told == ["42 true", "newsize=16384", "42 false"]
