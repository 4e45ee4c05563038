"""What two contacts of a shortlist may share: being one person imported twice, or one team."""

from matcher.contact import Contact
from matcher.identity import fold


def likeness_of(contact: Contact) -> tuple[str, ...]:
    """Gives what two contacts share who are one person, imported twice: the name and every title."""
    titles = {fold(position.title) for position in contact.profile.positions}
    # A nameless profile is nobody's double.
    return (fold(contact.name) or contact.id, *sorted(titles))


def team_of(contact: Contact) -> tuple[str, str]:
    """Gives the company and the title that team mates share; no company, no team."""
    title = contact.profile.positions[0].title if contact.profile.positions else ""
    return fold(contact.company), fold(title)
