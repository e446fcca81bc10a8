"""Statistics as published: small numbers hidden, and other numbers that would reveal them.

Every table, chart and file is made from these figures only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from resolutions_cli.core.statistics.suppression import (
    BELOW,
    HIDDEN,
    Hidden,
    Number,
    hide_alone,
    hide_in_line,
    hide_in_rows,
    hide_standing,
    hide_unless_all_large,
)
from resolutions_cli.core.statistics.tally import (
    Counts,
    Days,
    Ended,
    OfProcedure,
    Period,
    Statistics,
)
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value


class Spread(Value):
    """The median of several numbers, the least and the greatest."""

    median: float
    least: int
    most: int


#: The name of a column without a total.
_NUMBER = "number"

_NO_MEANING: Mapping[str, str] = {}

#: None if no days were measured.
GivenSpread = Spread | Hidden | None


class FigureLine(Value):
    """One category with its numbers, one for each column; `means` is empty if the code is
    enough."""

    code: str
    numbers: tuple[Number, ...]
    means: str = ""


class CountTable(Value):
    """A table of counts; `name` and the columns are fixed words.

    `totals` are how many were counted in each column. If a dispute may be in several lines, a total
    is less than the sum of the lines.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    totals: tuple[Number, ...] = ()


class Measured(Value):
    """A table of days, by category; its name says which days."""

    name: str
    lines: tuple[tuple[str, str, GivenSpread], ...]


class FigureSection(Value):
    """The figures of one procedure: its id, and its title."""

    procedure: str
    title: str
    counted: tuple[CountTable, ...]
    measured: tuple[Measured, ...]

    @property
    def is_withheld(self) -> bool:
        """Whether the number of its disputes is hidden, and so all its figures."""
        totals = self.counted[0].totals
        return HIDDEN in totals and all(total in (HIDDEN, 0) for total in totals)


class Figures(Value):
    """All published figures of a period.

    `counted` and `measured` are of all disputes; `learning` are texts as typed. `keeps_back` says
    whether small numbers are hidden.
    """

    period: Period
    as_of: Moment
    counted: tuple[CountTable, ...]
    measured: tuple[Measured, ...]
    sections: tuple[FigureSection, ...]
    learning: tuple[str, ...]
    keeps_back: bool

    @property
    def has_hidden(self) -> bool:
        """Whether any figure is hidden."""
        tables = [*self.counted, *(each for one in self.sections for each in one.counted)]
        days = [*self.measured, *(each for one in self.sections for each in one.measured)]
        hidden = any(HIDDEN in line.numbers for table in tables for line in table.lines)
        return hidden or any(given is HIDDEN for each in days for _, _, given in each.lines)


def figures_of(statistics: Statistics, *, keep_back: bool = True) -> Figures:
    """The figures to publish; without `keep_back`, every number as it is."""
    return (_Kept() if keep_back else _Plain()).figures(statistics)


