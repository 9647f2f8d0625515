"""Read programs from lines of JSON, and say of a line that is none what is wrong with it."""

import json
from collections.abc import Iterable, Iterator

from models.program.format import COUNTS, DIRECTIONS, FIELDS, REFERENCES, NIL, OPERATIONS, Program

MAX_OBJECTS = 10_000        # of one kind
MAX_CAPACITY = 1_000_000    # of one channel
MAX_OPERATIONS = 100_000    # in one body
MAX_CASES = 1_000           # in one select
MAX_SCHEDTICK = 2**32 - 1   # it is a uint32 in the P


class FormatError(ValueError):
    """A line is not a valid program; the message is one sentence: where, what, what is right."""


def parse_lines(lines: Iterable[str]) -> Iterator[tuple[int, Program | FormatError]]:
    """(line number, its program or what is wrong with it) for each line that is not blank."""
    for number, text in enumerate(lines, start=1):
        if text.strip():
            try:
                yield number, parse(text, number)
            except FormatError as error:
                yield number, error


def parse(text: str, line: int = 1) -> Program:
    """The program on one line; FormatError when it is not valid."""
    where = f"line {line}"
    data = _object(text, where)
    for name in data:
        if name not in FIELDS:
            raise FormatError(f"{where}: there is no field {show(name)}; "
                              f"the fields are {', '.join(FIELDS)}")
    if "bodies" not in data:
        raise FormatError(f'{where}: "bodies" is missing; '
                          'the smallest program is {"bodies": [[]]}')
    values = {name: _number(data[name], 0, MAX_OBJECTS, f'{where}: "{name}"')
              for name in COUNTS if name in data}
    values["chans"] = _chans(data.get("chans", []), where)
    values["schedtick"] = _number(data.get("schedtick", 0), 0, MAX_SCHEDTICK,
                                  f'{where}: "schedtick"')
    bodies = _list(data["bodies"], 1, MAX_OBJECTS, f'{where}: "bodies"', "functions")
    sizes = {field: values.get(field, 0) for field, _ in REFERENCES.values()}
    sizes |= {"bodies": len(bodies), "chans": len(values["chans"])}
    if "onces" not in data:
        sizes["onces"] = MAX_OBJECTS  # as many as the bodies name
    bodies = tuple(_body(body, k, sizes, where) for k, body in enumerate(bodies))
    program = Program(bodies, **values)
    return program if "onces" in data else _with_onces(program)


def _with_onces(program: Program) -> Program:
    """The program with as many Onces as its bodies name."""
    named = [op[1] for body in program.bodies for op in body if op[0] == "once"]
    values = {name: getattr(program, name) for name in FIELDS}
    return Program(**values | {"onces": max(named, default=-1) + 1})


