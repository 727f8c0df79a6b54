"""What an ensemble folder gains once its tables are written: probabilities by area as table and layer, pictures."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from sim.engine.log import EventLog
from sim.engine.world import World, build_world
from sim.ensemble.folder import EnsembleResult
from sim.ensemble.products import Chance, Counts, chances, count_events
from sim.ensemble.summary import CONFIDENCE
from sim.output.geojson import feature, flight_features
from sim.output.names import picture_name
from sim.results.result import MARK
from sim.results.verdicts import compare_with_announced
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.output.figures.words import Language

TABLE, LAYER = "probability.csv", "probability.geojson"
_DECIMALS = 6


def products(scenario: Scenario, *, pictures: bool = True) -> Callable[[Path], None]:
    """What writes the products of an ensemble of this scenario into its folder (a ``finish`` of `sim.ensemble.run`)."""

    def write(folder: Path) -> None:
        result = EnsembleResult(folder)
        world = build_world(scenario)
        lead_s = float(result.summary["lead_s"])
        counts = count_events(result.areas_path, world.layer.codes, lead_s)
        rows = probability_rows(world, counts, lead_s)
        _save(folder / TABLE, probability_csv(rows))
        _save(folder / LAYER, probability_geojson(world, rows, result.summary))
        if pictures:
            draw_ensemble(folder, folder)

    return write


def draw_ensemble(folder: Path, to: Path, suffix: str = "png", language: "Language" = "en") -> list[Path]:
    """Draw every picture of an ensemble folder, from its files alone, to another or the same one."""
    from sim.output.ensembleview import open_products
    from sim.output.figures.convergence import draw_convergence
    from sim.output.figures.probability import draw_probabilities
    from sim.output.figures.quantiles import draw_quantiles

    view = open_products(folder)
    maps = {
        one: to / picture_name(f"probability-{one.key.replace('_', '-')}", language, suffix)
        for one in mapped(view.lead_s)
    }
    return [
        *draw_probabilities(view, maps, language),
        draw_quantiles(view, to / picture_name("quantiles", language, suffix), language),
        draw_convergence(view, to / picture_name("convergence", language, suffix), language),
    ]


def mapped(lead_s: float) -> list[Chance]:
    """The events that have a map of their own."""
    return [one for one in chances(lead_s) if one.key in ("overflown", "warned", "short_lead")]


def probability_rows(world: World, counts: Counts, lead_s: float) -> list[dict[str, Any]]:
    """A row per area: who it is, then each event's share with its limits, ``None`` where no run tells."""
    layer = world.layer
    rows: list[dict[str, Any]] = [
        {"area_code": code, "area_name": name, "population": None if np.isnan(people) else int(people)}
        for code, name, people in zip(layer.codes, layer.names_en, layer.population, strict=True)
    ]
    for one in chances(lead_s):
        share, (low, high) = counts.share(one), counts.interval(one)
        for row, *values in zip(rows, share, low, high, strict=True):
            names = (one.key, f"{one.key}_low", f"{one.key}_high")
            row |= {name: _rounded(value) for name, value in zip(names, values, strict=True)}
        if one.given:
            for row, runs in zip(rows, counts.of(one).tolist(), strict=True):
                row[f"{one.key}_runs"] = runs
    return rows


def probability_csv(rows: list[dict[str, Any]]) -> str:
    """The text of ``probability.csv``; blank where no run tells."""
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
    return out.getvalue()


def probability_geojson(world: World, rows: Iterable[dict[str, Any]], summary: dict[str, Any]) -> str:
    """The text of ``probability.geojson``: areas with the columns of the table, and the nominal flight."""
    layer = world.layer
    features = [
        feature("area", polygon, row | {"area_name_ja": name})
        for polygon, row, name in zip(layer.polygons, rows, layer.names_ja, strict=True)
    ]
    for track, spec in zip(world.tracks, world.spec.objects, strict=True):
        features += flight_features(track, spec)
    if (gate := world.spec.gate) is not None:
        ends = [(gate.from_lon_deg, gate.from_lat_deg), (gate.to_lon_deg, gate.to_lat_deg)]
        features.append(
            feature("gate", shapely.LineString(ends), {"title": gate.title, "title_ja": gate.title_ja})
        )
    lead_s = float(summary["lead_s"])
    document = {
        "type": "FeatureCollection",
        "mark": MARK,
        "scenario": summary["scenario"],
        "scenario_sha256": summary["scenario_sha256"],
        "seed": summary["seed"],
        "runs": summary["runs"],
        "lead_s": lead_s,
        "confidence": CONFIDENCE,
        "interval": "wilson",
        "meaning": {one.key: one.meaning for one in chances(lead_s)},
        "credit": layer.credit,
        "remarks": list(layer.remarks),
        "announced": _announced(world),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _announced(world: World) -> list[dict[str, Any]]:
    """Published times, in seconds after the modelled launch."""
    found = compare_with_announced(world.spec, defaultdict(lambda: None), EventLog())
    return [
        {
            "milestone": one.milestone,
            "object": one.object,
            "t_s": one.announced_s,
            "earliest_s": one.earliest_s,
            "latest_s": one.latest_s,
            "by": one.by,
            "role": one.role,
            "source": one.source,
        }
        for one in found
    ]


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DECIMALS) + 0.0


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
