"""Who saves what and who brings it back."""

from functools import cache

from models.amd64.accesses import Access, accesses
from models.amd64.program import run

run = cache(run)


def of(release: str, routine: str, does: str, whose: str = "own") -> list[str]:
    return [one.part for one in accesses(run(release))[routine] if (one.does, one.whose) == (does, whose)]


def test_go_1_27_saves_three_words_and_brings_back_five():
    names = ("gogo", "mcall", "systemstack", "morestack", "save")
    assert [of("1.27.3", name, "saves") for name in names] == [
        [], ["pc", "sp", "bp"], ["pc", "sp", "bp"], ["pc", "sp", "bp", "ctxt"], ["pc", "sp", "bp"]]
    assert of("1.27.3", "gogo", "takes") == ["g", "sp", "ctxt", "bp", "pc"]
    assert of("1.27.3", "systemstack", "takes") == ["sp", "bp"] == of("1.27.3", "systemstack", "empties")


def test_what_is_taken_goes_into_a_register():
    found = accesses(run("1.27.3"))["gogo"]
    assert {one.part: one.into for one in found if one.does == "takes"} == {
        "g": "DX", "sp": "SP", "ctxt": "DX", "bp": "BP", "pc": "PC"}
    assert Access("empties", "own", "sp") in found


def test_of_g0_only_sp_is_taken_and_nothing_saved():
    for name, found in accesses(run("1.27.3")).items():
        of_g0 = [one for one in found if one.whose == "g0" and one.does != "names"]
        goes = name in ("mcall", "systemstack", "morestack")
        assert of_g0 == ([Access("takes", "g0", "sp", "SP")] if goes else [])


def test_who_is_named_as_running_and_where_r14_lags():
    assert of("1.27.3", "gogo", "names") == ["tls.g", "R14"]
    assert of("1.27.3", "mcall", "names", "g0") == ["R14", "tls.g"]
    assert of("1.27.3", "systemstack", "names", "g0") == ["tls.g", "R14"]
    assert of("1.27.3", "systemstack", "names") == ["tls.g"]
    assert of("1.27.3", "morestack", "names", "g0") == ["tls.g"]


def test_what_go_1_22_does_otherwise():
    new, old = (accesses(run(release)) for release in ("1.27.3", "1.22.10"))
    more = {name: sorted({*old[name]} - {*new[name]}) for name in new}
    ret = Access("empties", "own", "ret")
    assert more == {"gogo": [ret, Access("takes", "own", "ret", "AX")], "mcall": [], "systemstack": [ret],
                    "morestack": [Access("takes", "g0", "bp", "BP")], "save": [ret]}
    assert {name: sorted({*new[name]} - {*old[name]}) for name in new} == {
        "gogo": [], "mcall": [], "systemstack": [], "morestack": [], "save": [Access("saves", "own", "bp")]}
