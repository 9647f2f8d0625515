"""The table of the steps between statuses: also as text, it says which release has a step."""

from models.runtime.status import G_RUNNABLE, G_SYSCALL
from models.runtime.transitions import NEW, OLD
from models.view.tables.transitions import markup, takers


def test_the_text_names_the_release_of_what_only_one_has():
    _, *lines = markup().text.split("\n")
    told = dict(line.split(": ", 1) for line in lines)
    assert told["_Gidle -> _Gdeadextra"] == f"oneNewExtraM (Go {NEW} only)"
    assert told["_Grunnable -> _Grunning"] == "execute, coroswitch_m"
    assert takers((G_SYSCALL, G_RUNNABLE)) == [("exitsyscall0", OLD)]
    assert told["_Gsyscall -> _Grunnable"] == f"exitsyscall0 (Go {OLD} only)"
