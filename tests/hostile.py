"""A record in which every text does what a text must not: markup of every kind, formulas, escape
bytes, letters that turn the direction of a line."""

import io
import sys

import pytest

from resolutions_cli.app import streams
from tests.desk import Desk

#: What each would be taken for, if anything took it for more than text.
TEXTS = {
    "a script": "<script>alert('x')</script><img src=http://e.invalid/x onerror=alert(1)>",
    "the end of a page": "</dd></style></title></body></html><!-- <b>out</b>",
    "an entity": "&lt;b&gt; &amp; &#60;script&#62; ]]>",
    "terminal markup": "[red]not red[/red] [link=http://e.invalid]here[/link] :warning:",
    "escape bytes": "bell\a \x1b[2J\x1b]0;owned\x07\x1b[31m back\b\b \x9b1m",
    "right to left": "\u202e6202 ceD 1\u202c \u2067no\u2069 \u200f\u061c",
    "an unseen letter": "zero\u200bwidth \ufeff \u2028line \u00adsoft",
    "a formula": "=cmd|'/c calc'!A1",
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a signed formula": "+1-1\t=2",
    "a query": '"; DROP TABLE disputes; --',
    "a table": "| a | b |\n|---|---|\n| c | d |",
    "markdown": "# no heading\n- no item\n1. none\n> none\n    none\n```\nnone\n***none***",
    "links": "[x](javascript:alert(1)) ![x](http://e.invalid/x.png) <http://e.invalid> www.e.x",
    "a template": "{{ 7 * 7 }} {% include 'x' %} ${7*7} %s %n {0.__class__}",
    "an event": "x\nEND:VEVENT\r\nBEGIN:VALARM\nDESCRIPTION:x\\;,\\n",
    "a long word": "x" * 400,
    "another script": "שלום עולם ،مرحبا 你好 👩‍👧‍👦",
}

#: All of it, for a text of many lines.
ALL = "\n".join(TEXTS.values())

#: An agency is a fact on one line.
AGENCY = "=1+1;+2<b>=3</b>|[red]\u202e\"';"

#: Nobody may read these as what they are; each is one that a terminal or a reader obeys.
OBEYED = (
    "\a\b\x1b\x9b\u200b\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)

REF = "H-1"
AS_OF = "2026-10-09T12:00"


def hostile_record(desk: Desk) -> None:
    """A dispute of which every text and every name is hostile, from its opening to a panel."""
    desk.at("2026-10-05T09:00")
    views = [word for text in (ALL, *TEXTS.values()) for word in ("--position", f"health: {text}")]
    opening = (
        *("open", "--ref", REF, "--child", ALL, "--raised-by", AGENCY, "--with", "health"),
        *("--raised", "2026-10-01T10:00", "--disputed", "2026-10-01", "--about", "referral"),
        *("--disputed-kind", "decision", "--concern", "thresholds"),
        *("--summary", ALL, "--seeking", ALL, "--risk-to-child", ALL, "--by", ALL, *views),
    )
    with pytest.MonkeyPatch.context() as terminal:
        # no immediate risk; a name with a semicolon is one agency only if somebody says so; and it
        # is not to be listed; Enter records it
        terminal.setattr(streams, "is_terminal", lambda stream: stream is not sys.stdout)
        terminal.setattr(sys, "stdin", io.StringIO("no\n1\nno\n\n"))
        assert desk.asks(*opening).code == 0
    for text in TEXTS.values():
        desk.done("note", REF, text, "--with", text, "--document", text)
    desk.done("risk", REF, "--reason", ALL, "--told", f"police=2026-10-05T08:30 by {ALL}")
    desk.done("party", REF, "--add", f"lead: {TEXTS['a script']}, health, {TEXTS['a table']}")
    desk.done("chase", REF, "--by", "2026-10-07", "--who", ALL, ALL)
    desk.at("2026-10-06T09:00")
    desk.done("escalate", REF, "--reason", ALL, "--risk-to-child", ALL, "--by", TEXTS["links"])
    desk.done("sooner", REF, "--to", "2026-10-12", "--reason", ALL)
    desk.done("record", REF, "discussion", "--on", "2026-10-06", "--note", ALL)
    desk.done("correct", REF, "2", "--reason", ALL, "--set", f"text={ALL}")
    desk.done("correct", REF, "3", "--reason", ALL, "--withdraw")
    desk.at(AS_OF)
