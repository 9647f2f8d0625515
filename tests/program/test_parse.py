"""A line of JSON becomes a program, or one sentence that says what is wrong with it."""

import json

import pytest

from models.program.format import OPERATIONS, Program, to_json
from models.program.parse import FormatError, parse, parse_lines, usage

EXAMPLE = """{"chans": [0, 2, -1], "mutexes": 1, "rwmutexes": 1, "waitgroups": 1, "conds": 1,
 "schedtick": 14, "bodies": [[["go", 1], ["gosched"], ["recv", 0]], [["send", 0], ["log"]]]}"""
EVERYTHING = {"chans": [0], "mutexes": 1, "rwmutexes": 1, "waitgroups": 1, "conds": 1, "onces": 1,
              "vars": 1, "atomics": 1}


def sentence(text: str) -> str:
    with pytest.raises(FormatError) as raised:
        parse(text, 7)
    return str(raised.value)


def program(*operations, **fields) -> str:
    """A program whose main has these operations; body 1 is empty."""
    return json.dumps({"bodies": [list(operations), []]} | fields)


def test_the_specs_example_is_read():
    assert parse(EXAMPLE) == Program(
        bodies=((("go", 1), ("gosched",), ("recv", 0)), (("send", 0), ("log",))),
        chans=(0, 2, -1), mutexes=1, rwmutexes=1, waitgroups=1, conds=1, schedtick=14)


def test_every_field_but_bodies_may_be_left_out():
    assert parse('{"bodies": [[]]}') == Program(bodies=((),))


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_read_as_its_usage_says(name):
    example = json.loads(usage(name).rpartition("as in ")[2])
    fields = EVERYTHING | {"chans": [0, 0]}
    read = parse(json.dumps({"bodies": [[example]]} | fields))
    assert json.loads(to_json(read))["bodies"] == [[example]]


def test_a_program_is_written_as_it_was_read():
    assert json.loads(to_json(parse(EXAMPLE))) == json.loads(EXAMPLE)


def test_there_are_as_many_onces_as_the_bodies_name():
    assert parse(program(["once", 2, 1])).onces == 3
    assert parse(program(["log"])).onces == 0


CASES = "a list of cases, as in"
NAMES = ", ".join(OPERATIONS)


@pytest.mark.parametrize(("text", "wrong"), [
    ("{", "this is not JSON (Expecting property name enclosed in double quotes at column 2); "
          "a program is one JSON object on one line"),
    ("NaN", 'a program is a JSON object like {"bodies": [[]]}, not NaN'),
    ("[1]", 'a program is a JSON object like {"bodies": [[]]}, not [1]'),
    ("[" * 100_000,
     "the brackets are nested too deeply for a program, which needs five levels at most"),
    ('{"bodies": [[["log"]]], "mutexes": ' + "9" * 5000 + "}",
     "a number has too many digits to be read; the largest allowed anywhere is 4294967295"),
    ('{"bodies": [[]], "vars": 1, "vars": 2}',
     'the field "vars" stands there twice; once is right'),
    ('{"bodies": [[]], "mutex": 1}',
     'there is no field "mutex"; the fields are bodies, chans, mutexes, '
     "rwmutexes, waitgroups, conds, onces, vars, atomics, schedtick"),
    ('{"chans": [0]}', '"bodies" is missing; the smallest program is {"bodies": [[]]}'),
    (program(mutexes=-1), '"mutexes" is -1; it must be a whole number from 0 to 10000'),
    (program(mutexes=10_001), '"mutexes" is 10001; it must be a whole number from 0 to 10000'),
    (program(conds=True), '"conds" is true; it must be a whole number from 0 to 10000'),
    (program(vars=1.0), '"vars" is 1.0; it must be a whole number from 0 to 10000'),
    (program(schedtick=2**32),
     '"schedtick" is 4294967296; it must be a whole number from 0 to 4294967295'),
    (program(chans=1), '"chans" is 1; it must be a list of capacities'),
    (program(chans=[0, -2]),
     'member 1 of "chans" is -2; it must be a capacity (-1: a nil channel), '
     "a whole number from -1 to 1000000"),
    ('{"bodies": 3}', '"bodies" is 3; it must be a list of functions'),
    ('{"bodies": []}', '"bodies" has 0 members; it must have 1 to 10000 functions'),
])
def test_what_is_wrong_with_a_line_is_said(text, wrong):
    assert sentence(text) == f"line 7: {wrong}"


def test_a_body_that_is_no_list_is_named():
    assert sentence('{"bodies": [[], {"a": 1}]}') == (
        'line 7, body 1: it is {"a": 1}; it must be a list of operations')


@pytest.mark.parametrize(("operation", "wrong"), [
    ("log", '"log" is not an operation; it must be a list with a name first, like ["send", 0]'),
    ([], '[] is not an operation; it must be a list with a name first, like ["send", 0]'),
    ([1], '[1] is not an operation; it must be a list with a name first, like ["send", 0]'),
    (["sent", 0], f'there is no operation "sent"; the operations are {NAMES}'),
    (["send"], '["send"] has 0 arguments; "send" takes a channel, as in ["send", 0]'),
    (["log", 1], '["log", 1] has 1 argument; "log" takes none, as in ["log"]'),
    (["once", 0],
     '["once", 0] has 1 argument; "once" takes a Once and a body, as in ["once", 0, 0]'),
    (["send", "0"], '"0" is no index of a channel; "send" takes a channel, as in ["send", 0]'),
    (["send", True], 'true is no index of a channel; "send" takes a channel, as in ["send", 0]'),
    (["send", 2], "send names a channel 2, but 0 to 1 exist"),
    (["send", -1], "send names a channel -1, but 0 to 1 exist"),
    (["go", 2], "go names a body 2, but 0 to 1 exist"),
    (["lock", 0], 'lock names a mutex 0, but "mutexes" gives none'),
    (["aload", 0], 'aload names an atomic word 0, but "atomics" gives none'),
    (["once", 10_000, 0], "once names a Once 10000, but 0 to 9999 exist"),
    (["select", 0], "what select takes is 0; it must be a list of cases"),
    (["select", []], "what select takes has 0 members; it must have 1 to 1000 cases"),
    (["select", [["close", 0]]],
     'case 0 of select is ["close", 0]; it must be ["send", c] or ["recv", c]'),
    (["trysel", [["recv", 0], ["send", 2]]],
     "case 1 of trysel: send names a channel 2, but 0 to 1 exist"),
    (["trysel", 0, 0], f'["trysel", 0, 0] has 2 arguments; "trysel" takes {CASES} '
     '["trysel", [["recv", 0], ["send", 1]]]'),
    (["x" * 50], f'there is no operation "{"x" * 36}…; the operations are {NAMES}'),
])
def test_what_is_wrong_with_an_operation_is_said(operation, wrong):
    assert sentence(program(["log"], operation, chans=[0, 0])) == (
        f"line 7, body 0, operation 1: {wrong}")


def test_onces_that_are_given_are_the_limit():
    assert "once names a Once 1, but 0 to 0 exist" in sentence(program(["once", 1, 1], onces=1))


def test_a_file_is_read_line_by_line_and_blank_lines_do_not_count():
    found = list(parse_lines(['{"bodies": [[]]}', "", "what", '{"bodies": [[["log"]]]}\n', " \t\n"]))
    assert [number for number, _ in found] == [1, 3, 4]
    assert found[0][1] == Program(((),)) and found[2][1] == Program(((("log",),),))
    assert isinstance(found[1][1], FormatError)
    assert str(found[1][1]).startswith("line 3: this is not")
