"""Our XML read back by an independent library (cap-tools), field by field; and our own validator on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import cap_tools
import pytest
from cap_tools.models import Alert, MsgType, Reference, Scope, Status
from xsdata.formats.dataclass.parsers import XmlParser

from sim.output.cap.document import CapAlert, CapInfo
from sim.output.cap.times import cap_time, read_time
from sim.output.cap.validate import validate_cap
from sim.output.cap.vocabulary import CapMessageType, CapScope
from sim.output.cap.write import write_cap
from tests.output.cap.examples import ISSUED, alert, follow_up


def parsed(message: CapAlert) -> Alert:
    return XmlParser().from_bytes(write_cap(message), Alert)


def assert_same(message: CapAlert, read: Alert) -> None:
    assert (read.identifier, read.sender, read.note) == (message.identifier, message.sender, message.note)
    assert read.sent.to_datetime() == message.sent
    assert (read.status.value, read.msg_type.value) == (message.status, message.message_type)
    assert read.scope.value == message.scope
    assert (read.restriction or "") == message.restriction
    assert tuple(read.addresses_to_list()) == message.addresses
    assert [
        (earlier.sender, earlier.identifier, earlier.sent.to_datetime())
        for earlier in read.references_to_list()
    ] == [(earlier.sender, earlier.identifier, earlier.sent) for earlier in message.references]
    assert len(read.infos) == len(message.infos)
    for theirs, ours in zip(read.infos, message.infos, strict=True):
        assert_same_info(ours, theirs)


def assert_same_info(ours: CapInfo, theirs: cap_tools.Info) -> None:
    assert theirs.language == ours.language
    assert [category.value for category in theirs.categories] == list(ours.categories)
    assert [response.value for response in theirs.response_types] == list(ours.response_types)
    assert (theirs.urgency.value, theirs.severity.value, theirs.certainty.value) == (
        ours.urgency,
        ours.severity,
        ours.certainty,
    )
    texts = (theirs.event, theirs.sender_name, theirs.headline, theirs.description, theirs.instruction)
    assert tuple(text or "" for text in texts) == (
        ours.event,
        ours.sender_name,
        ours.headline,
        ours.description,
        ours.instruction,
    )
    for moment, expected in (
        (theirs.effective, ours.effective),
        (theirs.onset, ours.onset),
        (theirs.expires, ours.expires),
    ):
        assert (moment and moment.to_datetime()) == expected
    assert tuple(theirs.parameters_to_dict().items()) == ours.parameters
    assert [area.area_desc for area in theirs.areas] == [area.area_desc for area in ours.areas]
    for area, expected_area in zip(theirs.areas, ours.areas, strict=True):
        assert tuple(area.geocodes_to_dict().items()) == expected_area.geocodes
        rings = tuple(
            tuple(tuple(map(float, pair.split(","))) for pair in ring.split(" ")) for ring in area.polygons
        )
        assert rings == expected_area.polygons


@pytest.mark.parametrize("kind", list(CapMessageType))
def test_every_kind_of_message_round_trips(kind: CapMessageType) -> None:
    first = alert()
    message = first if kind is CapMessageType.ALERT else follow_up(first, kind, 2, 5)
    assert_same(message, parsed(message))


def test_the_enumerations_are_the_ones_the_library_knows() -> None:
    read = parsed(alert())
    assert (read.status, read.msg_type, read.scope) == (Status.EXERCISE, MsgType.ALERT, Scope.PUBLIC)


def test_a_restricted_and_a_private_message_round_trip() -> None:
    restricted = replace(alert(), scope=CapScope.RESTRICTED, restriction="Drill staff")
    private = replace(alert(), scope=CapScope.PRIVATE, addresses=("a@example.org", "Duty officer"))
    assert_same(restricted, parsed(restricted))
    assert_same(private, parsed(private))


def test_the_library_follows_our_life_cycle() -> None:
    first = alert()
    update = follow_up(first, CapMessageType.UPDATE, 2, 5)
    cancel = follow_up(update, CapMessageType.CANCEL, 3, 13)
    state = cap_tools.AlertState()
    for message, live in ((first, first), (update, update), (cancel, cancel)):
        state.ingest(parsed(message))
        assert [Reference.from_alert(read) for read in state] == [Reference.from_alert(parsed(live))]


def test_our_messages_draw_no_remark(tmp_path: Path) -> None:
    first = alert()
    update = follow_up(first, CapMessageType.UPDATE, 2, 5)
    cancel = follow_up(update, CapMessageType.CANCEL, 3, 13)
    paths = []
    for number, message in enumerate((first, update, cancel), 1):
        paths.append(tmp_path / f"{number:03d}.xml")
        paths[-1].write_bytes(write_cap(message))
    assert validate_cap(paths) == []


def test_the_same_message_is_the_same_bytes() -> None:
    assert write_cap(alert()) == write_cap(alert())


def test_the_bytes_are_what_a_reader_expects() -> None:
    lines = write_cap(alert()).decode().splitlines()
    assert lines[:8] == [
        "<?xml version='1.0' encoding='UTF-8'?>",
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
        "  <identifier>overflight-okinawa-001</identifier>",
        "  <sender>overflight@example.org</sender>",
        "  <sent>2023-08-24T03:54:00+09:00</sent>",
        "  <status>Exercise</status>",
        "  <msgType>Alert</msgType>",
        "  <scope>Public</scope>",
    ]
    triangle = "24.60000,124.60000 24.75000,124.70000 24.60000,124.80000 24.60000,124.60000"
    assert f"      <polygon>{triangle}</polygon>" in lines
    assert "    <headline>【訓練】建物の中に避難してください</headline>" in lines


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (ISSUED, "2023-08-24T03:54:00+09:00"),
        (datetime(2023, 8, 23, 18, 54, tzinfo=UTC), "2023-08-23T18:54:00-00:00"),
        (datetime(987, 1, 2, tzinfo=timezone(-timedelta(hours=3, minutes=30))), "0987-01-02T00:00:00-03:30"),
    ],
)  # fmt: skip
def test_times_have_one_form_and_come_back(moment: datetime, text: str) -> None:
    assert cap_time(moment) == text
    assert read_time(text) == moment


@pytest.mark.parametrize(
    "zone", [timezone(timedelta(hours=14, minutes=1)), timezone(timedelta(hours=9, seconds=30))]
)
def test_an_offset_that_xml_cannot_say_is_refused(zone: timezone) -> None:
    with pytest.raises(ValueError, match="up to 14 hours"):
        cap_time(ISSUED.astimezone(zone))


def test_the_end_of_a_day_is_the_start_of_the_next() -> None:
    assert read_time("2023-08-23T24:00:00+09:00") == datetime(2023, 8, 24, tzinfo=ISSUED.tzinfo)
    assert read_time("9999-12-31T24:00:00-00:00") is None
    assert read_time("2023-08-23T24:00:01+09:00") is None
