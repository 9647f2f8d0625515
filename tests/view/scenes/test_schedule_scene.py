"""A schedule that plays: its tables say what the explorer's states hold, and its sentences what happens."""

import gzip
import re

import pytest

from models.study import algorithms
from models.study.algorithms.staged import until_bad
from models.study.algorithms.studied import Study, worst
from models.study.choosers import replaying, seeded
from models.study.explore.explore import Step
from models.study.explore.memory import BLANK, STEPS, end, load, start, store, update
from models.view import show
from models.view.player.caption import caption
from models.view.player.encode import encode
from models.view.player.figure_spec import Figure, Refused
from models.view.player.scene import state_at
from models.view.scenes.schedule import schedule
from models.view.scenes.schedule_scene import schedule_scene
from models.words import catalogue

EVERY = [(name, wrong) for name in algorithms.ALGORITHMS for wrong in algorithms.ALGORITHMS[name].WRONG]
LATE = "runq", "runqput stores the tail plainly"


def scene(name, wrong):
    return show.schedule(name, wrong).player().scene


def texts(word):
    """What a cell may say of a value."""
    return "–" if word is None or word == () else str(word).strip("()").removesuffix(",")


@pytest.mark.parametrize("name, wrong", EVERY)
def test_the_words_are_those_of_the_explorers_steps(name, wrong):
    study = algorithms.study(name, wrong)
    answer, shown = worst(study)[1], scene(name, wrong)
    assert len(shown.steps) == len(answer.steps) + 1
    for at, step in enumerate(answer.steps, 1):
        words = step.shared.words if study.order else step.shared
        values = state_at(shown, at).values
        for a, word in enumerate(words):
            if f"word {a}" not in values:
                assert word == study.memory[a]
            elif not (isinstance(word, tuple) and any(isinstance(one, tuple) for one in word)):
                assert values[f"word {a}"].text == texts(word)


@pytest.mark.parametrize("name, wrong", EVERY)
def test_the_thread_that_takes_the_step_is_the_lane_that_acts(name, wrong):
    study = algorithms.study(name, wrong)
    for step, taken in zip(scene(name, wrong).steps, worst(study)[1].steps):
        assert step.lane == f"thread {study.names.index(taken.thread)}"


@pytest.mark.parametrize("name, wrong", EVERY)
def test_it_ends_with_what_is_bad(name, wrong):
    shown = scene(name, wrong)
    bad = worst(algorithms.study(name, wrong))[0]
    assert caption(shown, len(shown.steps)) == f"Now it is so: {catalogue('en')[f'schedule.bad.{name}.{bad}']}."


@pytest.mark.parametrize("name, wrong", EVERY)
def test_a_player_is_light_and_each_of_its_steps_has_a_sentence_of_its_own(name, wrong, monkeypatch):
    monkeypatch.setenv("BOOK_BUILD", "html")
    html = show.schedule(name, wrong)._repr_mimebundle_()["text/html"]
    assert len(gzip.compress(html.encode())) <= 8_000 and '<div class="player-print"><table class="compare schedule">' in html
    assert not any(step.message.startswith("schedule.does.other") for step in scene(name, wrong).steps)


def test_a_threads_table_has_its_function_its_line_and_what_it_holds():
    shown = scene("mutex", "looks and locks in two steps")
    values = state_at(shown, 1).values
    assert [values[f"thread 0 {part}"].text for part in ("function", "line", "holds old")] == [
        "locks_in_two_steps", "yield store(m, old | LOCKED)", "0"]
    assert values["thread 1 line"].text == "old = yield load(m)" and values["thread 1 holds old"].text == "–"


def test_a_thread_that_has_ended_stands_nowhere():
    shown = scene(*LATE)
    values = state_at(shown, len(shown.steps)).values
    assert values["thread 0 function"].text == values["thread 0 line"].text == "–"


