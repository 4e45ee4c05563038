"""A resume's text, cleaned of contact details and cut into sections at its headings."""

import re
from dataclasses import dataclass, field

from matcher.identity import fold
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.resume_words import HEADINGS, Section
from matcher.readers.dates import DATE

BULLET = re.compile(r"^(?:[-–—*+>•▪■●◦‣·✓➢o]\s+|[•▪■●◦‣·✓➢])")
# UTF-8 once read as cp1252 or latin-1, as many resumes hold it: a lead byte and what follows it.
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")
_LOST_BYTE = {"ï¼\u200b": "-", "ï¼": "-", "Â ": " ", "â¢": "•"}  # the same, with a byte already dropped
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*\*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\u2060\ufeff]")
MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/\S*", re.IGNORECASE)
_PHONE = re.compile(
    r"\+\d[\d ().-]{7,17}\d|(?<![\w/.-])0\d(?:[ .-]?\d\d){4}(?!\d)"
    r"|(?<![\w/.-])\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?!\d)"
)
_CONTACT_LABEL = re.compile(  # what is left of a line once its number or address is gone
    r"(?:tel|tél|téléphone|telephone|phone|fax|e-?mail|courriel|teléfono|telefon)[\s.:|/-]*"
    r"|(?:mobile|portable|cell|mail|correo|linkedin|handy|contact)\s*[.:|/-]+\s*",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"(?:date of birth|birth ?date|born\s*:?\s*(?:(?:on|in)\b|\d)|d\.o\.b|marital status"
    r"|(?:married|single|divorced)\b,|marié(?:e|\(e\)|·e)?s?,|célibataire\b|verheiratet\b"
    r"|né(?:e|\(e\))? (?:le|en)\b"
    r"|date de naissance|situation familiale|état civil|fecha de nacimiento|nacid[oa] |estado civil|geboren"
    r"|geburtsdatum|familienstand|age ?:|âge ?:|\d\d ans$).{0,60}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-–—_=*~#.•|]*")
_JOINERS = {",", "-", "–", "—", "|", "·", ":", "to", "au", "à", "bis", "hasta"}
_SHORT, _LONGEST_JOINED = 40, 200
_ENDS_WITH_DATE = re.compile(rf"{DATE}\s*$", re.IGNORECASE)
_STARTS_WITH_DATE = re.compile(
    rf"{DATE}|current|present|now|aujourd|actuel|présent|heute|actual", re.IGNORECASE
)
_DECORATION = re.compile(r"^(?:[_=\s]+|\d{1,2}[.)]\s+|[IVX]{1,4}[.)]\s+)|[#_=\s]+$")
_LONGEST_HEADING = 45


@dataclass(slots=True)
class Part:
    """A section of a resume; a blank line is an empty text."""

    section: Section
    heading: str = ""
    lines: list[str] = field(default_factory=list)


def clean_lines(text: str) -> list[str]:
    """Gives the lines without contact details, birth dates and damage of encoding; split dates are joined."""
    if not text.isascii():
        text = _undamaged(text)
    text = _PHONE.sub("", text)
    if "@" in text:
        text = MAIL.sub("", text)
    if "linkedin" in text.casefold():
        text = _LINKEDIN.sub("", text)
    lines = [" ".join(_MARKDOWN.sub("", line).split()) for line in text.split("\n")]
    return _joined([line for line in lines if not _is_private(line)])


def phone_numbers(text: str) -> list[str]:
    """Gives the telephone numbers that `clean_lines` leaves out."""
    return _PHONE.findall(text)


def private_details(text: str) -> set[Dropped]:
    """Gives what a resume's text holds that `clean_lines` leaves out, apart from the address of its mail."""
    found = {Dropped.PHONE} if _PHONE.search(text) else set()
    if any(_PRIVATE.match(" ".join(line.split())) for line in text.split("\n") if len(line) <= _SHORT * 2):
        found.add(Dropped.PRIVATE)
    return found


def _undamaged(text: str) -> str:
    text = _MOJIBAKE.sub(lambda match: _repaired(match[0]), text)
    for broken, whole in _LOST_BYTE.items():
        text = text.replace(broken, whole)
    return _INVISIBLE.sub(" ", text)


def _repaired(letters: str) -> str:
    raw = bytearray()
    for letter in letters:
        raw += letter.encode("latin-1" if ord(letter) < 256 else "cp1252")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return letters


def _is_private(line: str) -> bool:
    short = 0 < len(line) <= 80
    return short and bool(_CONTACT_LABEL.fullmatch(line) or _PRIVATE.match(line))


def _joined(lines: list[str]) -> list[str]:
    """Puts lines together that a column layout tore apart, such as `City` `,` `State`."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if line in _JOINERS and out and _belong_together(out[-1], line, following):
            out[-1] = f"{out[-1]}{'' if line in ',:' else ' '}{line} {following}".rstrip()
            at += 2
        elif line in ("-", "•", "*", "·") and following:
            out.append(f"{line} {following}")
            at += 2
        else:
            out.append("" if _RULE.fullmatch(line) else line)
            at += 1
    return out


def _belong_together(before: str, joiner: str, after: str) -> bool:
    if not before or not after or len(before) > _LONGEST_JOINED:
        return False
    if _STARTS_WITH_DATE.match(after) and (joiner in ",:" or _ENDS_WITH_DATE.search(before)):
        return True
    if joiner in ",:":
        return len(after) <= _SHORT
    short = len(before) <= _SHORT and len(after) <= _SHORT
    return joiner in "-–—|·" and short and not before.endswith((".", ";")) and not BULLET.match(before)


def split_parts(lines: list[str]) -> list[Part]:
    """Cuts the lines at the headings; the first part is what stands before the first heading."""
    parts = [Part(Section.TOP)]
    previous = ""
    for line in lines:
        heading = _heading(line, parts[-1].section, after_blank=not previous) if line else None
        if heading:
            section, label, rest = heading
            parts.append(Part(section, label, [rest] if rest else []))
        else:
            parts[-1].lines.append(line)
        previous = line
    return parts


def _heading(line: str, current: Section, *, after_blank: bool) -> tuple[Section, str, str] | None:
    label, colon, rest = line.partition(":")
    if len(label) > _LONGEST_HEADING or BULLET.match(line):
        return None
    label, rest = _DECORATION.sub("", label), rest.strip(" *")
    section = HEADINGS.get(fold(label)) if label[:1].isupper() else None
    # Inside a position `Tools: …` and `Achievements:` introduce a part of its description.
    if section is None or (colon and current is Section.EXPERIENCE and not (after_blank or label.isupper())):
        return None
    if rest and section in (Section.EXPERIENCE, Section.OTHER) and current is not Section.TOP:
        return None
    return section, label, rest
