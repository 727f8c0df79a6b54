"""Files broken in an info: codes, times, links, resources."""

from tests.output.cap.mutation import (
    NO_SUCH_CODE,
    NOT_A_TIME,
    NOT_VALID,
    ORDER,
    Mutation,
    in_alert,
    in_update,
    instead,
    missing,
)

_EXPIRES = "alert.info[0].expires"
_WEB = "alert.info[0].web"
_RESOURCE = "alert.info[0].resource"

_INFO = [
    missing("alert", "<event>上空通過</event>", "alert.info[0].responseType[0]", ORDER),
    missing("alert", "<event>Overflight</event>", "alert.info[1].urgency", ORDER),
    missing("alert", "<urgency>Immediate</urgency>", "alert.info[0].severity", ORDER),
    missing("alert", "<urgency>Immediate</urgency>", "alert.info[1].severity", ORDER, 2),
    missing("alert", "<severity>Extreme</severity>", "alert.info[0].certainty", ORDER),
    missing("alert", "<certainty>Likely</certainty>", "alert.info[0].audience", ORDER),
    missing("alert", "<certainty>Likely</certainty>", "alert.info[1].expires", ORDER, 2),
    missing("update", "<cap:category>Safety</cap:category>", "alert.info[0].event", ORDER),
    missing("alert", "<valueName>DRILL</valueName>", "alert.info[0].eventCode[0].value", ORDER),
    missing("alert", "<value>7</value>", "alert.info[0].eventCode[0]", "Missing child"),
    missing("alert", "<valueName>layer:drill:phase</valueName>", "alert.info[0].parameter[0].value", ORDER),
    missing("alert", "<value>1</value>", "alert.info[0].parameter[0]", "Missing child"),
    in_alert(
        "<category>Security</category>",
        "<category>Missile</category>",
        "alert.info[0].category[1]",
        NO_SUCH_CODE,
    ),
    in_alert(
        "<category>Security</category>",
        "<category>safety</category>",
        "alert.info[0].category[1]",
        NO_SUCH_CODE,
    ),
    in_alert("<category>Security</category>", "<category/>", "alert.info[0].category[1]", NO_SUCH_CODE),
    in_alert(">Shelter<", ">Hide<", "alert.info[0].responseType[0]", NO_SUCH_CODE),
    in_update(">Monitor<", ">All Clear<", "alert.info[0].responseType[0]", NO_SUCH_CODE),
    in_alert("urgency>Immediate<", "urgency>Now<", "alert.info[0].urgency", NO_SUCH_CODE),
    in_alert("severity>Extreme<", "severity>High<", "alert.info[0].severity", NO_SUCH_CODE),
    in_alert("severity>Extreme<", "severity>Severe,Extreme<", "alert.info[1].severity", NO_SUCH_CODE, 2),
    in_alert("certainty>Likely<", "certainty>VeryLikely<", "alert.info[0].certainty", NO_SUCH_CODE),
    in_alert("certainty>Likely<", "certainty>Very Likely<", "alert.info[0].certainty", NO_SUCH_CODE),
    in_alert("certainty>Likely<", "certainty>0.9<", "alert.info[1].certainty", NO_SUCH_CODE, 2),
    in_alert("ja-JP", "ja_JP", "alert.info[0].language", NOT_VALID),
    in_alert("ja-JP", "日本語", "alert.info[0].language", NOT_VALID),
    in_alert("ja-JP", "Japanese", "alert.info[0].language", "RFC 3066"),
    in_alert("ja-JP", "nihongo-JP", "alert.info[0].language", "RFC 3066"),
    in_alert("en-US", "english", "alert.info[1].language", "RFC 3066"),
    in_alert("en-US", "e-US", "alert.info[1].language", "RFC 3066"),
    in_alert("en-US", "en-US, ja-JP", "alert.info[1].language", NOT_VALID),
    in_alert(">上空通過<", "> <", "alert.info[0].event", "is empty"),
    in_alert("<event>Overflight</event>", "<event/>", "alert.info[1].event", "is empty"),
    in_alert(">DRILL<", "><", "alert.info[0].eventCode[0].valueName", "is empty"),
    in_alert(">layer:drill:phase<", ">\n<", "alert.info[0].parameter[0].valueName", "is empty"),
    in_alert("<event>上空通過</event>", "<event>a</event><event>b</event>", "alert.info[0].event", ORDER),
    in_alert("<audience>沖縄県</audience>", "<headline>x</headline>", "alert.info[0].eventCode[0]", ORDER),
    in_alert("<audience>沖縄県</audience>", "<colour>red</colour>", "alert.info[0].colour", ORDER),
    in_alert(
        "<value>7</value>", "<value>7</value><value>8</value>", "alert.info[0].eventCode[0].value", ORDER
    ),
    in_alert("<info>", "<info lang='en'>", "alert.info[1]", "attribute", 2),
    in_alert("<info>", "text<info>", "alert", "Character content"),
    in_alert("</info>\n</alert>", "</info>\n  <note>late</note>\n</alert>", "alert.note", ORDER),
]

