"""`resolve agree`: the date that all accept, for a duty whose limit is by agreement."""

from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.agencies import acceptance, remind_of_others
from resolutions_cli.app.questions.asked_dates import date_of
from resolutions_cli.app.questions.checks import (
    SHARED,
    Checks,
    DependsOnAnswer,
    Given,
    says_something,
)
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import Agreed, AnyFacts
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import (
    duty_by_agreement,
    has_agreed,
    not_before_set,
    owed_by,
    owing_agencies,
)
from resolutions_cli.core.text import same
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.options import TEXT


def command(
    reference: options.Reference = None,
    by_date: Annotated[
        str, typer.Option("--by-date", metavar="WHEN", help="The date that all accept.")
    ] = "",
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar=TEXT, help="Who accepts it, as AGENCY or AGENCY: NAME."),
    ] = None,
    reason: options.Reason = "",
    duty: Annotated[
        str, typer.Option("--duty", metavar="DUTY", help="Which deadline, if there are several.")
    ] = "",
    agency: Annotated[
        str,
        typer.Option(
            "--agency", metavar="AGENCY", help="Whose deadline, if several agencies have it."
        ),
    ] = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record the date that all accept.

    A later agreement replaces it; the log keeps both.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    duty = _asked_for(run, dispute, duty)
    which = duty_by_agreement(dispute, duty)
    if not agency and len(owing := owing_agencies(dispute, which)) > 1:
        agency = choose.agency(run, "whose deadline it is", Agencies(owing, dispute.words))
    agency = owed_by(dispute, which, agency)
    on = _date(run, by_date)
    accepts = acceptance(run, dispute, with_ or ())
    reason = ask.text(run, reason, "--reason", "why this date")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        dispute: Dispute = read.case.dispute
        which = duty_by_agreement(dispute, duty)
        owing = owed_by(dispute, which, agency)
        return run.at, Agreed(duty=which, agency=owing, on=on, accepted=accepts.agencies)

    texts = {**given(reason=reason), **numbered("with", accepts.people)}
    code = record(run, reference, make, texts)
    remind_of_others(run, dispute, accepts.agencies)
    return code


def _asked_for(run: Run, dispute: Dispute, duty: str) -> str:
    """The deadline by agreement, in whatever case it was typed; on a terminal chosen where the
    stage has several."""
    titles = {each.id: each.title for each in dispute.stage.duties if has_agreed(each.limits)}
    if has_agreed(dispute.stage.limits):
        titles = {"main": dispute.stage.title, **titles}
    alike = [each for each in titles if same(each, duty.strip())]
    if duty or len(titles) < 2 or not run.is_interactive:
        return alike[0] if len(alike) == 1 else duty
    return choose.one_of(run, "", "--duty", "deadline", "which deadline", titles)


def _date(run: Run, typed: str) -> Moment:
    """The date that all accept; no earlier than it was set."""
    return date_of(
        run,
        typed,
        "--by-date",
        "the date that all accept",
        looks=Looks.FUTURE,
        check=lambda on: not_before_set(on, run.at),
    )


# ------------------------------------------------------------------ checked before the questions


def _check_duty(given: Given) -> None:
    try:
        which = duty_by_agreement(
            given.dispute, _asked_for(given.run, given.dispute, given["duty"])
        )
    except errors.WhichDuty:  # it is asked for
        raise DependsOnAnswer from None
    if given["agency"]:
        owed_by(given.dispute, which, given["agency"])


def _check_date(given: Given) -> None:
    _date(given.run, given["by_date"])


CHECKS: Checks = {
    **SHARED,
    "by_date": _check_date,
    "with_": says_something("with_"),
    "duty": _check_duty,
    "agency": _check_duty,
}
