"""What `python -m models race` does."""

import pytest

from models import __main__ as command
from models.golang.toolchain import REFERENCE
from models.program.format import to_json
from models.program.hiding import CROWD, HIDDEN
from models.study.programs.meetings import meetings
from models.study.race.races import races
from models.view.tables.raced import met, reports
from tests.study.race.test_rules import REUSED
from tests.view.tables.test_raced import RACING


@pytest.fixture
def asked(tmp_path, capsys):
    """Ask about a file with these lines: status, output and errors without the folder's name."""
    def ask(options: str, *lines: str) -> tuple[int, str, str]:
        (tmp_path / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")
        status = command.main(["race", str(tmp_path / "some.jsonl"), *options.split()])
        out, err = capsys.readouterr()
        return status, out.replace(f"{tmp_path}/", ""), err.replace(f"{tmp_path}/", "")
    return ask


def test_each_program_is_reported_and_the_status_says_whether_one_races(asked):
    one, other = to_json(RACING), to_json(HIDDEN)
    assert asked("", one, other) == (1, f"# some.jsonl, line 1\n{reports(RACING, races(RACING))}"
                                        "# some.jsonl, line 2\nno race in this run\n", "")
    assert asked("", other) == (0, "# some.jsonl, line 1\nno race in this run\n", "")


def test_all_tells_what_can_meet(asked):
    assert asked("--all", to_json(HIDDEN)) == (1, f"# some.jsonl, line 1\n{met(meetings(HIDDEN))}", "")


@pytest.mark.parametrize(("program", "options", "settings"), [
    (CROWD, "--seed 4", {"seed": 4}), (CROWD, "--procs 3 --seed 1", {"procs": 3, "seed": 1}), (REUSED, "--go 1.22.10", {"release": "1.22.10"}),
    (RACING, "--max-steps 2", {"max_steps": 2})])
def test_a_run_is_as_the_options_say(asked, program, options, settings):
    says = reports(program, races(program, **settings), settings.get("release", REFERENCE))
    assert says != reports(program, races(program))
    assert asked(options, to_json(program))[1] == f"# some.jsonl, line 1\n{says}"


def test_what_is_not_right_is_told_in_a_sentence(asked):
    status, out, err = asked("", "{", to_json(HIDDEN))
    assert status == 2 and out.endswith("no race in this run\n") and err.startswith("some.jsonl, line 1: this is not JSON")
    status, _, err = asked("--all", '{"bodies": [[["log"], ["call", 0]]]}')
    assert status == 2 and err.startswith("some.jsonl, line 1: too many: more than 100 calls within calls; ")
