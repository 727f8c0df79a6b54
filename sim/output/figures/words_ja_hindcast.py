"""Japanese for what the figure of documented launches says."""

_SURVEYS = {
    "29 Aug 2017": "2017年8月29日",
    "15 Sep 2017": "2017年9月15日",
    "29 Aug 2017, internet": "2017年8月29日、インターネット",
    "15 Sep 2017, internet": "2017年9月15日、インターネット",
    "29 Aug 2017, town offices": "2017年8月29日、市町村",
    "15 Sep 2017, town offices": "2017年9月15日、市町村",
    "2017, four surveys": "2017年、四つの調査",
    "4 Oct 2022": "2022年10月4日",
    "24 Aug 2023, Okinawa": "2023年8月24日、沖縄",
}
BY = {
    "later": "後日",
    "Em-Net": "エムネット",
    "launching side": "打ち上げ側",
    "ROK radar": "韓国のレーダー",
}
"""Who said so; one name each, as ``Japan, later`` is put together from two."""

HINDCAST = (
    _SURVEYS
    | BY
    | {
        "Documented launches: announced beside modelled": "記録のある打ち上げ：発表とモデル",
        "The modelled 90 % interval meets {inside} of {of} announced times; of the {learnt} whose delays were learnt "
        "from the other launches {met}.": (
            "モデルの90％区間は、発表された{of}時刻のうち{inside}に合う。遅れを他の打ち上げから学んだ{learnt}時刻では{met}。"
        ),
        "An announced minute is drawn half a unit earlier to one later: it may have been cut or rounded. A wide "
        "interval is met easily.": (
            "発表の「分」は、切り捨てと四捨五入のどちらもありうるので、半単位前から一単位後までの幅で描く。広い区間には合いやすい。"
        ),
        "Sources: scenarios/record/ and the scenarios of each launch. Overflight, seed {seed}, {runs} runs a launch "
        "({people} with people).": (
            "出典：scenarios/record/ と各打ち上げのシナリオ。Overflight、乱数の種 {seed}、各{runs}回"
            "（住民を含むもの{people}回）。"
        ),
        "minutes after the nominal launch": "標準の発射時刻からの分",
        "per cent of people": "住民の割合（％）",
        "record": "記録",
        "model, 90 %": "モデル（90％）",
        ", {by}": "、{by}",
        "passed overhead": "上空通過",
        "object down": "落下",
        "{object} overhead": "{object} の上空通過",
        "{object} down": "{object} の落下",
        "inside ({percent:.0f} %)": "範囲内（{percent:.0f}％）",
        "inside": "範囲内",
        "not announced": "発表なし",
        "outside: never": "範囲外：なし",
        "outside {min:.1f} min": "範囲外 {min:.1f}分",
        "outside {points:.0f} pts": "範囲外 {points:.0f} pt",
        "given": "入力値",
        "no survey": "調査なし",
        "Surveys (~ after other launches, elsewhere)": "調査（~ は他の打ち上げの後、他の地域）",
        "{survey}: {what}": "{survey}：{what}",
        "knew before 'passed'": "「通過」の前に知った",
        "of them by phone": "うち携帯電話で",
        "of them took shelter": "うち避難した",
        "announced; delay learnt from the other launches": "発表値：遅れは他の打ち上げから学んだ",
        "announced; the model never saw it": "発表値：モデルに与えていない",
        "announced; an assumed figure was chosen with it in sight": "発表値：これを見て仮定値を選んだ",
        "found; the model was given it": "調査値：モデルに与えた",
        "model: middle 90 % of the runs, and their median": "モデル：試行の中央90％と中央値",
        "goes on beyond the axis": "軸の外まで続く",
    }
)
