"""What `python -m models leak` does."""

import pytest

from models.golang.programs.leakdump import dumped
from models.golang.programs.leaksource import Asked, source
from models.program.parse import parse
from models.study.printed.dump import write
from models.view import show
from tests.golang.known import program

SEND = program([["go", 1], "log", ["recv", 0]], [["send", 0]], chans=[0])


@pytest.fixture
def asked(ask_about):
    def ask(text: str, *options: str):
        status, out, err = ask_about("leak", text, *options)
        lines = (line.rpartition("/")[2] if "some.txt" in line else line for line in out.split("\n"))
        return status, "\n".join(lines), err
    return ask


def test_a_table_comes_out_for_each_program(asked):
    table = show.leaks(parse(SEND)).text
    one = f"some.txt, line 1\n{table}\n"
    assert asked(SEND) == (0, one, "")
    assert asked(f"{SEND}\n{SEND}") == (0, one + one.replace("1", "2", 1), "")


def test_places_and_globals_are_taken_into_account(asked):
    assert asked(SEND, "--asleep", "0.2")[1].endswith(show.leaks(parse(SEND), [(0, 2)]).text + "\n")
    assert asked(SEND, "--asleep", "0.2", "0.1")[0] == 0
    assert asked(SEND, "--shared")[1].endswith(show.leaks(parse(SEND), shared=True).text + "\n")


def test_the_dump_and_the_go_program_come_out(asked):
    about = Asked(parse(SEND), frozenset([(0, 2)]))
    dump = write(dumped(about)).rstrip()
    assert asked(SEND, "--asleep", "0.2", "--as", "dump")[1] == f"some.txt, line 1\n{dump}\n"
    assert asked(SEND, "--asleep", "0.2", "--as", "go") == (0, source([about]).text, "")


def test_what_is_wrong_is_told_in_a_sentence(asked):
    assert asked(program(["panic"])) == (
        2, "", "some.txt, line 1: the program ends by PANIC: panic: boom; a program that has ended leaks nothing\n")
    assert asked(SEND, "--asleep", "0.3")[2] == (
        "some.txt, line 1: nobody can be asleep at 0.3: there is no operation 3 in a body 0\n")
    for text in ("0", "a.b", "0.-1", "0,1"):
        status, out, err = asked(SEND, "--asleep", text)
        assert (status, out) == (2, "") and f"{text!r} is no place; one is body.pc, like 0.2" in err
    assert asked("{}")[0] == 2
