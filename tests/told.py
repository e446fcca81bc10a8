"""A record told from its openings to its ends, for reports: one dispute under each procedure that
ends, and one in which hardly anything was written down. All of it is invented."""

from tests.desk import Desk

NORTH, YORK, BARE = "N-1", "Y-1", "E-1"

#: When the last of it was written down.
AS_OF = "2027-09-20T12:00"

_LONG = (
    "The school referred on 10 December, after the third absence in a fortnight and a mark on"
    " the forearm that the younger child explained in two ways. The duty team closed the"
    " referral the same day as below the threshold, on the telephone and without seeing either"
    " child.\n\nThe school asked for the reasons in writing, and again on the morning after.\n"
    "No answer came by the end of that day."
)


def told_record(desk: Desk) -> None:
    """The three disputes, written down when they happened or, here and there, late."""
    _bare(desk)
    _north(desk)
    _york(desk)
    desk.at(AS_OF)


def _bare(desk: Desk) -> None:
    desk.at("2026-12-03T10:00").done(
        "open",
        "--ref",
        BARE,
        "--procedure",
        "cyscb",
        "--start",
        "practitioners",
        "--child",
        "CF-9",
        "--raised-by",
        "Youth justice",
    )


def _north(desk: Desk) -> None:
    desk.at("2026-12-11T15:40").done(
        *("open", "--ref", NORTH, "--child", "CF-4410", "--raised-by", "Hawthorn Primary School"),
        *("--with", "Children's Social Care", "--raised", "2026-12-11T15:00"),
        *("--disputed", "2026-12-10", "--disputed-kind", "decision", "--about", "referral"),
        *("--concern", "thresholds", "--summary", _LONG, "--seeking", "An assessment this week."),
        *("--risk-to-child", "Both children go home to the same house over Christmas."),
        *("--position", f"Hawthorn Primary School: {_LONG}"),
        *("--position", "Children's Social Care: Early help was offered and would do more good."),
    )
    said = "What was said is in the minutes, and both sides have read them."
    desk.at("2026-12-14T09:00").done("record", NORTH, "lead-informed", "--on", "2026-12-11T16:00")
    desk.done("party", NORTH, "--add", "lead: P. Vale, Hawthorn Primary School, ext. 12")
    desk.done("note", NORTH, said, "--with", "the duty team", "--at", "2026-12-11T16:30")
    desk.at("2026-12-15T11:00").done("escalate", NORTH, *_why("No agreement after two calls."))
    desk.at("2026-12-16T10:00").done("escalate", NORTH, *_why("The manager takes it up."))
    desk.done("chase", NORTH, "--by", "2026-12-18", "--who", "the manager", "Ask for the minutes.")
    desk.at("2026-12-17T10:00").done("note", NORTH, "This belongs to another child.")
    desk.at("2026-12-17T10:05").done(
        "correct", NORTH, "8", "--reason", "It is about another child.", "--withdraw"
    )
    desk.at("2026-12-29T09:30").done("escalate", NORTH, *_why("The managers do not agree."))
    desk.at("2027-01-04T09:00").done("escalate", NORTH, *_why("Nor do those above them."))
    desk.at("2027-01-06T16:00").done("escalate", NORTH, *_why("Put to the Chair."))
    desk.done("record", NORTH, "panel-meeting", "--on", "2027-01-11T14:00")
    desk.at("2027-01-13T09:00").done("record", NORTH, "panel-meeting", "--on", "2027-01-12T10:00")
    desk.done("escalate", NORTH, *_why("The panel has met."), "--at", "2027-01-12T10:00")
    desk.done(
        "decide",
        NORTH,
        "recommended",
        "--at",
        "2027-01-12T12:30",
        "--reason",
        "The panel recommends an assessment, begun within the week.",
    )
    desk.at("2027-01-15T09:00").done(
        *("close", NORTH, "--outcome", "recommendation-accepted"),
        *("--reason", "Both agencies accept what the panel recommends."),
        *("--action", "Children's Social Care: begin the assessment by 2027-01-18"),
        *("--learning", "A referral that is closed is answered in writing on the same day."),
        *("--agreed-by", "Children's Social Care", "--agreed-by", "Hawthorn Primary School"),
    )


