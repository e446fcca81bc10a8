"""The practice story, typed into a practice workspace through the program's own commands."""

import contextlib
import io
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import clock
from resolutions_cli.files.workspace.calendars import shipped_calendar
from resolutions_cli.files.workspace.create import init, list_agency
from resolutions_cli.render.formats.page import Block, Heading, Para

# ------------------------------------------------------------------ the story


#: Short names for the disputes in commands; the year of the opening goes in front.
OVERDUE, NOW, SOON, AGREEMENT = "7HQ2M", "B4KXT", "C9RDW", "E3NVP"
RISK, QUIET, PANEL, CHRISTMAS = "F8SJA", "G2MZY", "H6TCE", "J5WPK"

#: The agencies of the story, as a workspace lists them.
AGENCIES: Mapping[str, str] = {
    "school": "School",
    "health": "Health",
    "social-care": "Children's social care",
    "police": "Police",
}


class TypedCommand(Value):
    """One command, and the moment at which it is typed (a WHEN)."""

    at: str
    words: tuple[str, ...]


class PracticeStory(Value):
    """The story: its steps, and the full references by the names above."""

    steps: tuple[TypedCommand, ...]
    references: dict[str, str]


def tell(now: datetime, calendar: WorkingCalendar) -> PracticeStory:
    """The story as of `now` (UTC)."""
    teller = _Teller(now, calendar)
    parts = (
        *(teller.overdue, teller.due_now, teller.due_soon, teller.agreement),
        *(teller.at_risk, teller.quiet, teller.panel, teller.christmas),
    )
    steps = tuple(step for part in parts for step in part())
    return PracticeStory(steps, teller.references)