def test_a_store_waits_in_its_buffer_until_all_can_see_it():
    shown = scene(*LATE)
    late = [state_at(shown, at).values["late 0"].text for at in range(len(shown.steps))]
    assert late[4:8] == ["–", "p0.runq[0] ← 1", "p0.runq[0] ← 1, p0.tail ← 1", "p0.runq[0] ← 1"]
    assert caption(shown, 7) == "What owner has stored in `p0.tail`, 1, leaves its store buffer: from now on all can see it."
    assert caption(shown, 5) == ("Owner writes 1 to `p0.runq[0]`. It stands in its store buffer, and nobody else can see "
                                 "it yet (`store`).")
    assert not any(place.lane == "late" for place in scene("note", "wakes twice").places)


def test_words_that_nobody_touches_are_left_out():
    codes = [place.code for place in scene("wakep", "nobody looks again").places if place.lane == "shared"]
    assert codes == ["nmspinning", "pidle", "midle", "p0.head", "p0.tail", "p1.head", "p1.tail"]


def test_a_step_that_fails_has_another_sentence():
    shown = scene("pollblock", "the commit's answer is not minded")
    assert caption(shown, 1) == "G expects ready in `rg` and finds nil. So nothing is written (`cas`)."
    assert caption(shown, 2) == "G finds nil in `rg`, as it expects, and writes wait in the same step (`cas`)."


def test_a_word_that_might_have_been_changed_and_was_not_stays():
    def most(value, limit):
        return [(min(value + 1, limit), None)]

    def counts():
        yield update(len(BLANK), most, 1)
        yield update(len(BLANK), most, 1)
    study = Study((*BLANK, 0), ((counts,),), {"one": lambda at: False}, ("a",), ("woken", "n"))
    shown = schedule(study, choose=seeded(0)).scene
    assert [caption(shown, at) for at in (1, 2)] == [
        "A reads `n`, finds 0, and makes it 1 in the same step (`most`).", "A reads `n`, finds 1, and leaves it as it is (`most`)."]


def test_where_threads_wait_at_the_end_their_lines_are_marked():
    shown = scene("note", "wakes before the key is set")
    assert shown.steps[-1].marks == ("thread 0 line",)
    assert not scene("mutex", "looks and locks in two steps").steps[-1].marks


def test_a_question_stands_before_its_step():
    shown = scene(*LATE)
    asked = [(at, step.question) for at, step in enumerate(shown.steps, 1) if step.question]
    [(at, question)] = asked
    assert at == 9 and question.ask == "Thief 1 is about to read `p0.runq[0]`. Which value will it see?"
    assert [(choice.label, choice.right) for choice in question.choices] == [("`0`", True), ("`1`", False)]
    assert question.choices[1].belief.startswith("You may think that a store is seen by all at once.")
    *_, swap = [step.question for step in scene("runq", "runqget does not retry").steps if step.question]
    assert swap.ask == "Owner is about to compare `p0.head` with 0, and to write 1 if they are equal. What will happen?"
    assert [choice.right for choice in swap.choices] == [True, False]


def test_it_asks_whose_step_decides():
    [question] = [step.question for step in scene("mutex", "looks and locks in two steps").steps if step.question]
    assert question.ask == "Each of these could go on now. After whose step can it still come to this: two goroutines hold the lock?"
    assert [(choice.label, choice.right) for choice in question.choices] == [("G1", False), ("G2", True)]
    assert question.choices[0].belief.startswith("You may think that this step leads there as well.")
    assert question.so.startswith("G2 goes on.")
    asked = [step.question for step in scene("closing", "close forgets the senders").steps if step.question]
    assert [choice.label for choice in asked[0].choices] == ["Closer", "Sender 1"]


def mine():
    n = yield load(len(BLANK))
    yield store(len(BLANK), n + 1)


def test_steps_of_ones_own_have_general_sentences():
    def naps():
        yield "nap", 3
        yield "doze",
        yield start(mine)
    steps = STEPS | {"nap": lambda memory, n: [Step(memory, n)], "doze": lambda memory: [Step(memory)]}
    study = Study((*BLANK, 0), ((naps,),), {"one": lambda at: at.shared[1] == 9}, ("a",), ("woken", "n"), steps)
    shown = schedule(study, choose=seeded(0)).scene
    assert [caption(shown, at) for at in range(1, 5)] == [
        "A takes the step `nap 3` and gets 3.", "A takes the step `doze`.", "A starts another thread (`start mine`).",
        "Thread 1 reads `n` and sees 0 (`load`)."]


