"""The codes of the duties that no procedure names, and of rows that a duty had before."""

from collections.abc import Mapping

ONWARD, SAFE, TELL, CHASE = "onward", "safe", "tell", "chase"
ACTION, RECOMMENDATION = "action", "recommendation"

#: Who has the duties that no procedure names, by the duty.
WHO_OF_OWN: Mapping[str, str] = {
    SAFE: "everyone involved",
    TELL: "whoever learns of the risk",
    CHASE: "the person named in the reminder",
    ACTION: "the person named in the action",
    RECOMMENDATION: "the agencies concerned",
}

#: Who has a duty of each agency, where the record names none.
NO_AGENCY = "each agency: none is recorded"

#: Rows of a date that a duty had before: one by agreement, one counted from a plan.
AGREED, PLANNED = "agreed", "planned"

#: What a move asks for besides: that it is put on the child's file, and that partners have it.
CHILD_FILE, PARTNERS = "child-file", "partners"

#: The title of a telling begins with the one, and who is to be told follows the other.
RISK, TO_TELL = "IMMEDIATE RISK", ": tell "