class _Plain:
    """Every number as it is."""

    keeps_back = False

    def figures(self, counted: Statistics) -> Figures:
        """All figures, table by table."""
        flow = self.flow(counted)
        raised, resolved, standing = (line.numbers[1] for line in flow.lines)
        by_procedure = self.procedures(counted, (raised, resolved))
        known = {line.code: line.numbers for line in by_procedure.lines}
        quiet = {"quiet": counted.quiet, "active": counted.standing[1] - counted.quiet}
        conduct = {"departures": counted.departures, "late": len(counted.recorded_late)}
        conducted = self.apart("conduct", conduct)
        late = conducted.lines[-1].numbers[0]
        return Figures(
            period=counted.period,
            as_of=counted.as_of,
            counted=(
                flow,
                by_procedure,
                self.count("raised-by", "raised", counted.raised_by, raised),
                self.count("raised-with", "raised", counted.raised_with, raised),
                self.count("quiet", "open", quiet, standing),
                conducted,
            ),
            measured=(
                Measured(
                    "recorded-late", (("late", "", self.spread(counted.recorded_late, late)),)
                ),
            ),
            sections=tuple(
                self.section(each, known[each.procedure.id], standing)
                for each in counted.procedures
            ),
            learning=counted.learning,
            keeps_back=self.keeps_back,
        )

    def section(
        self, counted: OfProcedure, totals: tuple[Number, ...], standing: Number
    ) -> FigureSection:
        """The figures of one procedure; `totals` are how many were raised and resolved under it."""
        procedure = counted.procedure
        raised, resolved = totals
        titles = {stage.id: stage.title for stage in procedure.stages.values()}
        stages = self.stages(counted, totals, titles)
        # duties reveal how many disputes there are, so they are shown only where disputes are
        ended = self.apart("duties-ended", counted.ended, told=HIDDEN not in totals)
        owing = self.apart("duties-open", counted.owing, told=standing is not HIDDEN)
        missed = next(line.numbers[0] for line in ended.lines if line.code == Ended.MISSED)
        means = (procedure.concerns, procedure.outcomes)
        return FigureSection(
            procedure=procedure.id,
            title=procedure.title,
            counted=(
                stages,
                self.count("concerns", "raised", counted.concerns, raised, means[0]),
                self.count("outcomes", "resolved", counted.outcomes, resolved, means[1]),
                ended,
                owing,
            ),
            measured=(
                Measured(
                    "to-resolution", (("all", "", self.spread(counted.to_resolve, resolved)),)
                ),
                Measured("in-stage", tuple(self.in_stages(counted, stages))),
                Measured("missed-by", (("missed", "", self.spread(counted.late, missed)),)),
            ),
        )

    def in_stages(
        self, counted: OfProcedure, stages: CountTable
    ) -> Iterator[tuple[str, str, GivenSpread]]:
        """The time in each stage; hidden for a stage whose counts are hidden."""
        for line in stages.lines:
            days = counted.in_stage.get(line.code, ())
            # how many left the stage is not printed anywhere, so none is hidden as a small number
            # is
            hidden = HIDDEN in line.numbers or (self.keeps_back and not days)
            yield line.code, line.means, self.spread(days, HIDDEN if hidden else len(days))

    # -------------------------------------------------------------- hidden numbers

    def flow(self, counted: Statistics) -> CountTable:
        """Raised, resolved and open, before and in the period."""
        return _flow(counted.raised, counted.resolved, counted.standing)

    def procedures(self, counted: Statistics, totals: tuple[Number, Number]) -> CountTable:
        """The disputes raised and resolved under each procedure."""
        rows = [(each.raised, each.resolved) for each in counted.procedures]
        return _procedures(counted, rows, totals)

    def stages(
        self, counted: OfProcedure, totals: tuple[Number, ...], titles: Mapping[str, str]
    ) -> CountTable:
        """The stages that disputes reached, and the stages at which they were resolved."""
        return _stages(_stage_rows(counted), totals, titles)

    def count(
        self,
        name: str,
        column: str,
        counts: Counts,
        total: Number,
        means: Mapping[str, str] | None = None,
    ) -> CountTable:
        """A table of one column, with the number of its disputes as the total."""
        return _counted(name, column, counts, list(counts.values()), (total,), means or {})

    def apart(self, name: str, counts: Counts, *, told: bool = True) -> CountTable:
        """Numbers without a total on the page; hidden unless the number of disputes they are about
        is `told`."""
        given = [self.alone(number) if told else HIDDEN for number in counts.values()]
        return _counted(name, _NUMBER, counts, given)

    def alone(self, number: int) -> Number:
        """A number that is not part of a total on the page."""
        return number

    def spread(self, days: Days, count: Number) -> GivenSpread:
        """The spread of days; `count` is the published number of them."""
        if count is HIDDEN:
            return HIDDEN
        numbers = [number for _, number in days]
        return Spread(median(numbers), min(numbers), max(numbers)) if numbers else None


