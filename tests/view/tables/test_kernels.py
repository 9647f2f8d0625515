"""The kernels as a list: what is said of each is what its instruments find."""

import re

import pytest

from models.study.programs.kernels import KERNELS
from models.view.markup import Markup
from models.view.tables import kernels
from models.words import word

SHOWN: Markup = kernels.markup()


def test_each_kernel_is_there_with_its_five_sentences():
    assert re.findall(r"<dt><code>([\w-]+)</code>", SHOWN.html) == list(KERNELS)
    assert SHOWN.html.count("<p><b>") == 5 * len(KERNELS)
    assert SHOWN.text.count("\n") + 1 == 6 * len(KERNELS)


def test_what_a_plain_run_shows_is_what_it_shows():
    told = {name: list(kernels.parts(name, kernel)) for name, kernel in KERNELS.items()}
    assert told["double-lock"][1] == "`DEADLOCK`."
    assert told["opposite-order"][1:3] == [
        "`END`.", "`DEADLOCK` or `END`. It can leave 2 of its goroutines waiting for ever."]
    assert told["counter"][1:3] == ["`END`.", "`END`. Pairs of accesses that can race: 3."]
    hidden = [name for name, parts in told.items() if parts[1] == "`END`."]
    assert len(hidden) == 12, "a plain run shows nothing of most"


def test_the_instrument_is_the_one_that_shows_it():
    found = {name: list(kernels.parts(name, KERNELS[name]))[3] for name in ("timeout", "counter", "closed-twice")}
    assert found == {"timeout": word("kernels.found.leaks"), "counter": word("kernels.found.races"),
                     "closed-twice": word("kernels.found.explorer")}


def test_those_of_some_names_can_be_asked_for():
    names = [name for name, kernel in KERNELS.items() if kernel.shows == "leak"]
    assert re.findall(r"<dt><code>([\w-]+)</code>", kernels.markup(names).html) == names and len(names) == 5
    with pytest.raises(ValueError, match="there is no kernel 'luck'; there are double-lock, "):
        kernels.markup(["luck"])
