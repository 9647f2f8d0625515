"""Where a run stands, as a few bytes: two runs with the same bytes can only go on alike.

A machine is its state and the places its generators have come to: those of the goroutines' bodies,
and of the rules that wait on top of them. A place in a generator is where in its code it stands and
what its variables and its evaluation stack hold.
"""

import io
import pickle
import sys
from collections.abc import MappingView
from hashlib import blake2b
from types import CodeType, FrameType, FunctionType, GeneratorType

from models.program.run import Run
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime

from ..explore.place import stack


class _Pickler(pickle.Pickler):
    """Writes states; generators as their places; what all runs have in common as its name."""

    def __init__(self, file: io.BytesIO, run: Run):
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.common = {id(run.env): "env", id(run.machine.rt): "rt"}

    def persistent_id(self, thing: object) -> str | None:
        if isinstance(thing, FunctionType):  # by its line: a lambda has no name of its own
            return f"{thing.__code__.co_filename}:{thing.__code__.co_firstlineno}"
        if isinstance(thing, type):
            return thing.__qualname__
        return self.common.get(id(thing))

    def reducer_override(self, thing: object):
        if isinstance(thing, GeneratorType):
            return tuple, (_place(thing),)
        if isinstance(thing, MappingView):
            return list, (list(thing),)
        return NotImplemented


def _place(generator: GeneratorType) -> tuple:
    """Where a generator stands. One that runs at this moment stands in the list of those that run."""
    if generator.gi_running or generator.gi_frame is None:
        return (generator.gi_code.co_qualname,)
    return (*_standing(generator.gi_frame), *stack(generator), generator.gi_yieldfrom)


def _standing(frame: FrameType) -> tuple:
    return frame.f_code.co_qualname, frame.f_lasti, frame.f_locals


def _running(until: CodeType) -> list[tuple]:
    """The rules that run at this moment, and where each stands; the one that asks comes first."""
    frame, places = sys._getframe(1), []
    while frame.f_code is not Runtime.choose.__code__:
        frame = frame.f_back
    while frame.f_code is not until:
        places.append(_standing(frame))
        frame = frame.f_back
    return places


def fingerprint(run: Run, lately: list[int]) -> bytes:
    """Where a run on one P stands. It is the run's chooser that must call this, when it is asked.

    lately: the choices since the last entry of the log; a rule may have them at hand without having
    put them into a variable yet. The log itself counts by its length alone: what is in it changes
    nothing any more.
    """
    file = io.BytesIO()
    rt = run.machine.rt
    _Pickler(file, run).dump((len(run.env.log), run.env.started, rt.now, rt.state, rt.frames, lately,
                              _running(Machine.by_the_clock.__code__)))
    return blake2b(file.getvalue(), digest_size=16).digest()
