"""Gaps about an immediate risk: who is not recorded as told, and a risk that goes on."""

from collections.abc import Iterator

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.time.typed import written_day
from resolutions_cli.core.views.disorder import Gap


def never_told(case: Case) -> Iterator[Gap]:
    """The roles not recorded as told of an immediate risk."""
    dispute = case.dispute
    for episode in dispute.episodes:
        missing = [role for role in dispute.procedure.risk.tell if role not in episode.told]
        if missing:
            titles = "; ".join(dispute.procedure.role(role) for role in missing)
            yield Gap(
                "never-told",
                "follow-up",
                f"not recorded as told of the immediate risk of {written_day(episode.on.day)}:"
                f" {titles}",
                f'resolve risk {dispute.reference} --told "{missing[0]}=WHEN by NAME to NAME"',
            )


def risk_goes_on(case: Case) -> Iterator[Gap]:
    """An immediate risk that is not recorded as over although the dispute is closed."""
    dispute = case.dispute
    for episode in dispute.episodes:
        if episode.ended is None and not dispute.is_open:
            yield Gap(
                "risk-goes-on",
                "outcome",
                f"the immediate risk of {written_day(episode.on.day)} is not recorded as over",
                f'resolve risk {dispute.reference} --ended WHEN --reason "…"',
            )