class _Kept(_Plain):
    """Small numbers hidden."""

    keeps_back = True

    def flow(self, counted: Statistics) -> CountTable:
        standing = hide_standing(counted.raised, counted.resolved, counted.standing)
        return _flow(_alone(counted.raised), _alone(counted.resolved), standing)

    def procedures(self, counted: Statistics, totals: tuple[Number, Number]) -> CountTable:
        rows = [(each.raised, each.resolved) for each in counted.procedures]
        given = [totals] if len(rows) == 1 else hide_unless_all_large(rows)
        return _procedures(counted, given, totals)

    def stages(
        self, counted: OfProcedure, totals: tuple[Number, ...], titles: Mapping[str, str]
    ) -> CountTable:
        rows = _stage_rows(counted)
        # if a column's total is hidden the whole column is, and the others are judged without it
        told = [index for index, total in enumerate(totals) if total is not HIDDEN]
        seen = {code: tuple(row[index] for index in told) for code, row in rows.items()}
        given = dict(zip(seen, hide_in_rows(list(seen.values())), strict=True))
        whole = {
            code: tuple(
                row[told.index(index)] if index in told else HIDDEN for index in range(len(totals))
            )
            for code, row in given.items()
        }
        return _stages(whole, totals, titles)

    def count(
        self,
        name: str,
        column: str,
        counts: Counts,
        total: Number,
        means: Mapping[str, str] | None = None,
    ) -> CountTable:
        numbers = list(counts.values())
        given = [HIDDEN for _ in numbers] if total is HIDDEN else hide_in_line(numbers)
        return _counted(name, column, counts, given, (total,), means or {})

    def alone(self, number: int) -> Number:
        return hide_alone(number)

    def spread(self, days: Days, count: Number) -> GivenSpread:
        few = len({dispute for dispute, _ in days}) < BELOW
        return super().spread(days, HIDDEN if few and count != 0 else count)


# ------------------------------------------------------------------ the shapes of the tables


def _alone(pair: tuple[int, int]) -> tuple[Number, Number]:
    return hide_alone(pair[0]), hide_alone(pair[1])


def _flow(
    raised: tuple[Number, Number], resolved: tuple[Number, Number], standing: tuple[Number, Number]
) -> CountTable:
    lines = (
        FigureLine("raised", raised),
        FigureLine("resolved", resolved),
        FigureLine("open", standing),
    )
    return CountTable("disputes", ("before", "period"), lines)


def _procedures(
    counted: Statistics, rows: Sequence[tuple[Number, ...]], totals: tuple[Number, Number]
) -> CountTable:
    procedures = [each.procedure for each in counted.procedures]
    lines = tuple(
        FigureLine(each.id, tuple(row), each.title)
        for each, row in zip(procedures, rows, strict=True)
    )
    return CountTable("procedures", ("raised", "resolved"), lines, totals)


def _stage_rows(counted: OfProcedure) -> dict[str, tuple[int, int]]:
    stages = dict.fromkeys((*counted.reached, *counted.resolved_at))
    return {
        stage: (counted.reached.get(stage, 0), counted.resolved_at.get(stage, 0))
        for stage in stages
    }


def _stages(
    rows: Mapping[str, tuple[Number, ...]], totals: tuple[Number, ...], titles: Mapping[str, str]
) -> CountTable:
    lines = tuple(FigureLine(code, row, titles.get(code, "")) for code, row in rows.items())
    return CountTable("stages", ("reached", "resolved"), lines, totals)


def _counted(
    name: str,
    column: str,
    codes: Iterable[str],
    numbers: Sequence[Number],
    totals: tuple[Number, ...] = (),
    means: Mapping[str, str] = _NO_MEANING,
) -> CountTable:
    lines = tuple(
        FigureLine(code, (number,), means.get(code, ""))
        for code, number in zip(codes, numbers, strict=True)
    )
    return CountTable(name, (column,), lines, totals)