class _Teller:
    """Days counted from today, and a method for each dispute."""

    def __init__(self, now: datetime, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.now = now
        self.today = Moment.of(now).day
        self.references: dict[str, str] = {}

    def ago(self, working_days: int, clock: str = "10:00") -> str:
        """A time on a working day, that many working days before today."""
        return f"{self.calendar.add_working_days(self.today, -working_days)}T{clock}"

    def ahead(self, working_days: int, clock: str = "10:00") -> str:
        """A time on a working day, that many working days after today."""
        return f"{self.calendar.add_working_days(self.today, working_days)}T{clock}"

    def minutes_ago(self, minutes: int) -> str:
        """A time that many minutes before now."""
        moment = (self.now - timedelta(minutes=minutes)).astimezone(LONDON)
        return moment.isoformat(timespec="minutes")

    def opens(self, name: str, at: str, *words: str) -> TypedCommand:
        """The opening, with a reference that is the same each time."""
        self.references[name] = reference = f"{at[:4]}-{name}"
        return TypedCommand(at, ("open", "--ref", reference, *words))

    def does(self, name: str, at: str, command: str, *words: str) -> TypedCommand:
        """Another command for a dispute."""
        return TypedCommand(at, (command, self.references[name], *words))

    # ---------------------------------------------------------------- the eight

    def overdue(self) -> Iterator[TypedCommand]:
        """Disputed twelve working days ago, and still between line managers."""
        yield self.opens(
            OVERDUE,
            self.ago(11),
            *_under("nyscp", "SC-2041", "school", "social-care", "thresholds"),
            *("--raised", self.ago(11), "--disputed", self.ago(12)[:10]),
            *("--disputed-kind", "decision", "--about", "referral"),
            *("--summary", "A referral about neglect was closed without an assessment."),
            *("--seeking", "An assessment of the child's needs."),
            *("--risk-to-child", "The child often comes to school hungry and unwashed."),
            *("--position", "school: The concerns have grown for a year and need an assessment."),
            *("--position", "social-care: Early help has not been tried yet."),
        )
        yield self.does(OVERDUE, self.ago(9), "escalate", *_because("No agreement by telephone."))
        yield self.does(
            OVERDUE, self.ago(9, "15:00"), "escalate", *_because("Our line manager agrees with us.")
        )
        yield self.does(OVERDUE, self.ago(2), "note", "Asked for a date; none was offered.")

    def due_now(self) -> Iterator[TypedCommand]:
        """Escalated to your line manager just now, with a deadline on the same day."""
        yield self.opens(
            NOW,
            self.ago(1, "16:00"),
            *_under("nyscp", "SC-2107", "health", "social-care", "communication"),
            *("--raised", self.ago(1, "15:00"), "--disputed", self.ago(2)[:10]),
            *("--disputed-kind", "response"),
            *("--summary", "A discharge was planned without telling the health visitor."),
        )
        yield self.does(
            NOW, self.minutes_ago(0), "escalate", *_because("They would not wait for a visit.")
        )

    def due_soon(self) -> Iterator[TypedCommand]:
        """With the Chair of the board as of today: one working day."""
        yield self.opens(
            SOON,
            self.ago(9),
            *_under("nyscp", "SC-1988", "school", "social-care", "thresholds"),
            *("--raised", self.ago(9), "--disputed", self.ago(9)[:10]),
            *("--disputed-kind", "inaction"),
            *("--summary", "A meeting that was agreed was never called."),
        )
        for at in (self.ago(8), self.ago(8, "14:00"), self.ago(5), self.minutes_ago(0)):
            yield self.does(SOON, at, "escalate", *_because("It could not be resolved here."))

    def agreement(self) -> Iterator[TypedCommand]:
        """In York, between practitioners, with no date agreed yet."""
        yield self.opens(
            AGREEMENT,
            self.ago(2),
            *_under("cyscb", "SC-2110", "health", "social-care", "information-withheld"),
            *("--start", "practitioners"),
            *("--summary", "The two agencies differ on what may be shared with a parent."),
        )

    def at_risk(self) -> Iterator[TypedCommand]:
        """Immediate risk: the police know, and two others do not know yet."""
        yield self.opens(
            RISK,
            self.minutes_ago(20),
            *_under("nyscp", "SC-2112", "school", "social-care", "need-for-action"),
            *("--raised", self.minutes_ago(20), "--disputed", self.minutes_ago(20)[:10]),
            *("--disputed-kind", "decision", "--immediate-risk"),
            *("--summary", "The child is to go home today to an adult who made threats."),
            *("--risk-to-child", "Threats of violence were made this morning."),
        )
        yield self.does(
            RISK,
            self.minutes_ago(15),
            "risk",
            *("--told", f"police={self.minutes_ago(16)} by the school's lead to the duty desk"),
        )

    def quiet(self) -> Iterator[TypedCommand]:
        """In York, with senior managers, and without an entry for eight working days."""
        yield self.opens(
            QUIET,
            self.ago(11),
            *_under("cyscb", "SC-1940", "school", "health", "core-group"),
            *("--start", "line-managers"),
            *("--summary", "The core group has met without one of its agencies."),
        )
        yield self.does(
            *(QUIET, self.ago(9), "record", "advice", "--on", self.ago(9)),
            *("--detail", "taken=yes", "--detail", "from=named"),
        )
        yield self.does(
            *(QUIET, self.ago(8), "escalate", "--to", "senior-managers"),
            *_because("The line managers did not agree."),
        )

    def panel(self) -> Iterator[TypedCommand]:
        """In York, with the Case Review Group: the panel is planned, one report has come."""
        yield self.opens(
            PANEL,
            self.ago(30),
            *_under("cyscb", "SC-1871", "school", "social-care", "plan-implementation"),
            *("--with", "health", "--start", "line-managers"),
            *("--summary", "Two agencies left their part of the plan undone."),
        )
        yield self.does(
            *(PANEL, self.ago(25), "escalate", "--to", "board-chair", "--ground", "policy"),
            *_because("It shows a gap in how plans are followed up."),
        )
        yield self.does(
            PANEL, self.ago(20), "decide", "refer-to-crg", *_because("A group should look at it.")
        )
        yield self.does(
            *(PANEL, self.ago(10), "record", "panel-constituted", "--on", self.ago(10)),
            *("--detail", "members=First Member", "--detail", "members=Second Member"),
            *("--detail", "agencies=school, social-care, health"),
        )
        yield self.does(
            PANEL, self.ago(4), "record", "panel-meeting", "--on", self.ahead(7), "--no-input"
        )
        yield self.does(
            *(PANEL, self.ago(1), "record", "report-received", "--on", self.ago(1)),
            *("--agency", "health", "--detail", "author=A senior nurse of another team"),
            *("--detail", "experience=Twelve years of safeguarding work"),
            *("--detail", "independence=senior-officer"),
            *("--detail", "commissioned-by=The director of nursing"),
            *("--detail", "contents=chronology, analysis, recommendations"),
        )

    def christmas(self) -> Iterator[TypedCommand]:
        """Over a past Christmas: the deadline of stage 3 ran on in stage 4."""
        disputed = self._before_christmas()

        def at(working_days: int, clock: str) -> str:
            return f"{self.calendar.add_working_days(disputed, working_days)}T{clock}"

        yield self.opens(
            CHRISTMAS,
            at(1, "15:30"),
            *_under("nyscp", "SC-1702", "police", "social-care", "need-for-action"),
            *("--raised", at(1, "15:30"), "--disputed", disputed.isoformat()),
            *("--disputed-kind", "decision"),
            *("--summary", "The agencies differed on whether a strategy meeting was needed."),
        )
        for when in (at(3, "11:00"), at(3, "12:00"), at(7, "10:00")):
            yield self.does(
                CHRISTMAS, when, "escalate", *_because("It could not be resolved here.")
            )
        yield self.does(
            *(CHRISTMAS, at(10, "16:00"), "close", "--outcome", "decision-changed"),
            *_because("The strategy meeting was held."),
            *("--action", f"social-care: sends the minutes by {at(12, '12:00')[:10]}"),
        )

    def _before_christmas(self) -> date:
        """A working day before the last Christmas for which the whole dispute is now past."""
        this = self.today.year
        year = this - 1 if self.today > date(this, 1, 15) else this - 2
        return self.calendar.working_day_on_or_before(date(year, 12, 16))


def _under(procedure: str, child: str, raised_by: str, with_: str, concern: str) -> list[str]:
    return [
        *("--procedure", procedure, "--child", child, "--raised-by", raised_by),
        *("--with", with_, "--concern", concern),
    ]


def _because(reason: str) -> list[str]:
    return ["--reason", reason]


# ------------------------------------------------------------------ typed into the workspace


#: The name of the person who records the story.
_BY = "Practice"


def demonstrate(group: Any, folder: Path) -> PracticeStory:
    """Make a practice workspace in `folder` and type the story into it.

    `group` is the program's own group of commands: each step is parsed and run as if typed, at
    its own moment. Raises what `init` and the commands raise.
    """
    now = clock.now(practice=True)
    told = tell(now, shipped_calendar("england"))
    made = init(folder, "nyscp", practice=True)
    for code, words in AGENCIES.items():
        made = list_agency(made, code, words)
    for step in told.steps:
        _take(group, folder, step)
    return told


def _take(group: Any, folder: Path, step: TypedCommand) -> None:
    command, *words = step.words
    typed = [command, "--workspace", str(folder), "--by", _BY, "--no-input", *words]
    with _clock_at(step.at), _silence():
        run(group, typed)


def run(group: Any, words: Sequence[str]) -> int:
    """The exit code of a command line after running it."""
    with group.make_context("resolve", list(words)) as context:
        code = group.invoke(context)
    return code if isinstance(code, int) else 0


@contextlib.contextmanager
def _clock_at(when: str) -> Iterator[None]:
    """Set the practice clock for the block."""
    before = os.environ.get(clock.VARIABLE)
    os.environ[clock.VARIABLE] = when
    try:
        yield
    finally:
        if before is None:
            del os.environ[clock.VARIABLE]
        else:
            os.environ[clock.VARIABLE] = before


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Hide the output of the steps, which is not part of the demonstration."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


# ------------------------------------------------------------------ commands to try next


def tries_page(folder: str, references: Mapping[str, str]) -> list[Block]:
    """The commands to try next, ready to be copied."""
    there = f"-w {shlex.quote(folder)}"
    overdue, risk = references[OVERDUE], references[RISK]
    tries = {
        "what to do first": f"resolve next {there}",
        "a whole case file": f"resolve show {overdue} {there}",
        "how its date was counted": f"resolve explain {overdue} main {there}",
        "a deadline over Christmas": f"resolve explain {references[CHRISTMAS]} main {there}",
        "tell somebody of a risk": f'resolve risk {risk} --told "social-care=now by me" {there}',
        "agree a date": (
            f"resolve agree {references[AGREEMENT]} --by-date tomorrow"
            f' --with health --with social-care --reason "Both can meet then." {there}'
        ),
        "move one on": f'resolve escalate {overdue} --reason "They did not agree." {there}',
        "what a panel waits for": f"resolve next {references[PANEL]} {there}",
        "every dispute": f"resolve list --all {there}",
    }
    page: list[Block] = [Heading("TRY NEXT")]
    for words, command in tries.items():
        page.append(Para(words, 2))
        page.append(Para(command, 6, command=True))
    page.append(Para(f"It is all invented; delete {folder} when you are done.", style="aside"))
    return page
