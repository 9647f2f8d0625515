"""What CONTRIBUTING.md and README.md say about asking the explorer is so."""

import re
from math import inf

from models.golang.places import ROOT
from models.study import algorithms
from models.study.explore.verdict import counted


def test_the_example_of_an_algorithm_of_ones_own_runs(capsys):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(code, {})
    first, late = capsys.readouterr().out.split("after ")[1:]
    assert first.startswith("4 steps:\nM0: load 0 -> 0\nM1: load 0 -> 0\n")
    assert late.startswith("6 steps:\n") and "M0: seen 0, 1" in late


def test_the_numbers_of_the_readme_are_so():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'print(algorithms.check("wakep"))                        # {algorithms.check("wakep")}\n' in text
    assert '"wakep", "nobody looks again"' in text and algorithms.check("wakep", "nobody looks again").steps
    assert counted(inf).startswith("infinitely")