def test_a_lock_without_an_address_has_a_sentence_without_a_name():
    def lets_go():
        yield "unlock",
    study = Study(BLANK, ((lets_go,),), {"one": lambda at: False}, ("a",), ("woken",),
                  STEPS | {"unlock": lambda memory: [Step(memory)]})
    assert caption(schedule(study, choose=seeded(0)).scene, 1) == "A lets the lock go (`unlock`)."


@pytest.mark.parametrize("choose, said", [(0, "The process has ended, and with it all threads."),
                                          (-1, "All threads have ended. Nothing of what is bad has happened.")])
def test_a_schedule_may_end_well(choose, said):
    def ends():
        yield end("over")

    def loads():
        yield load(len(BLANK))
    threads = ((ends,),) if choose == 0 else ((loads,),)
    study = Study((*BLANK, 0), threads, {"never": lambda at: False}, ("a",), ("woken", "n"))
    shown = schedule(study, choose=seeded(0)).scene
    assert caption(shown, len(shown.steps)) == said and not shown.steps[-1].marks


def test_who_waits_for_ever_is_told_where_that_is_not_asked_about():
    study = algorithms.study("note", "wakes before the key is set")._replace(bad={"early": lambda at: False})
    found, bad = until_bad(study, replaying(worst(algorithms.study("note", "wakes before the key is set"))[1].steps))
    shown = schedule_scene(study, found, bad, [])
    assert caption(shown, len(shown.steps)).startswith("Nobody can take a step any more.")


def test_every_word_of_it_comes_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    for name, wrong in EVERY[::3]:
        player = show.schedule(name, wrong).player()
        figure = encode(player.scene)
        texts = [figure["start"], *(row[0] for row in figure["messages"]), player.title, player.caption]
        assert all(text.startswith("⟦") and text.endswith("⟧") for text in texts), texts
        heads = re.findall(r'<b class="head">(.*?)</b>', player.html())
        assert all("⟦" in head or re.fullmatch(r"[GM]\d*", head) for head in heads), heads


# In a notebook a reader chooses.

def test_a_reader_may_pick_any_algorithm_and_any_schedule():
    figure = show.schedule("wakep", "nobody looks again")
    assert isinstance(figure, Figure) and len(figure.parameters[0].options) == len(EVERY) + len(algorithms.ALGORITHMS)
    assert figure.player().scene == scene("wakep", "nobody looks again")
    for key in ("note", "note: wakes twice", "runq: runqput stores the tail plainly", "sema", "closing"):
        for number in (0, 1):
            made = figure.player(algorithm=key, number=number)
            assert made.id == "fig-wakep-nobody-looks-again" and made.scene.steps
    right = figure.player(algorithm="note")
    assert caption(right.scene, len(right.scene.steps)).startswith("All threads have ended")
    assert right.caption.startswith("Nothing of what is bad can happen: every schedule was followed, 15 states")
    assert figure.player(number=5).scene != figure.player(number=6).scene


def test_what_is_no_algorithm_is_refused_with_the_names():
    with pytest.raises(Refused, match="Algorithm is one of runq, .*, and not 'x'"):
        show.schedule("wakep", "nobody looks again").player(algorithm="x")
    with pytest.raises(ValueError, match="not wrong in the way 'x'; there are 'nobody looks again'"):
        show.schedule("wakep", "x")


def test_the_list_in_a_notebook_changes_the_player():
    from models.view.player.widget import controls
    row, says, shown = controls(show.schedule("note", "wakes twice")).children
    pick, number = row.children
    first = shown.figure["digest"]
    assert pick.value == "note: wakes twice" and ("sync.Mutex", "mutex") in pick.options
    pick.value = "mutex"
    assert shown.figure["digest"] != first and says.value == ""
    number.value = -1
    assert "goes from 0 to 999999, and -1 is outside" in says.value
