"""What the messages say, in Japanese and English, every text marked as an exercise at both ends.

Own wording in the manner of the public texts (https://www.kokuminhogo.go.jp); only the short set phrases are
theirs.
"""

from sim.alert.messages import MessageType

LANGUAGES = ("ja", "en")
MARKS = {"ja": "【訓練】", "en": "EXERCISE"}

_SHELTER = {
    "ja": "建物の中、または地下に避難してください。",
    "en": "Take shelter inside a building or underground.",
}
_DEBRIS = {
    "ja": "不審な物を見つけても近寄らず、警察や消防に連絡してください。",
    "en": "If you find anything suspicious, keep away from it and call the police or the fire service.",
}
_RELEASE = {
    "ja": "避難の呼びかけを解除します。",
    "en": "The call to take shelter is lifted.",
}

_PASSED = {
    "ja": "通過情報。先ほどの飛しょう体は上空を通過したものとみられます。",
    "en": "The vehicle appears to have passed overhead. ",
}

_BODY = {
    MessageType.LAUNCH_INFORMATION: {
        "ja": "発射情報。発射情報。飛しょう体が発射されたものとみられます。" + _SHELTER["ja"],
        "en": "Launch information. Launch information. A vehicle appears to have been launched. "
        + _SHELTER["en"],
    },
    MessageType.EVACUATE_IMMEDIATELY: {
        "ja": "直ちに避難。直ちに避難。飛しょう体がこの地域の近くに達するおそれがあります。直ちに"
        + _SHELTER["ja"],
        "en": "Shelter immediately. Shelter immediately. The vehicle may come close to this area. "
        + _SHELTER["en"],
    },
    MessageType.PASSED: {
        "ja": _PASSED["ja"] + _RELEASE["ja"] + _DEBRIS["ja"],
        "en": _PASSED["en"] + _RELEASE["en"] + " " + _DEBRIS["en"],
    },
    MessageType.PASSED_ONLY: {
        "ja": _PASSED["ja"] + _DEBRIS["ja"],
        "en": _PASSED["en"] + _DEBRIS["en"],
    },
    MessageType.FELL_AT_SEA: {
        "ja": "落下情報。先ほどの飛しょう体は海に落下したものとみられます。" + _RELEASE["ja"] + _DEBRIS["ja"],
        "en": "The vehicle appears to have fallen into the sea. " + _RELEASE["en"] + " " + _DEBRIS["en"],
    },
    MessageType.WILL_NOT_COME: {
        "ja": "先ほどの飛しょう体は、この地域には飛来しないものとみられます。" + _RELEASE["ja"],
        "en": "The vehicle is not expected to come to this area. " + _RELEASE["en"],
    },
    MessageType.CORRECTION: {
        "ja": "訂正。先ほどの情報は、この地域を対象とするものではありませんでした。" + _RELEASE["ja"],
        "en": "Correction. The earlier message was not meant for this area. " + _RELEASE["en"],
    },
    MessageType.CANCELLATION: {
        "ja": "取消。先ほどの情報は誤りでした。発射の事実はありません。" + _RELEASE["ja"],
        "en": "Cancelled. The earlier message was sent in error; there was no launch. " + _RELEASE["en"],
    },
}

_HEADLINE = {
    MessageType.LAUNCH_INFORMATION: {"ja": "発射情報", "en": "Launch information: take shelter"},
    MessageType.EVACUATE_IMMEDIATELY: {"ja": "直ちに避難", "en": "Take shelter immediately"},
    MessageType.PASSED: {"ja": "通過情報・避難解除", "en": "Passed overhead: shelter call lifted"},
    MessageType.PASSED_ONLY: {"ja": "通過情報", "en": "Passed overhead"},
    MessageType.FELL_AT_SEA: {"ja": "落下情報・避難解除", "en": "Fell into the sea: shelter call lifted"},
    MessageType.WILL_NOT_COME: {"ja": "飛来なし・避難解除", "en": "Will not come: shelter call lifted"},
    MessageType.CORRECTION: {"ja": "訂正", "en": "Correction: not meant for this area"},
    MessageType.CANCELLATION: {"ja": "取消", "en": "Cancellation: sent in error"},
}


def message_text(kind: MessageType, language: str) -> str:
    """The full text, marked at both ends. ``KeyError`` for a language not in `LANGUAGES`."""
    return _marked(_BODY[kind][language], language)


def message_headline(kind: MessageType, language: str) -> str:
    """One line, marked at its start. ``KeyError`` for a language not in `LANGUAGES`."""
    mark = MARKS[language]
    return mark + ("" if language == "ja" else ": ") + _HEADLINE[kind][language]


def _marked(text: str, language: str) -> str:
    mark = MARKS[language]
    return f"{mark}{text}{mark}" if language == "ja" else f"{mark} {mark} {mark}. {text} {mark}."
