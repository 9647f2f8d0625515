"""Wait reasons: their words and numbers, release by release."""

import pytest

from models.runtime import waitreason
from models.runtime.waitreason import NUMBERS

from .build import error


def test_a_number_is_a_release_s():
    assert waitreason.number("sleep", "1.27.3") == 14
    assert waitreason.number("sleep", "1.22.10") == 19
    assert waitreason.number("chan receive", "1.27.3") == 19
    assert waitreason.number("", "1.27.3") == waitreason.number("", "1.22.10") == 0


def test_a_reason_that_a_release_lacks_has_no_number_there():
    assert waitreason.number("sync.WaitGroup.Wait", "1.27.3") == 25
    with error(ValueError, "Go 1.22.10 has no wait reason 'sync.WaitGroup.Wait'"):
        waitreason.number("sync.WaitGroup.Wait", "1.22.10")


@pytest.mark.parametrize("release", NUMBERS)
def test_numbers_and_words_lead_to_each_other(release):
    numbers = [waitreason.number(text, release) for text in NUMBERS[release]]
    assert sorted(numbers) == list(range(len(numbers)))
    assert [waitreason.text_of(number, release) for number in numbers] == list(NUMBERS[release])


@pytest.mark.parametrize(("number", "release"), [(47, "1.27.3"), (37, "1.22.10"), (255, "1.27.3")])
def test_a_number_without_a_meaning_has_words_too(number, release):
    assert waitreason.text_of(number, release) == "unknown wait reason"
