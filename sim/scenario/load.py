"""One scenario file -> one frozen ``Scenario``, or every mistake in it at once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.scenario.areasource import KnownAreas, read_area_source
from sim.scenario.checks import check
from sim.scenario.checks_policy import check_failures
from sim.scenario.checks_sweep import OVER, check_sweep
from sim.scenario.document import format_not_first, in_order, other_format
from sim.scenario.extends import folder_of, set_too_late, with_bases
from sim.scenario.nodes import Finding, Node, Scalar, key_place, plain, problem
from sim.scenario.nodes import Mapping as Tree
from sim.scenario.nodes import Path as KeyPath
from sim.scenario.overrides import apply_overrides, value_text, with_value
from sim.scenario.shape import walk
from sim.scenario.spec import ScenarioSpec
from sim.scenario.sweep import Value
from sim.scenario.trackfile import TrackObject
from sim.scenario.tracks import read_tracks
from sim.scenario.words import findings


@dataclass(frozen=True)
class Scenario:
    """A checked scenario with its tracks.

    ``tracks`` has one track per object of ``spec.objects``, in order. ``sha256`` is over what the scenario
    says, after overrides, the knots of its tracks and the bytes of its own file of areas (``areas_path``,
    ``areas_sha256``, where it has one): the same wherever the files lie.
    """

    spec: ScenarioSpec
    tracks: tuple[TrackObject, ...]
    path: Path
    sha256: str
    overrides: tuple[str, ...] = ()
    areas_path: Path | None = None
    areas_sha256: str | None = None


@dataclass(frozen=True)
class Written:
    """A scenario as it is written, with its overrides, before anything in it is judged."""

    path: Path
    root: Node
    files: tuple[str, ...]
    overrides: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def load_scenario(path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Read and check a scenario file merged with what it ``extends``, ``key.path=value`` overrides put in first.

    Raises ``InputError`` with every problem: of the YAML, of its values, across keys, and of the files of areas and
    tracks.
    """
    return judged(read_scenario(path, overrides))


def read_scenario(path: str | Path, overrides: Sequence[str] = ()) -> Written:
    """The tree of a scenario file; raises ``InputError`` where there is none."""
    problems: list[Problem] = []
    written = with_bases(Path(path), problems)
    root = apply_overrides(written.root, overrides, problems)
    return Written(Path(path), root, written.files, tuple(overrides), tuple(problems))


def with_values(written: Written, values: Mapping[str, Value]) -> Written:
    """The scenario with single values put in by key, as overrides would; its sweep is no part of it any more.

    The values stand where the sweep names their keys. Raises `sim.scenario.overrides.CannotSet`.
    """
    root, texts = written.root, []
    for key, value in values.items():
        text, place = value_text(value), key_place(written.root, (*OVER, key))
        root, _ = with_value(root, key, Scalar(place, str(value), isinstance(value, str), value))
        texts.append(f"{key}={text}")
    if isinstance(root, Tree):
        root = replace(root, entries=tuple(entry for entry in root.entries if entry.key != "sweep"))
    return replace(written, root=root, overrides=(*written.overrides, *texts))


def judged(written: Written) -> Scenario:
    """The scenario that a tree says; raises ``InputError`` with every problem."""
    root, folder = written.root, written.path.parent
    if unlike := other_format(root):
        raise InputError([unlike])
    problems = list(written.problems)
    data = plain(root)
    tracks = read_tracks(data, lambda key: folder_of(root, key, folder))
    areas = read_area_source(data, lambda key: folder_of(root, key, folder))
    spec, found = _validated(data, root)
    found += set_too_late(root)
    known = {finding.path for finding in found}
    failures = check_failures(data, tracks.objects)
    swept = check_sweep(root, lambda tree: _wrong_values(tree, areas.known))
    further = (*check(data, areas.known), *failures, *areas.findings, *tracks.findings, *swept)
    found += [finding for finding in further if finding.path not in known]
    problems += [p for p in (problem(root, finding) for finding in found) if p]
    problems += areas.problems + tracks.problems
    if problems or spec is None:
        raise InputError(in_order(problems, written.files))
    objects = tuple(track for track in tracks.objects if track)
    digest = _digest(spec, objects, areas.sha256)
    return Scenario(spec, objects, written.path, digest, written.overrides, areas.path, areas.sha256)


def _wrong_values(root: Node, areas: KnownAreas | None) -> list[Finding]:
    data = plain(root)
    return [*_validated(data, root)[1], *check(data, areas)]


def _validated(data: dict[str, Any], root: Node) -> tuple[ScenarioSpec | None, list[Finding]]:
    found: list[Finding] = []
    if isinstance(root, Tree) and (unlike := format_not_first(root)):
        found.append(unlike)
    try:
        return ScenarioSpec.model_validate(data), found
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return None, found + findings([*errors, *_behind_unknown_keys(data, errors)], root, ScenarioSpec)


def _behind_unknown_keys(data: dict[str, Any], errors: list[Any]) -> list[Any]:
    """Errors between keys that pydantic did not look for because the same mapping holds an unknown key."""
    unknown = [
        walk(error["loc"], ScenarioSpec).path for error in errors if error["type"] == "extra_forbidden"
    ]
    if not unknown:
        return []
    known = {error["loc"] for error in errors}
    try:
        ScenarioSpec.model_validate(_without(data, unknown))
    except ValidationError as error:
        again = error.errors(include_url=False)
        return [e for e in again if e["type"] == "value_error" and e["loc"] not in known]
    return []


def _without(data: dict[str, Any], paths: list[KeyPath]) -> dict[str, Any]:
    pruned = deepcopy(data)
    for path in paths:
        parent: Any = pruned
        for part in path[:-1]:
            parent = parent[part]
        del parent[path[-1]]
    return pruned


def _digest(spec: ScenarioSpec, tracks: tuple[TrackObject, ...], areas_sha256: str | None) -> str:
    said = spec.model_dump(
        mode="json", exclude={"objects": {"__all__": {"track", "track_object"}}, "areas": {"file"}}
    )
    flown = [[asdict(knot) for knot in track.knots] for track in tracks]
    text = json.dumps([said, flown, areas_sha256], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