def _why(reason: str) -> tuple[str, ...]:
    return ("--reason", reason, "--risk-to-child", "As at the opening; nobody has seen them.")


def _york(desk: Desk) -> None:
    desk.at("2026-10-08T16:00").done(
        *("open", "--ref", YORK, "--procedure", "cyscb", "--start", "conference"),
        *("--event", "conference=2026-10-08", "--child", "CP-204", "--child", "CP-205"),
        *("--raised-by", "School nursing", "--with", "Children's Social Care", "--with", "Police"),
        *("--concern", "registration", "--summary", "No plan was made.", "--seeking", "A plan."),
        *("--risk-to-child", "Two younger brothers at home."),
        *("--position", "School nursing: The weights speak for themselves."),
        *("--position", "Children's Social Care: The family works with us."),
        *("--position", "Police: Nothing further is known."),
    )
    risk = ("--risk-to-child", "As at the conference.")
    belief = ("--answer", "belief=Nobody watches the weights.")
    desk.at("2026-10-12T10:00").done(
        *(
            "escalate",
            YORK,
            "--to",
            "iro-manager",
            "--reason",
            "A formal challenge.",
            *risk,
            *belief,
        )
    )
    desk.at("2026-10-20T15:00").done(
        *("decide", YORK, "upheld", "--reason", "The chair decided within her discretion.")
    )
    desk.at("2026-11-02T10:00").done(
        *("escalate", YORK, "--to", "heads-of-service", "--reason", "Dissent remains.", *risk)
    )
    desk.at("2026-11-16T10:00").done(
        *("escalate", YORK, "--to", "board-chair", "--ground", "unresolved", *risk),
        *("--reason", "The heads of service do not agree."),
    )
    desk.at("2026-11-23T14:00").done(
        "decide", YORK, "refer-to-crg", "--reason", "It turns on how a conference is prepared."
    )
    _york_panel(desk)


def _york_panel(desk: Desk) -> None:
    desk.at("2026-12-18T11:00").done("record", YORK, "panel-meeting", "--on", "2027-01-11T10:00")
    desk.at("2027-01-04T10:00").done(
        *("record", YORK, "panel-constituted", "--on", "2027-01-04"),
        *("--detail", "members=D. Hale, R. Moss", "--detail", "agencies=Police"),
    )
    for agency, on in (("Children's Social Care", "2027-01-08"), ("Police", "2027-01-11T09:00")):
        desk.at("2027-01-11T10:30").done(
            *("record", YORK, "report-received", "--on", on, "--agency", agency),
            *("--detail", "author=M. Quill", "--detail", "experience=Twelve years in the field."),
            *("--detail", "independence=senior-officer"),
            *("--detail", "commissioned-by=The head of service."),
            *("--detail", "contents=chronology, analysis, recommendations"),
        )
    desk.done("record", YORK, "panel-meeting", "--on", "2027-01-11T10:00")
    desk.at("2027-02-01T10:00").done(
        *("decide", YORK, "accept-recommendations", "--reason", "Both reports say the same."),
        *("--learning", "Weights are brought to a first conference."),
        *("--action", "Police: tell the conference what is known by 2027-03-01"),
    )
    desk.at("2027-02-15T10:00").done(
        *("record", YORK, "findings-submitted", "--on", "2027-02-15", "--detail"),
        "contents=chronology, involvement, analysis, conclusion, agency-recommendations",
    )
    desk.at("2027-02-22T10:00").done(
        "decide", YORK, "considered", "--reason", "The group has the report and asks for a plan."
    )
    desk.at("2027-03-15T10:00").done("decide", YORK, "ratified", "--reason", "It names dates.")
    desk.at("2027-09-17T10:00").done(
        *("decide", YORK, "implemented", "--reason", "Each action was found to be in use."),
        *("--no-action", "--learning", "An audit that asks families hears more."),
    )
