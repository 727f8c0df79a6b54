"""Files broken in an area: polygons, circles, heights, geocodes."""

from tests.output.cap.mutation import NOT_VALID, ORDER, Mutation, in_alert, in_update, instead, missing

_RING = "alert.info[0].area[0].polygon[1]"
_SMALL = "24.60,124.60 24.60,124.80 24.75,124.70 24.60,124.60"
_NOT_A_PAIR = "is not latitude,longitude"
_CIRCLE = "alert.info[0].area[1].circle[0]"

_POLYGONS = [
    *instead(
        "alert",
        "polygon",
        _SMALL,
        {
            "": "at least 4 points",
            " \n ": "at least 4 points",
            "Miyakojima": _NOT_A_PAIR,
            "24.60 124.60 24.60 124.80 24.75 124.70 24.60 124.60": _NOT_A_PAIR,
            "24.60,124.60,24.60,124.80,24.75,124.70,24.60,124.60": _NOT_A_PAIR,
            "24.60, 124.60 24.60, 124.80 24.75, 124.70 24.60, 124.60": _NOT_A_PAIR,
            "24.60,124.60,0 24.60,124.80,0 24.75,124.70,0 24.60,124.60,0": _NOT_A_PAIR,
            "24.60,124.60; 24.60,124.80; 24.75,124.70; 24.60,124.60": _NOT_A_PAIR,
            "[24.60,124.60] [24.60,124.80] [24.75,124.70] [24.60,124.60]": _NOT_A_PAIR,
            "24.60,124.60 24.60,124.80 24.75,124.70, 24.60,124.60": "point 3 of 4",
            "24.60,124.60 24.60,nan 24.75,124.70 24.60,124.60": "point 2 of 4",
            "24.60,124.60 24.60,inf 24.75,124.70 24.60,124.60": "point 2 of 4",
            "24.60,124.60 24.60,1e2 24.75,124.70 24.60,124.60": "point 2 of 4",
            "24.60,124.60 24.60,0x7c 24.75,124.70 24.60,124.60": "point 2 of 4",
            "24.60,124.60 24.60, 24.75,124.70 24.60,124.60": "point 2 of 4",
            "24.60N,124.60E 24.60N,124.80E 24.75N,124.70E 24.60N,124.60E": _NOT_A_PAIR,
            "24°36',124°36' 24°36',124°48' 24°45',124°42' 24°36',124°36'": _NOT_A_PAIR,
            "２４.60,124.60 24.60,124.80 24.75,124.70 24.60,124.60": "point 1 of 4",
            "24.60,124.60 24.60,124.80 24.75,124.70": "not closed",
            "24.60,124.60 24.60,124.80 24.75,124.70 24.60,124.61": "not closed",
            "24.60,124.60 24.60,124.80 24.75,124.70 24.60000001,124.60": "not closed",
            "24.60,124.60 24.60,124.80 24.75,124.70 -24.60,124.60": "not closed",
            "24.60,124.60 24.60,124.80 24.75,124.80 24.75,124.60 24.65,124.60": "not closed",
            "24.60,124.60 24.60,124.80 24.60,124.60": "at least 4 points",
            "24.60,124.60 24.60,124.60": "at least 4 points",
            "24.60,124.60": "at least 4 points",
            "124.60,24.60 124.80,24.60 124.70,24.75 124.60,24.60": "longitude written first",
            "24.60,124.60 124.80,24.60 24.75,124.70 24.60,124.60": "point 2 of 4",
            "91,124.60 24.60,124.80 24.75,124.70 91,124.60": "latitude is outside",
            "24.60,124.60 -90.5,124.80 24.75,124.70 24.60,124.60": "latitude is outside",
            "24.60,124.60 24.60,180.5 24.75,124.70 24.60,124.60": "longitude is outside",
            "24.60,-235.40 24.60,-235.20 24.75,-235.30 24.60,-235.40": "longitude is outside",
            "2460,12460 2460,12480 2475,12470 2460,12460": "latitude is outside",
            "24.60,124.60 24.60,124.60 24.60,124.60 24.60,124.60": "no area",
            "24.60,124.60 24.60,124.70 24.60,124.80 24.60,124.60": "no area",
            "24.60,124.60 24.75,124.80 24.60,124.60 24.75,124.80 24.60,124.60": "no area",
            "24.60,124.60 24.75,124.80 24.60,124.80 24.75,124.60 24.60,124.60": "crosses itself",
            "24.60,124.60 24.60,124.90 24.80,124.90 24.80,124.60 24.60,124.95 24.60,124.60": "crosses itself",
        },
        _RING,
    ),
    in_alert("24.95,125.20 24.70,125.20", "24.95,125.20", "alert.info[0].area[0].polygon[0]", "not closed"),
    in_alert(
        "24.70,125.20 24.70,125.50",
        "24.70,125.20 125.50,24.70",
        "alert.info[0].area[0].polygon[0]",
        "longitude written first",
    ),
    in_update("-12,179 -10,179<", "-12,179<", "alert.info[0].area[0].polygon[0]", "not closed"),
    in_update(
        "-10,-179 -12,-179", "-10,181 -12,181", "alert.info[0].area[0].polygon[0]", "longitude is outside"
    ),
    in_update("-10,-179 -12,-179", "-12,-179 -10,-179", "alert.info[0].area[0].polygon[0]", "crosses itself"),
    in_alert(
        f"<polygon>{_SMALL}</polygon>", "<polygon><point/></polygon>", _RING, "type definition is simple"
    ),
    in_alert("<polygon>24.60", "<polygon srs='EPSG:4326'>24.60", _RING, "attribute"),
]