_TIMES = [
    in_alert(
        "effective>2023-08-24T03:54:00+09:00",
        "effective>2023-08-23T18:54:00Z",
        "alert.info[0].effective",
        NOT_A_TIME,
    ),
    in_alert("effective>2023-08-24T03:54:00+09:00", "effective>now", "alert.info[0].effective", NOT_VALID),
    in_alert(
        "onset>2023-08-24T03:58:00+09:00",
        "onset>2023-08-24T03:58:00.000+09:00",
        "alert.info[0].onset",
        NOT_A_TIME,
    ),
    in_alert(
        "onset>2023-08-24T03:58:00+09:00", "onset>2023-08-24T03:58:60+09:00", "alert.info[0].onset", NOT_VALID
    ),
    in_alert("onset>2023-08-24T03:58:00+09:00", "onset>", "alert.info[0].onset", NOT_VALID),
    in_alert("expires>2023-08-24T04:24:00+09:00", "expires>2023-08-24", _EXPIRES, NOT_VALID),
    in_alert("expires>2023-08-24T04:24:00+09:00", "expires>PT30M", _EXPIRES, NOT_VALID),
    in_alert("expires>2023-08-24T04:24:00+09:00", "expires>2023-02-29T04:24:00+09:00", _EXPIRES, NOT_VALID),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00", "expires>2023-08-24T03:54:00+09:00", _EXPIRES, "later than sent"
    ),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00", "expires>2023-08-24T03:53:59+09:00", _EXPIRES, "later than sent"
    ),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00", "expires>2022-08-24T04:24:00+09:00", _EXPIRES, "later than sent"
    ),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00", "expires>2023-08-24T04:24:00+13:00", _EXPIRES, "later than sent"
    ),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00", "expires>2023-08-23T18:54:00-00:00", _EXPIRES, "later than sent"
    ),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00", "expires>2023-08-23T24:00:00+09:00", _EXPIRES, "later than sent"
    ),
    in_alert(
        "expires>2023-08-24T04:24:00+09:00",
        "expires>2023-08-24T00:24:00+09:00",
        "alert.info[1].expires",
        "later than sent",
        2,
    ),
    in_update("sent>2023-08-23T19", "sent>2024-08-23T19", _EXPIRES, "later than sent"),
    in_alert(
        "effective>2023-08-24T03:54:00+09:00",
        "effective>2023-08-24T04:24:00+09:00",
        _EXPIRES,
        "later than effective",
    ),
    in_alert(
        "effective>2023-08-24T03:54:00+09:00",
        "effective>2023-08-25T00:00:00+09:00",
        _EXPIRES,
        "later than effective",
    ),
    in_update("expires>2023-08-23T20:00:00", "expires>2023-08-23T19:00:00", _EXPIRES, "later than sent"),
    in_update(
        "expires>2023-08-23T20:00:00-00:00", "expires>2023-08-23T20:00:00+02:00", _EXPIRES, "later than sent"
    ),
]

_LINKS = [
    *instead(
        "alert",
        "web",
        "https://example.org/drill?lang=ja",
        {
            "example.org/drill": "absolute URI",
            "www.example.org": "absolute URI",
            "/drill": "absolute URI",
            "https:///drill": "absolute URI",
            "https:": "absolute URI",
            "": "absolute URI",
            "see https://example.org": NOT_VALID,
            "https://example.org/a b": "absolute URI",
        },
        _WEB,
    ),
    in_alert(">image/png<", ">png<", f"{_RESOURCE}[0].mimeType", "type/subtype"),
    in_alert(">image/png<", ">image/<", f"{_RESOURCE}[0].mimeType", "type/subtype"),
    in_alert(">image/png<", ">image png<", f"{_RESOURCE}[0].mimeType", "type/subtype"),
    in_alert(">image/png<", "><", f"{_RESOURCE}[0].mimeType", "is empty"),
    in_alert(">17296<", ">-1<", f"{_RESOURCE}[0].size", "not negative"),
    in_alert(">17296<", ">17 kB<", f"{_RESOURCE}[0].size", NOT_VALID),
    in_alert(">17296<", ">17.3<", f"{_RESOURCE}[0].size", NOT_VALID),
    in_alert(">https://example.org/map.png<", ">map.png<", f"{_RESOURCE}[0].uri", "needs a derefUri"),
    in_alert(">https://example.org/map.png<", "><", f"{_RESOURCE}[0].uri", "uri is empty"),
    in_alert(">1c8015126336af265ec36ef202e91611f9cfd7a7<", ">1c80<", f"{_RESOURCE}[0].digest", "SHA-1"),
    in_alert(">1c8015126336af265ec36ef202e91611f9cfd7a7<", "><", f"{_RESOURCE}[0].digest", "SHA-1"),
    in_alert(">1c8015126336af265e", ">zzz015126336af265e", f"{_RESOURCE}[0].digest", "SHA-1"),
    in_alert("IHNoZWx0ZXI=", "IHNoZWx0ZXI", f"{_RESOURCE}[1].derefUri", "base64"),
    in_alert("IHNoZWx0ZXI=", "%%%", f"{_RESOURCE}[1].derefUri", "base64"),
    missing("alert", "<resourceDesc>Map</resourceDesc>", f"{_RESOURCE}[0].mimeType", ORDER),
    missing("alert", "<mimeType>image/png</mimeType>", f"{_RESOURCE}[0].size", ORDER),
    in_alert(
        "<resourceDesc>Map</resourceDesc>", "<resourceDesc/>", f"{_RESOURCE}[0].resourceDesc", "is empty"
    ),
]

BROKEN_INFOS: list[Mutation] = [*_INFO, *_TIMES, *_LINKS]
