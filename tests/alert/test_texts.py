"""Every message says in both languages, at both ends, that it is an exercise, and what people should do."""

import pytest

from sim.alert.messages import MessageType
from sim.alert.texts import LANGUAGES, MARKS, message_headline, message_text


@pytest.mark.parametrize("kind", MessageType)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_marked(kind: MessageType, language: str) -> None:
    text, mark = message_text(kind, language), MARKS[language]
    assert text.startswith(mark)
    assert text.rstrip(".").endswith(mark)
    assert message_headline(kind, language).startswith(mark)


def test_passing_alone_says_nothing_about_shelter() -> None:
    texts = [message_text(MessageType.PASSED_ONLY, language) for language in LANGUAGES]
    assert not any(word in text for text in texts for word in ("避難", "shelter", "lifted"))


@pytest.mark.parametrize("kind", [kind for kind in MessageType if kind is not MessageType.PASSED_ONLY])
def test_a_text_asks_for_shelter_or_lifts_it_and_never_both(kind: MessageType) -> None:
    asks = ("避難してください", "shelter inside")
    lifts = ("解除します", "is lifted")
    for language, ask, lift in zip(LANGUAGES, asks, lifts, strict=True):
        text = message_text(kind, language)
        assert (ask in text) is kind.warns
        assert (lift in text) is not kind.warns


def test_kinds_fall_into_three_events() -> None:
    kinds = {kind: kind.event_kind for kind in MessageType}
    assert set(kinds.values()) == {"issued", "lift_issued", "withdrawal_issued"}
    assert all((event == "lift_issued") is kind.lifts for kind, event in kinds.items())
    assert not any(kind.warns and kind.lifts for kind in MessageType)


def test_no_text_is_used_twice() -> None:
    texts = [message_text(kind, language) for kind in MessageType for language in LANGUAGES]
    assert len(set(texts)) == len(texts)
