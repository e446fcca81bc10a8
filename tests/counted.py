"""Disputes by the dozen, for statistics: each told in a line, counted together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from resolutions_cli.core.deadlines.case import assess
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.entries.facts import Closed, Escalated, Opened
from resolutions_cli.core.record.log import Log, chronicle, in_order
from resolutions_cli.core.statistics.figures import Figures, figures_of
from resolutions_cli.core.statistics.tally import Period, Statistics, Told, statistics_of
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import Calendars
from tests import story as telling
from tests.story import Story, when

#: Read once for all the disputes.
procedure, calendar = cache(telling.procedure), cache(telling.calendar)

#: The year that is counted, from April to March.
YEAR = Period(date(2026, 4, 1), date(2027, 3, 31))


@dataclass(frozen=True)
class Brief:
    """One dispute: opened on a day, moved on every second day, perhaps closed `after` days."""

    opened: str
    by: tuple[str, ...] = ("school",)
    with_: tuple[str, ...] = ("social-care",)
    concerns: tuple[str, ...] = ("thresholds",)
    under: str = "nyscp"
    moves: int = 0
    after: int | None = None
    outcome: str = "agreed"
    learning: tuple[str, ...] = ()
    departure: str = ""
    late: int = 0

    def story(self) -> Story:
        """Its log."""
        story = Story(procedure(self.under))
        first = next(iter(story.procedure.starts)).id
        story.add(
            self.opened,
            Opened(
                procedure=story.procedure.id,
                version=story.procedure.version,
                digest=story.procedure.digest,
                stage=first,
                raised_by=self.by,
                with_=self.with_,
                concerns=self.concerns,
            ),
        )
        stage, day = first, when(self.opened).day
        for _ in range(self.moves):
            day += timedelta(days=2)
            onward = story.procedure.stages[stage].moves[0]
            story.add(f"{day}", Escalated(from_=stage, to=onward.to, grounds=onward.grounds[:1]))
            stage = onward.to
        if self.departure:
            story.add(f"{day}", Escalated(from_=stage, to=self.departure, departure=True))
            stage = self.departure
        if self.after is not None:
            closed = when(self.opened).day + timedelta(days=self.after)
            texts: dict[str, str | None] = {
                f"learning-{number}": text for number, text in enumerate(self.learning, 1)
            }
            last = story.add(f"{closed}", Closed(from_=stage, outcome=self.outcome), texts)
            later = last.recorded + timedelta(days=self.late)
            story.entries[-1] = last.but(recorded=later)
        return story


@dataclass
class Many:
    """Disputes that are counted together."""

    briefs: list[Brief] = field(default_factory=list)

    def told(self, as_of: Moment) -> Iterable[Told]:
        """Each of them that had been opened by then, with the lines of its log."""
        for number, brief in enumerate(self.briefs):
            if when(brief.opened).is_after(as_of):
                continue
            story = brief.story()
            reference = f"D-{number}"
            entries = [entry.but(dispute=reference) for entry in story.entries]
            log = Log(reference, in_order(entries))
            calendars = Calendars(calendar(story.procedure.nation))
            case = assess(log, story.procedure, calendars, as_of, Settings())
            yield Told(case, chronicle(log, as_of))

    def statistics(self, period: Period = YEAR, agencies: Iterable[str] = ()) -> Statistics:
        """What is counted of them."""
        as_of = Moment(period.last)
        return statistics_of(self.told(as_of), period, as_of, agencies, calendar)

    def figures(self, period: Period = YEAR, agencies: Iterable[str] = ()) -> Figures:
        """What is given out of it."""
        return figures_of(self.statistics(period, agencies))
