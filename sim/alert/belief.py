"""What the authority believes: the newest report of each object, and which objects have ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from sim.alert.reports import Detection, EndReport, Report, TrackReport


@dataclass(frozen=True)
class Belief:
    """Built from reports only; an object exists here once a report named it."""

    detected: bool = False
    newest: Mapping[str, TrackReport] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[str, EndReport] = field(default_factory=lambda: MappingProxyType({}))

    def after(self, report: Report) -> "Belief":
        """The belief once ``report`` has arrived; a report older than the newest one changes nothing."""
        if isinstance(report, Detection):
            return replace(self, detected=True)
        if isinstance(report, EndReport):
            return replace(self, ended=MappingProxyType({**self.ended, report.subject: report}))
        known = self.newest.get(report.subject)
        if known is not None and known.observed_s >= report.observed_s:
            return self
        return replace(self, newest=MappingProxyType({**self.newest, report.subject: report}))

    @property
    def flying(self) -> tuple[TrackReport, ...]:
        """Newest report of every object not known to have ended, in order of first report."""
        return tuple(report for name, report in self.newest.items() if name not in self.ended)

    @property
    def all_ended(self) -> bool:
        """True once at least one object was reported and every reported object has ended."""
        return bool(self.ended) and not self.flying
