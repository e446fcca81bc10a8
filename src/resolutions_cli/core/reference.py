"""References of disputes: their shape, how one is made, and how what a person typed finds one."""

import re
from collections.abc import Iterable, Sequence

from resolutions_cli.errors import AmbiguousReference, BadReference, NoSuchDispute

#: Crockford's base32: no I, L, O and U, which are misread or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 5

LONGEST = 40

#: Stands between a folder's reference and the beginning of an `opened` entry's id, where two
#: disputes were opened under one reference.
TWIN = "~"

_GENERATED = re.compile(rf"\d{{4}}-[{ALPHABET}]{{{RANDOM_CHARACTERS}}}", re.ASCII)
_OWN = re.compile(rf"(?!-)[A-Za-z0-9-]{{1,{LONGEST}}}(?<!-)", re.ASCII)
#: Names that Windows gives to devices, whatever the folder; a reference is a folder's name.
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.ASCII | re.IGNORECASE)
#: How Crockford's alphabet reads the letters it does not have.
_MISREAD = str.maketrans("OIL", "011")


def is_reference(text: str) -> bool:
    """Whether `text` can be a dispute's reference, and so a folder's name on any system."""
    return bool(_OWN.fullmatch(text)) and not _DEVICE.fullmatch(text)


def own_reference(typed: str) -> str:
    """An agency's own reference, kept as it was typed. Raises BadReference."""
    if not is_reference(typed):
        raise BadReference(longest=LONGEST)
    return typed


def new_reference(year: int, numbers: Sequence[int]) -> str:
    """A reference like 2026-K7Q4M, of the year and five random numbers from 0 to 31."""
    if len(numbers) != RANDOM_CHARACTERS:
        raise ValueError(f"a reference takes {RANDOM_CHARACTERS} numbers")
    return f"{year:04}-" + "".join(ALPHABET[number] for number in numbers)


def is_taken(reference: str, known: Iterable[str]) -> bool:
    """Whether a dispute has that reference already; case makes no difference on many disks."""
    return reference.casefold() in {other.casefold() for other in known}


def match(typed: str, known: Iterable[str]) -> str:
    """The one reference that was meant.

    Takes any beginning, of a generated one also without its year, in upper or lower case and
    with O for 0 and I or L for 1; a reference typed in full is never ambiguous, and one that ends
    within a number of an agency's own is, even if there is only one.
    Raises NoSuchDispute, AmbiguousReference.
    """
    wanted = typed.strip().upper()
    candidates = sorted(ref for ref in known if wanted and _begins(ref, wanted))
    in_full = [ref for ref in candidates if len(ref) == len(wanted)]
    found = in_full if len(in_full) == 1 else candidates
    if not found:
        raise NoSuchDispute
    if len(found) > 1 or _splits_a_number(found[0], wanted):
        raise AmbiguousReference(candidates=_listed(found))
    return found[0]


def _is_generated(reference: str) -> bool:
    """Whether a reference is one that `new_reference` makes, and not an agency's own."""
    return _GENERATED.fullmatch(reference.partition(TWIN)[0]) is not None


def _splits_a_number(reference: str, wanted: str) -> bool:
    """Whether an agency's own reference only begins as was typed within a number: HILL-1 is not
    HILL-12, and what is written about the one child must not go to the other."""
    if _is_generated(reference):
        return False
    return wanted[-1:].isdigit() and reference[len(wanted) :][:1].isdigit()


def _begins(reference: str, wanted: str) -> bool:
    upper = reference.upper()
    if upper.startswith(wanted):
        return True
    if not _is_generated(reference):
        return False
    heard = wanted.translate(_MISREAD)
    return upper.startswith(heard) or upper.partition("-")[2].startswith(heard)


def typed_as(reference: str, begun: str) -> str:
    """A reference written out in the form in which somebody began to type it: in full or without
    its year, in small letters or capitals. Empty when it does not begin so."""
    forms = [reference]
    if _is_generated(reference):
        forms.append(reference.partition("-")[2])
    for form in forms:
        if form.upper().startswith(begun.upper()):
            return begun + (form.lower() if begun.islower() else form)[len(begun) :]
    return ""


def _listed(references: Sequence[str], most: int = 10) -> str:
    words = ", ".join(references[:most])
    return words if len(references) <= most else f"{words} and {len(references) - most} more"
