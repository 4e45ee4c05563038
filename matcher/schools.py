"""Where somebody studied, by name: it tells an origin, and of the trade no more than what was studied there.

Names are left out of what is read by an encoder; what is shown and quoted keeps them.
"""

import re

# Without one of these a text names no school; they are looked for first, since most texts have none.
HINTS = ("universi", "college", "cole", "escuela", "hochschule", "polytechnic")

_NAME = r"(?-i:[A-ZÀ-ÖØ-Þ])[\w'’]*(?:[.–-][\w'’]+)*"  # with a capital letter
_OF = (  # with the space behind it, if there is one
    r"(?:(?:degli studi di|degli studi|de las?|de los|of the|of|des?|du|del|di|do|da|dos|van|von|zu|für) "
    r"|(?:de l|d)['’])"
)
_ARTICLE = r"(?:(?:the|la|le|die|der|a) |l['’])?"
_KIND = (
    r"(?:nationale?s?|nacional(?:es)?|sup[eé]rieure?s?|superior|normale|centrale|polytechnique|polit[eé]cnica"
    r"|technisch\w*|technical|technique|t[eé]cnica|cat(?:h?olique|[oó]lica|holic)|aut[oó]noma|libre|freien?"
    r"|royale?|f[eé]d[eé]rale?|estatal|state)"
)
# "University of Lagos", "université Laval", "Technische Universität München", "École supérieure de Lyon".
# What follows a bare "University" is no name but a trade: "University Professor".
_KIND_FIRST = (
    rf"\b{_ARTICLE}(?:(?:{_KIND} )*universit(?:y|é|e|à|ät|eit)(?: {_KIND})*(?: {_OF}|(?<!y) ){_NAME}"
    rf"|universidade?(?: {_KIND})*(?: {_OF}| ){_NAME}"
    rf"|hochschule(?: für \w+)? {_NAME}"
    rf"|(?:[eé]cole|escuela)(?: {_KIND})+(?: {_OF}\w+)*? {_OF}{_NAME})"
    rf"(?: {_OF}?{_NAME}){{0,5}}"
)
# "Mumbai University", "Queen Mary University of London": behind a word or a sign that no title crosses, and
# without a trade in it: "Nursing College".
_KIND_LAST = (
    rf"(?:(?<=\b(?:at|by) )|(?<=\bfrom )|(?<=\bthe )|(?<=\bde )|(?<=à )|(?<=, )|(?<=\()){_ARTICLE}"
    r"(?!(?:community|junior|technical|nursing|medical|engineering|business|law|art|open) )"
    rf"(?:{_NAME} ){{1,4}}(?:university|college|polytechnic)(?: of(?: the)? {_NAME})?(?! ?\w)"
)
# When somebody left school tells an age.
_YEARS = r"(?:,? ?\(?(?:19|20)\d\d(?: ?[–-] ?(?:19|20)\d\d)?\)?)?"
SCHOOL = re.compile(rf"(?:{_KIND_FIRST}|{_KIND_LAST}){_YEARS}", re.IGNORECASE)


def without_schools(text: str) -> str:
    """Leaves out the names of schools; a text that is nothing but such a name stays."""
    folded = text.casefold()
    if not any(hint in folded for hint in HINTS):
        return text
    left = SCHOOL.sub("", text)
    return left if any(map(str.isalpha, left)) else text
