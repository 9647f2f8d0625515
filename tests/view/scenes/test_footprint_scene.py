"""Memory as two tables of cells, and the table of costs."""

from models.golang import evidence
from models.runtime.kernel import MAX_THREADS
from models.study.measure.footprint import footprints
from models.view import show
from models.view.player.caption import caption
from models.view.player.scene import state_at
from models.view.scenes.footprint_scene import footprint_scene
from models.view.tables import unitcosts
from models.view.tables.unitcosts import rows
from models.view.units import short

FOUND = footprints(evidence.load("threads")["memory"], MAX_THREADS)


def cells(table: str, at: int) -> list[str]:
    state = state_at(footprint_scene(FOUND), at)
    return [state.values[f"{table}.{row}"].text for row in ("n", "reserved", "touched", "kernel")]


def test_the_cells_are_what_so_many_take():
    assert cells("goroutines", 0) == ["1", "2.80 kB", "2.77 kB", "–"]
    assert cells("threads", 3) == ["1,000", "8.39 GB", "8.47 MB", "16.4 MB"]
    assert cells("threads", 5) == ["EAGAIN", "–", "–", "–"] and cells("goroutines", 6)[0] == "1,000,000"


def test_the_sentences_say_so():
    scene = footprint_scene(FOUND)
    assert "1,000 threads take 24.8 MB, and reserve 8.39 GB" in caption(scene, 3)
    assert "EAGAIN" in caption(scene, 5) and [bool(step.question) for step in scene.steps] == [
        False, False, True, False, True, False]


def test_bytes_have_three_digits():
    assert [short(n) for n in (999, 1000, 8466, 24_834, 8_392_839, 2_774_000_000)] == [
        "999 B", "1.00 kB", "8.47 kB", "24.8 kB", "8.39 MB", "2.77 GB"]


def test_the_factors_are_those_of_the_measured_numbers():
    found = {key: (one, other, times) for key, one, other, times in rows()}
    kinds = evidence.load("durations")["kinds"] | evidence.load("threads")["kinds"]
    assert found["make"][2] == kinds["pthread_create"]["p50"] / kinds["newproc"]["p50"]
    assert found["hand-over"][2] == kinds["thread handover"]["p50"] / kinds["goroutine handover"]["p50"]
    assert found["taken"][:2] == ("2.77 kB", "24.8 kB") and 8.9 < found["taken"][2] < 9.1
    assert 2_900 < found["reserved"][2] < 3_100
    assert unitcosts.markup().html.count("<tr>") == 1 + len(found) == 7 and "(53×)" in show.costs().text


def test_the_questions_are_about_the_size_that_comes_next():
    asks = [step.question.ask for step in footprint_scene(FOUND).steps if step.question]
    assert [ask.split(".")[0] for ask in asks] == ["Now 1,000 of each", "Now 100,000"]
