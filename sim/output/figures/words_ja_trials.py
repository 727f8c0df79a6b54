"""Japanese for what figures of sweeps and sensitivities say, and for what their metrics mean."""

_STEPS = {
    "launch": "発射",
    "detected": "探知",
    "assessed": "分析",
    "notified": "当局への通知",
    "decided": "発令の決定",
    "issued": "発令",
    "threat_over_known": "危険終了の把握",
    "lift_confirmed": "解除の確認",
    "lift_decided": "解除の決定",
    "lift_issued": "解除の発出",
    "overflight": "上空通過",
    "all_down": "全物体の落下・消失",
}

MEANINGS = {
    f"first time of '{key}' after launch": f"発射から最初の{step}まで" for key, step in _STEPS.items()
} | {
    "areas that were ever under a warning": "一度でも発令された市町村",
    "people of the areas warned": "発令された市町村の人口",
    "people of the areas a footprint reached": "通過域が達した市町村の人口",
    "people overflown with no warning in force when a footprint arrived: never warned, warned too late or let go too "
    "early": "通過域の到達時に発令中でなかった人口（発令なし、遅すぎた発令、早すぎた解除）",
    "of the people overflown, those whose area had been under warning for less than {lead} min when the footprint "
    "arrived, the missed included": (
        "通過域の住民のうち、到達時に発令から{lead}分未満だった人の割合（未発令を含む）"
    ),
    "of the people warned, those warned less than {lead} min before the footprint arrived or, where none did, before "
    "the closest approach": (
        "発令された人のうち、通過域の到達（到達しない所では最接近）まで{lead}分未満だった人の割合"
    ),
    "of the people overflown, those who had not themselves noticed {lead} min before the footprint arrived": (
        "通過域の住民のうち、到達の{lead}分前までに気付いていなかった人の割合"
    ),
    "of the people overflown, those who had noticed nothing when the footprint arrived": (
        "通過域の住民のうち、到達時に何も気付いていなかった人の割合"
    ),
    "the lead that half of the people overflown had at least; undefined where more than half had none": (
        "通過域の住民の半数が少なくとも持っていた猶予時間（半数を超えて猶予がなければ定まらない）"
    ),
    "person-minutes under warning up to the danger's end, in areas overflown": (
        "通過域の市町村で、危険が終わるまで発令中だった人・分"
    ),
    "person-minutes under warning in areas no footprint reached, and after the danger had left": (
        "通過域が達しなかった市町村で、また危険が去った後に、発令中だった人・分"
    ),
    "from the warning to the all-clear issued, for half of the people warned": (
        "発令から解除の発出まで（発令された人の半数について）"
    ),
    "from the footprint's leaving to the all-clear issued, for half of the people overflown and warned": (
        "通過域の離脱から解除の発出まで（通過され発令された人の半数について）"
    ),
    "people whose warning ended without an all-clear": "解除されないまま発令が終わった人口",
    "probability of detection by people: hits / (hits + misses)": "人口による捕捉率：的中／（的中＋見逃し）",
    "false alarm ratio by people: false alarms / (hits + false alarms)": "人口による空振り率：空振り／（的中＋空振り）",
    "critical success index by people: hits / (hits + misses + false alarms)": (
        "人口によるスレットスコア：的中／（的中＋見逃し＋空振り）"
    ),
    "of the people of the areas warned, those who ever noticed": "発令された市町村の住民のうち、気付いた人の割合",
    "of the people of the areas warned, those who ever sheltered": "発令された市町村の住民のうち、避難した人の割合",
    "of the people of the areas warned, those who noticed and were let go": (
        "発令された市町村の住民のうち、気付き、のちに解除を知った人の割合"
    ),
    "of the people overflown, those who had sheltered when the footprint arrived": (
        "通過域の住民のうち、到達時に避難を終えていた人の割合"
    ),
    "when half of those who noticed had been let go, for half of the people warned, area by area": (
        "気付いた人の半数が解除を知った時刻（市町村ごと、発令された人の半数について）"
    ),
}

TRIALS = MEANINGS | {
    "a flight drawn for each": "回ごとに飛行を抽出",
    "the nominal flight": "標準飛行",
    "{points:,} points of {runs:,} runs, seed {seed}, {flight}": "{points:,}点×{runs:,}回、乱数の種 {seed}、{flight}",
    "person-min": "人・分",
    "areas": "市町村",
    ", log": "（対数）",
    "{low:g} to {high:g} {unit}": "{low:g}～{high:g} {unit}",
    "{metric} at the points of a sweep": "掃引の各点での {metric}",
    "{metric}: {meaning}": "{metric}：{meaning}",
    "{metric}, {unit}": "{metric}（{unit}）",
    "Mean of the runs of each point with its {sure:g} % interval": "各点の平均とその{sure:g}％区間",
    "; {n} further keys are not shown": "（ほか{n}個のキーは省略）",
    "What moves it most": "何が結果を最も動かすか",
    "What moves {metric} most": "何が {metric} を最も動かすか",
    "{method}. Whiskers: {sure:g} % interval, by bootstrap over design and runs": (
        "{method}。線：{sure:g}％区間（設計と試行のブートストラップ）"
    ),
    "Sobol indices: share of the variance between design points that a key is behind": (
        "ソボル指標：設計点の間の分散のうち、そのキーによる割合"
    ),
    "Morris: how far the metric moves as one key goes through its range, the others held": (
        "モリス法：ほかを固定して一つのキーを範囲いっぱいに動かしたときの指標の動き"
    ),
    "total order: with everything it does together with others": "総合効果：ほかのキーとの相互作用を含む",
    "first order: what it does by itself": "一次効果：そのキーだけによる",
    "mean absolute elementary effect (mu*) over the whole range; rising: the metric rises with the key": (
        "範囲全体での基本効果の絶対値平均（mu*）。増：キーとともに指標が増える"
    ),
    "share of the variance between points": "設計点の間の分散に占める割合",
    "the same at every point: nothing varied here moves it": "どの点でも同じ：ここで変えたどれにも動かされない",
    "{metric}: from {low} to {high} {unit} over the points": "{metric}：設計点の間で {low}～{high} {unit}",
    ", rising": "、増",
    ", falling": "、減",
    ", unsure": "、不定",
}
