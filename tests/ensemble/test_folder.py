"""What is in the tables, and what others read in them."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.ensemble.columns import AREA_COLUMNS, ENDS, REPLICATE_COLUMNS
from sim.ensemble.folder import EnsembleResult, open_ensemble
from sim.ensemble.merge import regrouped
from sim.ensemble.replicate import BLOCK
from sim.ensemble.run import ensemble
from sim.errors import InputError
from sim.results.areas import COLUMNS
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import run_into
from tests.mornings import usual_scenario

RUNS = 2 * BLOCK - 1
AREAS = 5


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> EnsembleResult:
    return run_into(tmp_path_factory.mktemp("e") / "e", FakeWork(areas=AREAS), RUNS)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The columns of areas, from the blocks themselves."""
    opened = FakeWork(areas=AREAS).open()
    blocks = [opened.block(first) for first in (0, BLOCK)]
    return {
        one.key: np.concatenate([block.areas[one.key] for block in blocks])[:RUNS] for one in AREA_COLUMNS
    }


def test_columns_and_their_order(result: EnsembleResult) -> None:
    assert result.replicates().column_names == ["replicate", *(one.key for one in REPLICATE_COLUMNS)]
    names = result.areas().column_names
    assert names == ["replicate", "area_code", "area_name", "population", *(one.key for one in AREA_COLUMNS)]
    shared = [name for name in names if name in COLUMNS]
    assert shared == [name for name in COLUMNS if name in names]  # the order of areas.csv


def test_rows_and_their_order(result: EnsembleResult) -> None:
    assert result.replicates()["replicate"].to_pylist() == list(range(RUNS))
    areas = result.areas()
    assert areas["replicate"].to_pylist() == np.repeat(np.arange(RUNS), AREAS).tolist()
    assert areas["area_code"].to_pylist() == [f"{47000 + k}" for k in range(AREAS)] * RUNS
    assert areas["population"].to_pylist()[:3] == [0, None, 2000]


def test_values_to_the_millisecond_and_blanks_null(result: EnsembleResult, expected: dict[str, Any]) -> None:
    areas = result.areas()
    for key, decimals in (("enter_s", 3), ("closest_m", 1), ("noticed_share", 4)):
        drawn, read = expected[key].ravel(), areas[key]
        assert 0 < read.null_count == np.isnan(drawn).sum()
        np.testing.assert_allclose(read.to_numpy(), drawn, rtol=0.0, atol=0.5001 * 10.0**-decimals)
        kept = read.drop_null().to_numpy()
        assert (np.round(kept, decimals) == kept).all()


def test_codes_are_words(result: EnsembleResult, expected: dict[str, Any]) -> None:
    words = [None if code < 0 else ENDS[code] for code in expected["end"].ravel()]
    assert result.areas()["end"].to_pylist() == words
    objects = [None if code < 0 else ("lead", "stage")[code] for code in expected["closest_object"].ravel()]
    assert result.areas()["closest_object"].to_pylist() == objects


@pytest.mark.parametrize("table", ["replicates", "areas"])
def test_every_column_says_its_unit_and_meaning(result: EnsembleResult, table: str) -> None:
    schema = pq.read_schema(result.folder / f"{table}.parquet")
    assert schema.metadata[b"mark"] == b"SIMULATION - exercise only, not a real alert"
    for field in schema:
        assert field.metadata[b"unit"]
        assert b"{" not in field.metadata[b"description"] != b""
    if table == "replicates":
        assert b"2 min" in schema.field("short_lead_share").metadata[b"description"]


def test_provenance_of_a_real_scenario(tmp_path: Path) -> None:
    scenario = usual_scenario()
    result = ensemble(scenario, runs=1, seed=3, workers=1, dispersed=False, folder=tmp_path / "e")
    for table in (result.replicates_path, result.areas_path):
        said = json.loads(pq.read_schema(table).metadata[b"overflight"])
        assert said["scenario_sha256"] == scenario.sha256
        assert (said["seed"], said["runs"], said["overrides"], said["dispersed"]) == (3, 1, [], False)
        assert set(said["versions"]) >= {"overflight", "numpy", "scipy", "shapely", "pyproj", "simpy"}
    everything = b"".join(path.read_bytes() for path in result.folder.iterdir())
    assert str(tmp_path).encode() not in everything


def test_the_summary_is_what_the_columns_say(result: EnsembleResult) -> None:
    runs = pd.read_parquet(result.replicates_path)
    assert result.summary["mark"].startswith("SIMULATION")
    for key, said in result.summary["metrics"].items():
        known = runs[key].dropna()
        assert (said["runs"], said["blank"]) == (len(known), RUNS - len(known))
        assert said["mean"]["mean"] == pytest.approx(known.mean(), abs=1e-6)
        assert said["mean"]["low"] < known.mean() < said["mean"]["high"]
        assert said["quantiles"]["p90"] == pytest.approx(known.quantile(0.9), abs=1e-6)
        assert said["not_blank_share"]["mean"] == pytest.approx(len(known) / RUNS, abs=1e-6)


def test_four_readers_read_the_same(result: EnsembleResult) -> None:
    path = str(result.areas_path)
    arrow = result.areas()
    frame, lazy, sql = (
        pd.read_parquet(path),
        pl.read_parquet(path),
        duckdb.sql(f"select * from '{path}'").df(),
    )
    for key in ("area_code", "closest_object", "end"):
        assert [None if pd.isna(one) else one for one in frame[key]] == arrow[key].to_pylist()
        assert lazy[key].cast(pl.String).to_list() == arrow[key].to_pylist()
        assert [None if pd.isna(one) else one for one in sql[key]] == arrow[key].to_pylist()
    for key in ("enter_s", "lead_s", "population"):
        drawn = arrow[key].to_pandas()
        pd.testing.assert_series_equal(frame[key], drawn, check_names=False)
        assert lazy[key].to_list() == arrow[key].to_pylist()
        pd.testing.assert_series_equal(sql[key].astype(float), drawn.astype(float), check_names=False)


def test_groups_hold_whole_runs_and_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, result: EnsembleResult
) -> None:
    monkeypatch.setattr("sim.ensemble.merge.GROUP_ROWS", 10 * AREAS + 3)
    small = run_into(tmp_path / "e", FakeWork(areas=AREAS), RUNS)
    groups = list(small.area_groups(["replicate", "enter_s"]))
    assert [group.num_rows for group in groups] == [10 * AREAS] * 12 + [7 * AREAS]
    assert pa.concat_tables(groups).equals(result.areas(["replicate", "enter_s"]))


def test_regrouped_rows_do_not_depend_on_the_cuts() -> None:
    rows = pa.table({"x": list(range(100))})
    for cuts in ([0, 100], [0, 1, 2, 50, 99, 100], list(range(0, 101, 20))):
        tables = [rows.slice(a, b - a) for a, b in pairwise(cuts)]
        assert [t["x"].to_pylist() for t in regrouped(tables, 40)] == [
            list(range(40)),
            list(range(40, 80)),
            list(range(80, 100)),
        ]


def test_what_is_no_ensemble_folder(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text("{}")
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError, match="is not an ensemble folder"):
            open_ensemble(folder)
