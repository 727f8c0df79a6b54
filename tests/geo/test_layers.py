"""Loading a layer: what arrives, and what a user reads when the files are not what was shipped."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from sim.errors import WorkError
from sim.geo.layers import AreaLayer, load_context, load_layer
from sim.shipped import shipped_folder, shipped_layer_names, shipped_layers

REMEDY = "install overflight again; in a checkout, restore it with git or run: python geodata/build.py"


@pytest.fixture(scope="module")
def okinawa() -> AreaLayer:
    return load_layer("okinawa")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped layers, small ones only, to be damaged."""
    for name in ("manifest.json", "okinawa.geojson", "context.geojson"):
        shutil.copy(shipped_folder("geodata") / name, tmp_path / name)
    return tmp_path


def failure(act, *arguments) -> str:
    with pytest.raises(WorkError) as caught:
        act(*arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def rewrite(folder: Path, change) -> str:
    """Change the Okinawa file's document and vouch for it in the manifest, as a careless rebuild would."""
    path = folder / "okinawa.geojson"
    document = change(json.loads(path.read_bytes()))
    path.write_text(json.dumps(document), encoding="utf-8")
    vouch(folder)
    return str(path)


def vouch(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    content = (folder / "okinawa.geojson").read_bytes()
    manifest["layers"]["okinawa"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_the_layers_a_scenario_can_name():
    assert shipped_layer_names() == ("okinawa", "japan")


def test_naming_the_layers_does_not_import_shapely():
    code = (
        "import sys; from sim.shipped import shipped_layer_names; shipped_layer_names(); "
        "print('shapely' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_okinawa_arrives_whole(okinawa: AreaLayer):
    assert len(okinawa) == 41
    assert okinawa.codes[0] == "47201"
    assert okinawa.names_en[0] == "Naha City"
    assert okinawa.names_ja[0] == "那覇市"
    assert set(okinawa.prefecture_codes) == {"47"}
    assert okinawa.population.sum() == 1_467_480
    assert okinawa.population[okinawa.codes.index("47382")] == 1676
    assert okinawa.title == "Okinawa Prefecture: 41 municipalities"
    assert "Japan Meteorological Agency" in okinawa.credit


def test_polygons_equal_the_ones_shapely_reads(okinawa: AreaLayer):
    text = (shipped_folder("geodata") / "okinawa.geojson").read_text(encoding="utf-8")
    features = [shapely.from_geojson(json.dumps(item["geometry"])) for item in json.loads(text)["features"]]
    assert okinawa.polygons.shape == (41,)
    assert shapely.equals_exact(okinawa.polygons, features).all()


def test_japan_arrives_whole_with_population_only_where_known():
    japan = load_layer("japan")
    assert len(japan) == 1758
    assert japan.codes == tuple(sorted(japan.codes))
    in_okinawa = np.array(japan.prefecture_codes) == "47"
    assert np.array_equal(np.isfinite(japan.population), in_okinawa)
    assert shapely.get_num_geometries(japan.polygons).sum() > 3000


def test_arrays_cannot_be_written_to(okinawa: AreaLayer):
    with pytest.raises(ValueError, match="read-only"):
        okinawa.population[0] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        okinawa.polygons[0] = None
    with pytest.raises(ValueError, match="read-only"):
        okinawa.subset(["47201"]).population[0] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        load_context()[0] = None


def test_subset_keeps_the_layers_order_and_every_column(okinawa: AreaLayer):
    part = okinawa.subset(["47382", "47201", "47207", "47201"])
    assert part.codes == ("47201", "47207", "47382")
    assert part.names_en == ("Naha City", "Ishigaki City", "Yonaguni Town")
    assert part.names_ja == ("那覇市", "石垣市", "与那国町")
    assert part.prefecture_codes == ("47", "47", "47")
    assert part.population.tolist() == [317_625, 47_637, 1676]
    rows = [okinawa.codes.index(code) for code in part.codes]
    assert all(a is b for a, b in zip(part.polygons, okinawa.polygons[rows], strict=True))
    assert (part.name, part.title, part.credit) == (okinawa.name, okinawa.title, okinawa.credit)


def test_subset_of_nothing_is_empty(okinawa: AreaLayer):
    empty = okinawa.subset([])
    assert len(empty) == 0
    assert empty.population.shape == empty.polygons.shape == (0,)


def test_subset_refuses_codes_the_layer_has_not(okinawa: AreaLayer):
    message = failure(okinawa.subset, ["47201", "99999", "13101"])
    assert message == "the layer 'okinawa' has no area with code 13101, 99999"


def test_context_is_single_polygons():
    context = load_context()
    assert len(context) == shipped_layers()["context"].feature_count
    assert set(shapely.get_type_id(context)) == {shapely.GeometryType.POLYGON}


@pytest.mark.parametrize("name", ["okinawan", "context", ""])
def test_an_unknown_name_is_told_the_known_ones(name):
    assert failure(load_layer, name) == (
        f"there is no layer of areas named {name!r}; the layers are okinawa, japan"
    )


def test_a_missing_file(folder: Path):
    path = folder / "japan.geojson"
    assert failure(load_layer, "japan", folder) == (
        f"{path}: this map layer cannot be read (No such file or directory); {REMEDY}"
    )


@pytest.mark.parametrize("place", [0, 40_000, -1])
def test_a_single_flipped_bit_is_noticed(folder: Path, place):
    path = folder / "okinawa.geojson"
    expected = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    found = hashlib.sha256(content).hexdigest()[:12]
    assert failure(load_layer, "okinawa", folder) == (
        f"{path}: this map layer is damaged: its sha256 begins {found} and should begin {expected}; {REMEDY}"
    )


def test_a_truncated_context(folder: Path):
    path = folder / "context.geojson"
    path.write_bytes(path.read_bytes()[:100_000])
    message = failure(load_context, folder)
    assert message.startswith(f"{path}: this map layer is damaged: its sha256 begins ")
    assert message.endswith(f"; {REMEDY}")


def test_line_endings_changed_on_checkout_are_noticed(folder: Path):
    path = folder / "okinawa.geojson"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "this map layer is damaged: its sha256 begins" in failure(load_layer, "okinawa", folder)


def test_truncated_json_that_the_manifest_vouches_for(folder: Path):
    path = folder / "okinawa.geojson"
    path.write_bytes(path.read_bytes()[:20_000])
    vouch(folder)
    message = failure(load_layer, "okinawa", folder)
    assert message.startswith(
        f"{path}: this map layer is damaged: it is not a GeoJSON feature collection (JSONDecodeError("
    )
    assert message.endswith(f"; {REMEDY}")


def test_a_json_file_that_is_no_feature_collection(folder: Path):
    path = rewrite(folder, lambda document: [1, 2])
    assert failure(load_layer, "okinawa", folder).startswith(
        f"{path}: this map layer is damaged: it is not a GeoJSON feature collection (TypeError("
    )


def test_an_area_too_few(folder: Path):
    path = rewrite(folder, lambda document: {**document, "features": document["features"][:-1]})
    assert failure(load_layer, "okinawa", folder) == (
        f"{path}: this map layer is damaged: it has 40 features and should have 41; {REMEDY}"
    )


def test_areas_out_of_order_or_twice(folder: Path):
    def twice(document):
        document["features"][1]["properties"]["area_code"] = "47201"
        return document

    path = rewrite(folder, twice)
    assert failure(load_layer, "okinawa", folder) == (
        f"{path}: this map layer is damaged: its area codes are not in ascending order; {REMEDY}"
    )


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("area_code", "4720", "ValueError('area code 4720 in prefecture 47')"),
        ("area_code", 47201, "ValueError('an empty text for 47201')"),
        ("prefecture_code", "46", "ValueError('area code 47201 in prefecture 46')"),
        ("name_en", "", "ValueError('an empty text for 47201')"),
        ("name_ja", None, "ValueError('an empty text for 47201')"),
        ("population", -1, "ValueError('population -1 of 47201')"),
        ("population", "317625", "ValueError('population 317625 of 47201')"),
    ],
)
def test_a_wrong_property(folder: Path, key, value, reason):
    def spoil(document):
        document["features"][0]["properties"][key] = value
        return document

    path = rewrite(folder, spoil)
    assert failure(load_layer, "okinawa", folder) == (
        f"{path}: this map layer is damaged: the properties of an area are wrong ({reason}); {REMEDY}"
    )


def test_a_missing_property(folder: Path):
    def spoil(document):
        del document["features"][0]["properties"]["population"]
        return document

    rewrite(folder, spoil)
    assert "the properties of an area are wrong (KeyError('population'))" in failure(
        load_layer, "okinawa", folder
    )


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [127.0, 26.0]},
        {"type": "Polygon", "coordinates": [[[127.0, 26.0], ["x", 26.0], [127.0, 27.0], [127.0, 26.0]]]},
        {"type": "Polygon", "coordinates": [[[127.0, 26.0], [127.0, 26.0]]]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[]]},
    ],
)
def test_a_geometry_that_is_none(folder: Path, geometry):
    def spoil(document):
        document["features"][3]["geometry"] = geometry
        return document

    path = rewrite(folder, spoil)
    message = failure(load_layer, "okinawa", folder)
    assert message.startswith(f"{path}: this map layer is damaged: a geometry cannot be read (")


