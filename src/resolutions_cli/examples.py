"""Two examples for the help of each command; only help reads them.

Those of a story are typed there just so, and the story is played by a test. All others are run on
the workspace in `examples/`, as of Tuesday 22 December 2026, 9am, or asked about at a terminal
only. `tests/house/test_examples.py` holds this list to both.
"""

from collections.abc import Mapping

#: By the words after the program's name. A line that ends with a backslash goes on in the next.
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "due": (
        "resolve due",
        'resolve due --within "5 working days"',
    ),
    "next": (
        "resolve next",
        "resolve next HILL-7",
    ),
    "show": (
        "resolve show HILL-7",
        'resolve show CEDAR-3 --as-of "1 December 2026"',
    ),
    "open": (
        "resolve open --ref HILL-7",
        'resolve open --ref WREN-2 --child CF-3310 --raised-by "Wren Primary" \\\n'
        '  --with "Children\'s Social Care" --concern thresholds \\\n'
        "  --disputed 2026-12-14 --disputed-kind decision --raised 2026-12-14T16:00 \\\n"
        '  --summary "Referral closed." --seeking "An assessment."',
    ),
    "note": (
        'resolve note HILL-7 "Rang twice."',
        'resolve note HILL-7 "Rang the duty team, left a message." \\\n  --at 2026-12-18T09:40',
    ),
    "done": (
        "resolve done FERN-6 child-file --on 2026-11-24",
        "resolve done FERN-6 action:1 --on 2026-11-25",
    ),
    "risk": (
        "resolve risk WREN-2 --at 2026-12-16T11:00 \\\n"
        '  --reason "He says that he is afraid to go home today." \\\n'
        '  --told "dsl=2026-12-16T11:00 by T. Reed to J. Marsh"',
        "resolve risk WREN-2 --told \\\n"
        '  "social-care=2026-12-16T12:05 by J. Marsh to the duty team ref D-77"',
    ),
    "escalate": (
        "resolve escalate BIRCH-2 \\\n"
        '  --reason "We spoke twice and see it differently." \\\n  --risk-to-child "As before."',
        "resolve escalate YORK-3 --to heads-of-service \\\n"
        '  --reason "Dissent remains after the decision was upheld."',
    ),
    "decide": (
        'resolve decide YORK-3 ratified \\\n  --reason "The plan covers all four recommendations."',
        "resolve decide YORK-3 upheld --reason \\\n"
        '  "The chair weighed the contact and decided within her discretion."',
    ),
    "record": (
        "resolve record YORK-3 panel-meeting --on 2026-06-01T10:00",
        "resolve record HILL-7 lead-informed --on 2027-02-03T12:00 \\\n"
        '  --detail lead="J. Marsh, designated lead"',
    ),
    "agree": (
        'resolve agree ELM-5 --by-date "8 Jan 2027" --with "Youth justice: K. Moss" \\\n'
        '  --reason "Both managers are back by then."',
        'resolve agree ELM-5 --by-date 2027-01-08 --with "Children\'s Social Care" \\\n'
        '  --with "Youth justice" --reason "Both managers are back by then."',
    ),
    "sooner": (
        "resolve sooner NOEL-1 --to 2026-12-23 \\\n"
        '  --reason "She must be seen before the surgery closes for Christmas."',
        'resolve sooner BIRCH-2 --to tomorrow --reason "The school closes that day."',
    ),
    "chase": (
        'resolve chase ASH-1 --by 2026-12-23 --who "practice manager" \\\n'
        '  "Ask for the name of the team manager on duty"',
        "resolve chase ASH-1 --done 1",
    ),
    "party": (
        'resolve party ASH-1 --add "GP: N. Shah, Beck Surgery, 01904 000000"',
        'resolve party ASH-1 --add "dsl: J. Marsh, Hilltop School"',
    ),
    "correct": (
        'resolve correct BIRCH-2 2 --set at=2026-12-21 \\\n  --reason "It was the day before."',
        'resolve correct BIRCH-2 2 --withdraw \\\n  --reason "It belongs to another dispute."',
    ),
    "close": (
        "resolve close BIRCH-2 --outcome agreed \\\n"
        '  --reason "The team sends a worker to every meeting." \\\n'
        '  --action "Children\'s Social Care: names the worker by 8 Jan 2027"',
        "resolve close OAK-7 --outcome opened-in-error --no-action \\\n"
        '  --reason "It was recorded twice."',
    ),
    "reopen": (
        'resolve reopen FERN-6 --reason "The calls are not answered again."',
        "resolve reopen FERN-6 --reason-file why.txt",
    ),
    "settle": (
        "resolve settle HILL-7",
        'resolve settle HILL-7 5-3f --reason "The lead agreed to that move."',
    ),
    "redact": (
        'resolve redact ASH-1 2 --key reason --reason "It named a child."',
        "resolve redact ASH-1 2 --as-asked",
    ),
    "list": (
        "resolve list --all",
        "resolve list --closed",
    ),
    "find": (
        'resolve find "duty number"',
        "resolve find hungry school",
    ),
    "explain": (
        "resolve explain HILL-7",
        "resolve explain CEDAR-3 panel",
    ),
    "timeline": (
        "resolve timeline NOEL-1",
        'resolve timeline CEDAR-3 --as-of "1 December 2026"',
    ),
    "similar": (
        "resolve similar OAK-7",
        'resolve similar OAK-7 --within "12 months"',
    ),
    "stats": (
        "resolve stats --year 2026",
        "resolve stats --from 2026-10-01 --to 2026-12-22",
    ),
    "calc": (
        'resolve calc "10 working days" --from 2026-12-16',
        'resolve calc "48 hours" --from "yesterday 3pm"',
    ),
    "verify": (
        "resolve verify",
        "resolve verify ASH-1 --gaps",
    ),
    "report": (
        "resolve report case CEDAR-3 --output case.html",
        "resolve report panel CEDAR-3 --output pack.docx",
    ),
    "report case": (
        "resolve report case CEDAR-3 --output case.html",
        "resolve report case ASH-1 --format md --output ASH-1.md",
    ),
    "report panel": (
        "resolve report panel CEDAR-3 --output pack.docx",
        "resolve report panel CEDAR-3 --format html --output pack.html",
    ),
    "report return": (
        "resolve report return --year 2026 --output return.html",
        "resolve report return --procedure nyscp --format docx --output return.docx",
    ),
    "export": (
        "resolve export --bundle hill.toml HILL-7",
        "resolve export --bundle dates-only.toml HILL-7 --without-text",
    ),
    "import": (
        "resolve import hill.toml",
        "resolve import --csv escalations.csv --map map.toml --dry-run",
    ),
    "sync": (
        "resolve sync --init git@git.example.org:disputes.git",
        "resolve sync",
    ),
    "seal": (
        "resolve seal",
        "resolve seal --json",
    ),
    "init": (
        "resolve init practice --practice --procedure nyscp",
        "resolve init ~/disputes --procedure nyscp",
    ),
    "demo": (
        "resolve demo",
        "resolve demo --in ~/practice",
    ),
    "procedure": (
        "resolve procedure list",
        "resolve procedure show nyscp",
    ),
    "procedure list": (
        "resolve procedure list",
        "resolve procedure list --json",
    ),
    "procedure show": (
        "resolve procedure show nyscp",
        "resolve procedure show riverside.toml --html -o wall.html",
    ),
    "procedure check": (
        "resolve procedure check riverside.toml",
        "resolve procedure check riverside.toml hillside.toml",
    ),
    "procedure try": (
        'resolve procedure try riverside.toml --on "16 Dec 2026 15:30"',
        "resolve procedure try nyscp",
    ),
    "procedure add": (
        "resolve procedure add riverside.toml",
        "resolve procedure add ~/riverside.toml --workspace ~/disputes",
    ),
    "procedure accept": (
        "resolve procedure accept riverside@2026-1",
        'resolve procedure accept riverside@2026-1 --by "A. Lead"',
    ),
    "procedure checked": (
        'resolve procedure checked nyscp --on 20/11/2026 --by "A. Lead"',
        "resolve procedure checked nyscp",
    ),
    "procedure remove": (
        "resolve procedure remove riverside",
        "resolve procedure remove riverside@2026-1",
    ),
    "procedure new": (
        "resolve procedure new westshire -o westshire.toml",
        "resolve procedure new westshire --template",
    ),
    "calendar": (
        "resolve calendar 2027",
        "resolve calendar import bank-holidays.json",
    ),
    "undo": (
        "resolve undo",
        "resolve undo HILL-7",
    ),
    "drafts": (
        "resolve drafts",
        "resolve drafts --remove",
    ),
    "config": (
        "resolve config",
        "resolve config soon 3",
    ),
    "where": (
        "resolve where",
        "resolve where --json",
    ),
}


def examples_of(path: str) -> tuple[str, ...]:
    """The examples of a command by its path, as `resolve due`; none for `resolve` itself."""
    return EXAMPLES.get(path.partition(" ")[2], ())