_AREAS = [
    *instead(
        "alert",
        "circle",
        "24.40,124.17 30.5",
        {
            "": "has the form",
            "x": "has the form",
            "24.40,124.17": "has the form",
            "24.40 124.17 30.5": "has the form",
            "24.40,124.17,30.5": "has the form",
            "24.40, 124.17 30.5": "has the form",
            "24.40,124.17 30.5 km": "has the form",
            "24.40,124.17 30,5": "has the form",
            "24.40,124.17 r": "has the form",
            "24.40,124.17 24.50,124.17": "has the form",
            "30.5 24.40,124.17": "has the form",
            "24.40,124.17 -30.5": "not negative",
            "24.40,124.17 30500": "in kilometres",
            "124.17,24.40 30.5": "longitude written first",
            "94.40,124.17 30.5": "latitude is outside",
            "24.40,224.17 30.5": "longitude is outside",
        },
        _CIRCLE,
    ),
    in_update(">-11,180 0<", ">-11,180<", "alert.info[0].area[0].circle[0]", "has the form"),
    in_update(">-11,180 0<", ">180,-11 0<", "alert.info[0].area[0].circle[0]", "longitude written first"),
    missing("alert", "<altitude>0</altitude>", "alert.info[0].area[1].ceiling", "needs an altitude"),
    in_alert(
        "<altitude>0</altitude>",
        "<altitude>401</altitude>",
        "alert.info[0].area[1].ceiling",
        "below altitude",
    ),
    in_alert(">400.5<", ">-1<", "alert.info[0].area[1].ceiling", "below altitude"),
    in_alert(">400.5<", ">400 ft<", "alert.info[0].area[1].ceiling", NOT_VALID),
    in_alert(
        "<altitude>0</altitude>",
        "<altitude>sea level</altitude>",
        "alert.info[0].area[1].altitude",
        NOT_VALID,
    ),
    in_alert("<altitude>0</altitude>", "<altitude/>", "alert.info[0].area[1].altitude", NOT_VALID),
    in_alert(
        "<altitude>0</altitude>\n      <ceiling>400.5</ceiling>",
        "<ceiling>400.5</ceiling><altitude>0</altitude>",
        "alert.info[0].area[1].altitude",
        ORDER,
    ),
    missing("alert", "<areaDesc>宮古島市</areaDesc>", "alert.info[0].area[0].polygon[0]", ORDER),
    missing("alert", "<areaDesc>石垣島周辺</areaDesc>", "alert.info[0].area[1].circle[0]", ORDER),
    missing("alert", "<areaDesc>Miyakojima City</areaDesc>", "alert.info[1].area[0].geocode[0]", ORDER),
    in_alert(">宮古島市<", "><", "alert.info[0].area[0].areaDesc", "is empty"),
    in_alert(">Miyakojima City<", "> <", "alert.info[1].area[0].areaDesc", "is empty"),
    in_alert(
        "<valueName>JIS X 0402</valueName>",
        "<valueName/>",
        "alert.info[0].area[0].geocode[0].valueName",
        "is empty",
    ),
    in_alert("<value>47207</value>", "<value></value>", "alert.info[0].area[1].geocode[0].value", "no value"),
    in_alert(
        "<value>47214</value>", "<value> </value>", "alert.info[1].area[0].geocode[0].value", "no value", 2
    ),
    missing("alert", "<valueName>JIS X 0402</valueName>", "alert.info[0].area[1].geocode[0].value", ORDER, 2),
    missing("alert", "<value>47207</value>", "alert.info[0].area[1].geocode[0]", "Missing child"),
    in_alert("<value>47207</value>", "<code>47207</code>", "alert.info[0].area[1].geocode[0].code[0]", ORDER),
    in_alert(
        "<area>\n      <areaDesc>Miya",
        "<area/>\n<area>\n      <areaDesc>Miya",
        "alert.info[1].area[0]",
        "Missing child",
    ),
    in_alert("<circle>24.40", "<point>24.4,124.2</point><circle>24.40", "alert.info[0].area[1].point", ORDER),
]

BROKEN_AREAS: list[Mutation] = [*_POLYGONS, *_AREAS]
