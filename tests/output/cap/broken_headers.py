"""Files broken in what stands before the first info, or in being XML at all."""

from tests.output.cap.mutation import (
    NO_SUCH_CODE,
    NOT_A_TIME,
    NOT_VALID,
    ORDER,
    Mutation,
    in_alert,
    in_cancel,
    in_update,
    instead,
    missing,
)

_CANCEL_REFERENCE = "drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00+09:00"
_FORM = "has the form sender,identifier,sent"
_ENDS = "a reference ends in a time"

_HEADER = [
    missing("alert", "<identifier>drill-2023-08-24-001</identifier>", "alert.sender", ORDER),
    missing("alert", "<sender>drill@example.org</sender>", "alert.sent", ORDER),
    missing("alert", "<sent>2023-08-24T03:54:00+09:00</sent>", "alert.status", ORDER),
    missing("alert", "<status>Exercise</status>", "alert.msgType", ORDER),
    missing("alert", "<msgType>Alert</msgType>", "alert.source", ORDER),
    missing("alert", "<scope>Public</scope>", "alert.code[0]", ORDER),
    missing("cancel", "<sent>2023-08-24T04:07:00+09:00</sent>", "alert.status", ORDER),
    missing("cancel", "<status>Exercise</status>", "alert.msgType", ORDER),
    missing("cancel", "<scope>Private</scope>", "alert.addresses", ORDER),
    *instead(
        "alert",
        "identifier",
        "drill-2023-08-24-001",
        {
            "drill 2023-08-24 001": "a space",
            " drill-2023-08-24-001": "a space",
            "drill-2023-08-24-001\n  ": "a space",
            "drill\t001": "a space",
            "drill　001": "a space",
            "drill,2023,001": "a comma",
            "drill&amp;001": "'&'",
            "drill&lt;001&gt;": "'<'",
            "": "is empty",
            "   ": "is empty",
        },
        "alert.identifier",
    ),
    *instead(
        "update",
        "cap:sender",
        "drill@example.org",
        {
            "Drill desk": "a space",
            "drill@example.org,": "a comma",
            "Tom&amp;Co": "'&'",
            "&lt;drill@example.org>": "'<'",
            "": "is empty",
            "\n  ": "is empty",
        },
        "alert.sender",
    ),
    *instead(
        "alert",
        "sent",
        "2023-08-24T03:54:00+09:00",
        {
            "2023-08-23T18:54:00Z": NOT_A_TIME,
            "2023-08-24T03:54:00.5+09:00": NOT_A_TIME,
            "2023-08-24T03:54:00": NOT_A_TIME,
            "2023-08-24T03:54+09:00": NOT_VALID,
            "2023-08-24 03:54:00+09:00": NOT_VALID,
            "2023-08-24T03:54:00+0900": NOT_VALID,
            "2023-08-24T03:54:00+09": NOT_VALID,
            "2023-08-24T03:54:00 JST": NOT_VALID,
            "24 Aug 2023 03:54": NOT_VALID,
            "1692816840": NOT_VALID,
            "2023-08-24T03:54:00,09:00": NOT_VALID,
            "2023-02-30T03:54:00+09:00": NOT_VALID,
            "2023-13-24T03:54:00+09:00": NOT_VALID,
            "2023-08-24T25:54:00+09:00": NOT_VALID,
            "2023-08-24T03:61:00+09:00": NOT_VALID,
            "2023-08-24T03:54:61+09:00": NOT_VALID,
            "2023-08-24T03:54:00+19:00": NOT_VALID,
            "0000-08-24T03:54:00+09:00": NOT_VALID,
            "": NOT_VALID,
        },
        "alert.sent",
    ),
    *instead(
        "alert",
        "status",
        "Exercise",
        {"exercise": NO_SUCH_CODE, "EXERCISE": NO_SUCH_CODE, "Drill": NO_SUCH_CODE, "": NO_SUCH_CODE},
        "alert.status",
    ),
    *instead(
        "alert",
        "msgType",
        "Alert",
        {
            "Warning": NO_SUCH_CODE,
            "AllClear": NO_SUCH_CODE,
            "alert": NO_SUCH_CODE,
            "Expire": NO_SUCH_CODE,
        },
        "alert.msgType",
    ),
    *instead("alert", "scope", "Public", {"public": NO_SUCH_CODE, "Internal": NO_SUCH_CODE}, "alert.scope"),
    Mutation(
        "alert",
        "<sender>drill@example.org</sender>",
        "<sender>a</sender><sender>b</sender>",
        "alert.sender",
        ORDER,
    ),
    in_alert("<scope>", "<priority>1</priority><scope>", "alert.priority", ORDER),
    in_alert("<msgType>Alert</msgType>", "<msgType a='1'>Alert</msgType>", "alert.msgType", "attribute"),
    in_alert(
        "<scope>Public</scope>", "<scope><b>Public</b></scope>", "alert.scope", "type definition is simple"
    ),
    in_alert("<scope>Public</scope>", "Public<scope>Public</scope>", "alert", "Character content"),
    in_alert("<note>", "<x:note xmlns:x='urn:x'/><note>", "alert.note", ORDER),
]

