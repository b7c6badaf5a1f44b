"""Every sentence of the package and the dashboard has a French translation with the same values."""

import re

import pytest

from tools import messages

CODE = [message for message in messages.template() if message.id]


def test_catalogue__holds_exactly_the_sentences_of_the_code() -> None:
    known = {message.id for message in messages.catalogue() if message.id}
    assert known == {message.id for message in CODE}, "run: make messages"


def test_catalogue__nothing_is_untranslated() -> None:
    missing = [message.id for message in messages.catalogue() if message.id and not message.string]
    assert missing == []


def test_catalogue__every_value_of_a_sentence_is_in_its_translation() -> None:
    for message in messages.catalogue():
        if message.id and message.string:
            assert values(message.string) == values(message.id), message.id


def values(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('Text("One", {"a": 1})', ["One"]),
        ('t("One" if a else "Two")', ["One", "Two"]),
        ('SENTENCES: dict[str, tuple[str, str]] = {"A_B": ("One", "Two")}', ["One", "Two"]),
        ('ORDER_NAMES = {Status.Open: "one"}', ["one"]),
        ('self._simple("pause", programme, "Pause it.")', ["Pause it."]),
        ('sentence = "Yes" if on else "No"', ["Yes", "No"]),
        ('print("not one")', []),
    ],
)
def test_extraction__finds_sentences_wherever_they_stand(source: str, found: list[str]) -> None:
    assert [sentence for sentence, _ in messages.sentences(source)] == found
