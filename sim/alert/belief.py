"""What the authority believes: the newest reports of each object, and which objects have ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from sim.alert.estimate import Estimate, combine
from sim.alert.reports import Detection, EndReport, Report, Sighting, TrackReport


@dataclass(frozen=True)
class Belief:
    """Built from reports only; an object exists here once a report named it.

    ``recent`` holds the newest reports of each object, at most ``combine_last``, in the order of their
    observation. ``sighted`` are objects known to be reported whose reports nobody has looked up.
    """

    detected: bool = False
    recent: Mapping[str, tuple[TrackReport, ...]] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[str, EndReport] = field(default_factory=lambda: MappingProxyType({}))
    combine_last: int = 1
    sighted: tuple[str, ...] = ()

    def after(self, report: Report) -> "Belief":
        """The belief once ``report`` has arrived; a report older than the newest ones changes nothing."""
        if isinstance(report, Detection):
            return Belief(True, self.recent, self.ended, self.combine_last, self.sighted)
        if isinstance(report, EndReport):
            ended = MappingProxyType({**self.ended, report.subject: report})
            return Belief(self.detected, self.recent, ended, self.combine_last, self.sighted)
        if isinstance(report, Sighting):
            sighted = (*self.sighted, report.subject)
            return Belief(self.detected, self.recent, self.ended, self.combine_last, sighted)
        known = self.recent.get(report.subject, ())
        kept = tuple(sorted([*known, report], key=lambda one: one.observed_s)[-self.combine_last :])
        if report not in kept or any(one.observed_s == report.observed_s for one in known):
            return self
        recent = MappingProxyType({**self.recent, report.subject: kept})
        return Belief(self.detected, recent, self.ended, self.combine_last, self.sighted)

    @property
    def newest(self) -> Mapping[str, TrackReport]:
        """The newest report of every object, ended or not, in order of first report."""
        return MappingProxyType({name: reports[-1] for name, reports in self.recent.items()})

    @property
    def flying(self) -> tuple[TrackReport, ...]:
        """Newest report of every object not known to have ended, in order of first report."""
        return tuple(report for name, report in self.newest.items() if name not in self.ended)

    @cached_property
    def estimates(self) -> tuple[Estimate, ...]:
        """Where every object not known to have ended was at its newest report, from its recent reports."""
        return tuple(combine(reports) for name, reports in self.recent.items() if name not in self.ended)

    @property
    def all_ended(self) -> bool:
        """True once at least one object was reported and every reported object has ended."""
        return bool(self.ended) and self.ended.keys() >= {*self.recent, *self.sighted}
