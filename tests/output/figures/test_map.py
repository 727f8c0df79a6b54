"""What the map is drawn from: scene, extent, nearest points, small islands."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from sim.engine.log import EventLog
from sim.output.figures.basemap import MAPPED
from sim.output.figures.extent import closer_look, concern
from sim.output.figures.flightlines import outer_sides, tick_step_s
from sim.output.figures.frame import Bounds, frame_around
from sim.output.figures.nearest import nearest_point
from sim.output.figures.people import small_islands
from sim.output.figures.scene import outline_of, read_scene
from sim.output.figures.sheet_text import LAND_COVERS, headline
from tests.output.figures.views import Made, made_view

SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]])
FRAME = frame_around(Bounds(122.0, 24.0, 132.0, 28.0), 9.0, 5.0)


def test_nothing_is_torn_at_the_antimeridian() -> None:
    scene = read_scene(made_view(Made(centre=(179.4, 26.0), gate=True)))
    lon = np.concatenate(
        [*(one.lon for one in scene.flown), *(area.part_boxes[:, 0] for area in scene.areas)]
    )
    assert lon.max() - lon.min() < 6.0
    assert all(area.bounds.east - area.bounds.west < 1.0 for area in scene.areas)
    assert max(np.abs(np.diff(one.lon)).max() for one in scene.flown) < 1.0
    assert np.ptp(scene.gates[0][1]) < 4.0


def test_rings_become_one_outline() -> None:
    outline = outline_of([SQUARE, SQUARE + 5.0])
    assert outline is not None
    assert outline.codes is not None
    assert [*outline.codes].count(Outline.MOVETO) == [*outline.codes].count(Outline.CLOSEPOLY) == 2
    assert outline.contains_point((1.0, 1.0))
    assert outline.contains_point((6.0, 6.0))
    assert not outline.contains_point((3.5, 3.5))
    assert outline_of([]) is None


@pytest.mark.parametrize(
    ("place", "expected"), [((3.0, 1.0), (2.0, 1.0)), ((-1.0, -1.0), (0.0, 0.0)), ((4.0, 4.0), (5.0, 5.0))]
)
def test_the_nearest_point_lies_on_an_edge(place: tuple[float, float], expected: tuple[float, float]) -> None:
    outline = outline_of([SQUARE, SQUARE + 5.0])
    assert outline is not None
    assert nearest_point(outline, np.array(place), 1.0).tolist() == pytest.approx(expected)


def test_the_nearest_point_knows_that_meridians_converge() -> None:
    corner = outline_of([np.array([[0.0, 1.0], [1.2, 0.0], [1.2, 0.0], [0.0, 1.0]])])
    assert corner is not None
    flat, squeezed = (nearest_point(corner, np.array([0.0, 0.0]), squeeze) for squeeze in (1.0, 0.2))
    assert flat[1] > squeezed[1]


def test_only_lonely_small_islands_are_marked() -> None:
    land = [127.0, 26.0, 127.5, 26.5]
    beside = [127.51, 26.2, 127.512, 26.202]
    lonely = [130.0, 26.0, 130.01, 26.01]
    twin = [130.02, 26.0, 130.028, 26.01]
    boxes = np.array([land, beside, lonely, twin])
    assert small_islands(FRAME, boxes, np.arange(4)).tolist() == [2]
    crowd = np.array([[124.0 + 0.05 * k, 25.0, 124.01 + 0.05 * k, 25.01] for k in range(12)])
    assert len(small_islands(FRAME, crowd, np.arange(12))) < 5
    assert small_islands(FRAME, np.empty((0, 4)), np.empty(0, np.int64)).tolist() == []


def test_a_large_layer_is_cut_to_the_areas_concerned() -> None:
    view = made_view(Made(areas=100, overflown=0))
    near = concern(read_scene(view))
    far = view.areas[0]["geometry"]["coordinates"][0][0]
    far[:] = [[lon - 40.0, lat] for lon, lat in far]
    view.areas[0]["properties"].update(warned_s=None, closest_m=None)
    cut = concern(read_scene(view))
    assert cut.west >= near.west - 1e-9
    assert cut.east == near.east


def test_the_closer_look_holds_a_crowd_and_nothing_else_needs_one() -> None:
    crowded = read_scene(made_view(Made(areas=400)))
    main = frame_around(concern(crowded), 9.0, 5.0)
    closer = closer_look(crowded, main, 2.6, 3.05)
    assert closer is not None
    assert closer.east - closer.west < 0.4 * (main.east - main.west)
    assert sum(bool(closer.holds(*area.centre)) for area in crowded.areas) >= 5
    sparse = read_scene(made_view(Made(areas=4)))
    assert closer_look(sparse, frame_around(concern(sparse), 9.0, 5.0), 2.6, 3.05) is None


def test_unwarned_areas_come_first() -> None:
    scene = read_scene(made_view(Made(areas=20, overflown=6, warned="some", late_areas=(3,))))
    first = [area.row["area_name"] for area in sorted(scene.areas, key=scene.rank)][:4]
    assert first == ["Area 2 Town", "Area 5 Town", "Area 3 Town", "Area 0 Town"]


def test_labels_of_tracks_look_outwards() -> None:
    scene = read_scene(made_view(Made(objects=4)))
    assert outer_sides(FRAME, scene.flown) == [-1, -1, 1, 1]
    assert tick_step_s(FRAME, scene.flown) == 30.0
    assert tick_step_s(FRAME, []) == 1200.0


def test_the_headline_tells_unknown_people_from_none() -> None:
    assert "12 areas, 12,066 people" in headline(made_view(Made()))
    assert "Overflown unwarned: 0 areas" in headline(made_view(Made()))
    assert "12 areas, people unknown" in headline(made_view(Made(population=False)))
    assert "Footprint over: 1 area, 1,000 people" in headline(made_view(Made(overflown=1)))


def test_the_sea_is_only_drawn_where_the_land_is_known() -> None:
    import shapely

    from sim.geo.layers import load_context

    west, south, east, north = shapely.total_bounds(load_context())
    assert MAPPED.west <= west
    assert MAPPED.south <= south
    assert MAPPED.east >= east
    assert MAPPED.north >= north
    assert f"{MAPPED.south:g} to {MAPPED.north:g}°N, {MAPPED.west:g} to {MAPPED.east:g}°E" == LAND_COVERS


def test_nothing_flies_in_a_false_alarm() -> None:
    view = made_view(Made())
    assert read_scene(view).flown
    alarm = replace(view, log=EventLog([event for event in view.log if event.kind != "launch"]))
    assert read_scene(alarm).flown == []
    # A view without any event is ground to draw on, not a run.
    assert read_scene(replace(view, log=EventLog())).flown
