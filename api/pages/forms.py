"""What a contact's page asks in its form, and what comes back from it."""

from collections.abc import Mapping

from matcher.contact import Position, Profile

BLANK_POSITIONS = 2  # offered below those that are known
MOST_POSITIONS = 100


def positions_offered(profile: Profile) -> tuple[Position, ...]:
    """Gives the posts of the form: those that are known, and some blank ones."""
    return (*profile.positions, *(Position() for _ in range(BLANK_POSITIONS)))


def said(form: Mapping[str, str]) -> Profile:
    """Reads the profile that a form tells. A post without title, employer and text is left out."""
    positions = [_position(form, place) for place in range(MOST_POSITIONS) if f"title-{place}" in form]
    return Profile(
        name=_line(form, "name"),
        headline=_line(form, "headline"),
        positions=tuple(p for p in positions if p.title or p.company or p.summary),
        location=_line(form, "location"),
        languages=_lines(form, "languages"),
        skills=_lines(form, "skills"),
        summary=_text(form, "summary"),
    )


def as_shown(profile: Profile) -> Profile:
    """Gives the profile as the form gives it back where nothing was changed."""
    form = {
        "name": profile.name,
        "headline": profile.headline,
        "location": profile.location,
        "languages": "\n".join(profile.languages),
        "skills": "\n".join(profile.skills),
        "summary": profile.summary,
    }
    for place, position in enumerate(profile.positions):
        form |= {
            f"title-{place}": position.title,
            f"company-{place}": position.company,
            f"location-{place}": position.location,
            f"started-{place}": position.started or "",
            f"ended-{place}": position.ended or "",
            f"summary-{place}": position.summary,
        }
    return said(form)


def _position(form: Mapping[str, str], place: int) -> Position:
    return Position(
        title=_line(form, f"title-{place}"),
        company=_line(form, f"company-{place}"),
        location=_line(form, f"location-{place}"),
        started=_line(form, f"started-{place}") or None,
        ended=_line(form, f"ended-{place}") or None,
        summary=_text(form, f"summary-{place}"),
    )


def _text(form: Mapping[str, str], name: str) -> str:
    """Browsers end lines with CR LF."""
    return form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _line(form: Mapping[str, str], name: str) -> str:
    return " ".join(form.get(name, "").split())


def _lines(form: Mapping[str, str], name: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in _text(form, name).split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))
