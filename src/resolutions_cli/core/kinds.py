"""The kinds of entries by what they do: each is in one of these groups, and mypy says if not."""

from resolutions_cli.core.facts import (
    Agreed,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
)

#: What may move a dispute on its route.
Moving = Opened | Escalated | Decided | Closed | Reopened

#: What happened or was arranged while it stayed where it was.
Happening = Recorded | Agreed | Sooner | Risk | Chase | Noted

#: Who is who: an agency or a person joins.
Joining = Party

#: What is about another entry.
AboutAnother = Corrected | Redacted | Settled | Finished