@pytest.mark.parametrize(
    "coordinates",
    [
        [[[127.0, 26.0], [128.0, 27.0], [128.0, 26.0], [127.0, 27.0], [127.0, 26.0]]],
        [[[127.0, 26.0], [128.0, float("nan")], [128.0, 27.0], [127.0, 26.0]]],
    ],
)
def test_an_invalid_geometry(folder: Path, coordinates):
    def spoil(document):
        document["features"][3]["geometry"] = {"type": "Polygon", "coordinates": coordinates}
        return document

    path = rewrite(folder, spoil)
    assert failure(load_layer, "okinawa", folder) == (
        f"{path}: this map layer is damaged: the geometry of feature 4 is not valid; {REMEDY}"
    )


def test_a_manifest_that_is_missing(tmp_path: Path):
    path = tmp_path / "manifest.json"
    expected = f"{path}: the list of map layers cannot be read (No such file or directory); {REMEDY}"
    assert failure(shipped_layer_names, tmp_path) == expected
    assert failure(load_layer, "okinawa", tmp_path) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"format": "overflight-geodata/1", "layers": {', "not JSON: line 1: "),
        ('{"layers": {}}', "no 'format'"),
        (
            '{"format": "overflight-geodata/2", "layers": {}}',
            "its format is 'overflight-geodata/2' and should be ",
        ),
        ('{"format": "overflight-geodata/1", "layers": {"okinawa": {"title": "x"}}}', "no 'kind'"),
        ('{"format": "overflight-geodata/1", "layers": []}', "'list' object has no attribute 'items'"),
        ("[]", "list indices must be integers"),
        ("\xff", "'utf-8' codec can't decode"),
    ],
)
def test_a_damaged_manifest(tmp_path: Path, text, reason):
    path = tmp_path / "manifest.json"
    path.write_bytes(text.encode("latin-1"))
    message = failure(shipped_layers, tmp_path)
    assert message.startswith(f"{path}: the list of map layers is damaged ({reason}")
    assert message.endswith(f"; {REMEDY}")


def test_a_manifest_without_the_context(folder: Path):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    del manifest["layers"]["context"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert failure(load_context, folder) == f"the list of map layers names no 'context'; {REMEDY}"