def show(value: object) -> str:
    """A piece of JSON as it was written, in at most 40 characters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _object(text: str, where: str) -> dict:
    """The JSON object on a line, in which no field stands twice."""
    def pairs(found: list[tuple]) -> dict:
        twice = {name for name, _ in found if [n for n, _ in found].count(name) > 1}
        if twice:
            raise FormatError(f"{where}: the field {show(min(twice))} stands there twice; "
                              "once is right")
        return dict(found)

    try:
        data = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise FormatError(f"{where}: this is not JSON ({error.msg} at column {error.colno}); "
                          "a program is one JSON object on one line") from None
    except RecursionError:
        raise FormatError(f"{where}: the brackets are nested too deeply for a program, "
                          "which needs five levels at most") from None
    except FormatError:
        raise
    except ValueError:
        raise FormatError(f"{where}: a number has too many digits to be read; "
                          f"the largest allowed anywhere is {MAX_SCHEDTICK}") from None
    if not isinstance(data, dict):
        raise FormatError(f"{where}: a program is a JSON object like {{\"bodies\": [[]]}}, "
                          f"not {show(data)}")
    return data


def _number(value: object, low: int, high: int, where: str, what: str = "a whole number") -> int:
    """A whole number in range; true and 1.0 are none."""
    if type(value) is not int or not low <= value <= high:
        raise FormatError(f"{where} is {show(value)}; it must be {what} from {low} to {high}")
    return value


def _list(value: object, low: int, high: int, where: str, what: str) -> list:
    """A list with an allowed number of members."""
    if not isinstance(value, list):
        raise FormatError(f"{where} is {show(value)}; it must be a list of {what}")
    if not low <= len(value) <= high:
        raise FormatError(f"{where} has {len(value)} members; it must have {low} to {high} {what}")
    return value


def _chans(value: object, where: str) -> tuple[int, ...]:
    """The capacities of the channels."""
    chans = _list(value, 0, MAX_OBJECTS, f'{where}: "chans"', "capacities")
    what = f"a capacity ({NIL}: a nil channel), a whole number"
    return tuple(_number(c, NIL, MAX_CAPACITY, f'{where}: member {i} of "chans"', what)
                 for i, c in enumerate(chans))


def _body(value: object, k: int, sizes: dict[str, int], where: str) -> tuple[tuple, ...]:
    """One body: a list of operations."""
    where = f"{where}, body {k}"
    body = _list(value, 0, MAX_OPERATIONS, f"{where}: it", "operations")
    return tuple(_operation(op, sizes, f"{where}, operation {pc}:") for pc, op in enumerate(body))


def _operation(value: object, sizes: dict[str, int], where: str) -> tuple:
    """One operation with its arguments."""
    if not isinstance(value, list) or not value or not isinstance(value[0], str):
        raise FormatError(f"{where} {show(value)} is not an operation; "
                          'it must be a list with a name first, like ["send", 0]')
    name, *given = value
    if name not in OPERATIONS:
        raise FormatError(f"{where} there is no operation {show(name)}; "
                          f"the operations are {', '.join(OPERATIONS)}")
    kinds = OPERATIONS[name]
    if len(given) != len(kinds):
        raise FormatError(f"{where} {show(value)} has {_arguments(len(given))}; {usage(name)}")
    return (name, *(_argument(v, kind, name, sizes, where)
                    for v, kind in zip(given, kinds, strict=True)))


def _arguments(n: int) -> str:
    return f"{n} argument" if n == 1 else f"{n} arguments"


def usage(name: str) -> str:
    """How an operation is written: `"send" takes a channel, as in ["send", 0]`."""
    kinds = OPERATIONS[name]
    example = [name, *([["recv", 0], ["send", 1]] if kind == "cases" else 0 for kind in kinds)]
    takes = " and ".join("a list of cases" if k == "cases" else REFERENCES[k][1] for k in kinds)
    return f'"{name}" takes {takes or "none"}, as in {json.dumps(example)}'


def _argument(value: object, kind: str, name: str, sizes: dict[str, int], where: str):
    """One argument: an index of the right kind, or select's cases."""
    if kind == "cases":
        return _cases(value, name, sizes, where)
    field, what = REFERENCES[kind]
    if type(value) is not int:
        raise FormatError(f"{where} {show(value)} is no index of {what}; {usage(name)}")
    size = sizes[field]
    if not 0 <= value < size:
        there_are = f"0 to {size - 1} exist" if size else f'"{field}" gives none'
        raise FormatError(f"{where} {name} names {what} {show(value)}, but {there_are}")
    return value


def _cases(value: object, name: str, sizes: dict[str, int], where: str) -> tuple[tuple, ...]:
    """The cases of a select: at least one send or receive."""
    cases = _list(value, 1, MAX_CASES, f"{where} what {name} takes", "cases")
    return tuple(_case(case, i, name, sizes, where) for i, case in enumerate(cases))


def _case(value: object, i: int, name: str, sizes: dict[str, int], where: str) -> tuple:
    if not isinstance(value, list) or len(value) != 2 or value[0] not in DIRECTIONS:
        raise FormatError(f"{where} case {i} of {name} is {show(value)}; "
                          'it must be ["send", c] or ["recv", c]')
    return value[0], _argument(value[1], "chan", value[0], sizes, f"{where} case {i} of {name}:")
