"""Advice: said, marked as a warning, and no reason to refuse a file."""

from pathlib import Path

import pytest

from sim.output.cap.validate import is_warning, validate_cap
from tests.output.cap.mutation import Mutation, in_alert, in_cancel, in_update

ADVICE: list[Mutation] = [
    in_alert("sent>2023-08-24T03:54:00+09:00", "sent>2023-08-23T18:54:00+00:00", "alert.sent", "-00:00"),
    in_alert("Exercise Ryukyu 1, not a real alert", "", "alert.note", "is empty"),
    in_cancel("<note>Exercise Ryukyu 1</note>", "", "alert.status", "explained in a note"),
    in_alert("overflight-1 \"second overflight\"", " ", "alert.incidents", "is empty"),
    in_alert("<code>drill</code>", "<code/>", "alert.code[0]", "is empty"),
    in_alert("<contact>drill@example.org", "<contact>", "alert.info[0].contact", "is empty"),
    in_alert("<value>7</value>", "<value/>", "alert.info[0].eventCode[0].value", "is empty"),
    in_alert("onset>2023-08-24T03:58", "onset>2023-08-24T05:00", "alert.info[0].expires", "before onset"),
    in_update("other@example.net,m-7,2023-08-23T18:40:00-00:00",
              "drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00+09:00", "alert.references",
              "twice"),
    in_alert("</note>", "</note><references>a,b,2023-08-24T03:00:00+09:00</references>", "alert.references",
             "initial information"),
    in_alert("</note>", "</note><references/>", "alert.references", "is empty"),
    in_alert("<uri>https://example.org/map.png</uri>", "", "alert.info[0].resource[0]", "neither uri nor"),
    in_alert("24.60,124.60 24.60,124.80 24.75,124.70 24.60,124.60",
             "24,124 24,126 26,126 25,125.5 25,125 24,125 24.5,124.2 24,124",
             "alert.info[0].area[0].polygon[1]", "touches itself"),
]  # fmt: skip


@pytest.mark.parametrize("mutation", ADVICE, ids=lambda mutation: mutation.reason)
def test_advice_is_a_warning(tmp_path: Path, mutation: Mutation) -> None:
    path = tmp_path / "message.xml"
    path.write_text(mutation.text, encoding="utf-8")
    problems = validate_cap([path])
    assert [problem.key for problem in problems if mutation.reason in problem.message] == [mutation.key]
    assert all(is_warning(problem) for problem in problems)


def test_an_unexplained_rejection_is_advised_to_explain(tmp_path: Path) -> None:
    path = tmp_path / "message.xml"
    text = in_cancel("msgType>Cancel", "msgType>Error", "", "").text.replace(
        "<note>Exercise Ryukyu 1</note>", ""
    )
    path.write_text(text, encoding="utf-8")
    assert [str(problem).partition(": ")[2] for problem in validate_cap([path])] == [
        "alert.status: warning: Exercise should be explained in a note",
        "alert.msgType: warning: Error should be explained in a note",
    ]
