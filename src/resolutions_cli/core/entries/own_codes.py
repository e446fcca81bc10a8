"""The codes of the duties that no procedure names, and of rows for a duty's earlier dates."""

from collections.abc import Mapping

ONWARD, SAFE, TELL, CHASE = "onward", "safe", "tell", "chase"
ACTION, RECOMMENDATION = "action", "recommendation"

#: The words for who has the duties that no procedure names, by duty.
WHO_OF_OWN: Mapping[str, str] = {
    SAFE: "everyone involved",
    TELL: "whoever learns of the risk",
    CHASE: "the person named in the reminder",
    ACTION: "the person named in the action",
    RECOMMENDATION: "the agencies concerned",
}

#: The words for who has a duty of each agency, if the record names no agency.
NO_AGENCY = "each agency: none is recorded"

#: Rows for a duty's earlier dates: one by agreement, one counted from a plan.
AGREED, PLANNED = "agreed", "planned"

#: The tasks after a move: putting it on the child's file, and sending it to the partners.
CHILD_FILE, PARTNERS = "child-file", "partners"

#: The first is the start of the title of a duty to tell somebody; the person follows the second.
RISK, TO_TELL = "IMMEDIATE RISK", ": tell "