_SCOPE = [
    in_alert("scope>Public<", "scope>Restricted<", "alert.scope", "needs a restriction"),
    in_alert("scope>Public<", "scope>Private<", "alert.scope", "needs addresses"),
    in_update("scope>Restricted<", "scope>Public<", "alert.restriction", "scope Restricted only"),
    in_cancel("scope>Private<", "scope>Restricted<", "alert.scope", "needs a restriction"),
    in_update("Drill staff only", "", "alert.scope", "needs a restriction"),
    in_update("Drill staff only", " \n ", "alert.scope", "needs a restriction"),
    in_cancel('ops@example.org "Duty officer" desk-4', "", "alert.scope", "needs addresses"),
    in_cancel("<addresses>", "<restriction>r</restriction><addresses>", "alert.restriction", "only"),
    in_cancel('"Duty officer"', '"Duty officer', "alert.addresses", "not closed"),
    in_alert('"second overflight"', 'second overflight"', "alert.incidents", "not closed"),
    missing("update", "<cap:restriction>Drill staff only</cap:restriction>", "alert.scope", "restriction"),
    missing(
        "cancel", '<addresses>ops@example.org "Duty officer" desk-4</addresses>', "alert.scope", "addresses"
    ),
]

_REFERENCES = [
    missing("cancel", f"<references>{_CANCEL_REFERENCE}</references>", "alert.msgType", "Cancel needs"),
    in_alert("msgType>Alert<", "msgType>Update<", "alert.msgType", "Update needs references"),
    in_alert("msgType>Alert<", "msgType>Cancel<", "alert.msgType", "Cancel needs references"),
    in_alert("msgType>Alert<", "msgType>Ack<", "alert.msgType", "Ack needs references"),
    in_alert("msgType>Alert<", "msgType>Error<", "alert.msgType", "Error needs references"),
    *instead(
        "cancel",
        "references",
        _CANCEL_REFERENCE,
        {
            "": "Cancel needs references",
            "\n": "Cancel needs references",
            "drill-2023-08-24-001": _FORM,
            "drill@example.org,drill-2023-08-24-001": _FORM,
            "drill@example.org;drill-2023-08-24-001;2023-08-24T03:54:00+09:00": _FORM,
            "drill@example.org, drill-2023-08-24-001, 2023-08-24T03:54:00+09:00": _FORM,
            ",drill-2023-08-24-001,2023-08-24T03:54:00+09:00": _FORM,
            "drill@example.org,,2023-08-24T03:54:00+09:00": _FORM,
            "drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00+09:00,": _FORM,
            f"{_CANCEL_REFERENCE},{_CANCEL_REFERENCE}": _FORM,
            f"{_CANCEL_REFERENCE} and others": _FORM,
            "drill@example.org,drill-2023-08-24-001,": _ENDS,
            "drill-2023-08-24-001,2023-08-24T03:54:00+09:00,drill@example.org": _ENDS,
            "drill@example.org,drill-2023-08-24-001,2023-08-23T18:54:00Z": _ENDS,
            "drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00": _ENDS,
            "drill@example.org,drill-2023-08-24-001,2023-08-32T03:54:00+09:00": _ENDS,
            "drill@example.org,drill-2023-08-24-001,yesterday": _ENDS,
            "drill@example.org,drill-2023-08-24-003,2023-08-24T04:07:00+09:00": "references itself",
            "drill@example.org,drill-2023-08-24-003,2023-08-24T03:54:00+09:00": "references itself",
            "drill@example.org,drill-2023-08-24-001,2023-08-24T04:07:01+09:00": "later than this one",
            "drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00-09:00": "later than this one",
            "drill@example.org,drill-2023-08-24-001,2024-08-24T03:54:00+09:00": "later than this one",
        },
        "alert.references",
    ),
    in_update("other@example.net,m-7,", "m-7,", "alert.references", _FORM),
    in_update("18:40:00-00:00", "18:40:00+00", "alert.references", _ENDS),
    in_update("18:40:00-00:00", "19:00:01-00:00", "alert.references", "later than this one"),
    in_update("2023-08-23T19:00:00", "2023-08-23T18:50:00", "alert.references", "later than this one"),
    in_update(
        "other@example.net,m-7,", "drill@example.org,drill-2023-08-24-002,", "alert.references", "itself"
    ),
    in_cancel("</note>", "</note><references>none</references>", "alert.references", ORDER),
]

_ROOTS = [
    in_alert("cap:1.2", "cap:1.1", "alert", "this is CAP 1.1"),
    in_update(
        "urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0", "alert", "this is CAP 1.0"
    ),
    in_alert("cap:1.2", "cap:1.3", "alert", "the namespace of a CAP 1.2 alert"),
    in_alert(
        ' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', "", "alert", "the namespace of a CAP 1.2 alert"
    ),
    in_cancel("<alert ", "<ALERT ", "", "not well-formed"),
    in_cancel("</note>", "<note>", "", "not well-formed"),
    in_cancel("</alert>", "", "", "not well-formed"),
    in_cancel("</alert>", "</alert><alert/>", "", "not well-formed"),
    in_cancel("Exercise Ryukyu 1<", "Smith & Sons<", "", "not well-formed"),
    in_cancel("Exercise Ryukyu 1<", "1 < 2<", "", "not well-formed"),
    in_cancel("Exercise Ryukyu 1<", "caf&eacute;<", "", "not well-formed"),
    in_cancel("Exercise Ryukyu 1<", "\x0b<", "", "not well-formed"),
    in_cancel("Exercise Ryukyu 1<", "&#0;<", "", "not well-formed"),
    in_cancel("<note>", "<x:note>", "", "not well-formed"),
    in_cancel("<note>", "<note a='1' a='2'>", "", "not well-formed"),
    in_cancel('"UTF-8"?>', '"UTF-8"?>\n<!DOCTYPE alert>', "", "document type declaration"),
    in_cancel('"UTF-8"?>', '"Shift_JIS"?>', "", "the encoding is not one"),
    in_cancel('"UTF-8"?>', '"UTF-16"?>', "", "byte order mark"),
]

BROKEN_HEADERS: list[Mutation] = [*_HEADER, *_SCOPE, *_REFERENCES, *_ROOTS]
