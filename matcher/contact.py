"""A contact: a person whom an employee knows, and what is known of their work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """One job that a person holds or held.

    Dates are ISO 8601 of reduced precision: `2022`, `2022-01` or `2022-01-15`; None where unknown. A
    position without `ended` is held still, as far as the source tells.
    """

    title: str = ""
    company: str = ""
    location: str = ""
    started: str | None = None
    ended: str | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one source tells of a person's work. Positions come latest first."""

    name: str
    headline: str = ""
    positions: tuple[Position, ...] = ()
    location: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    summary: str = ""

    @property
    def company(self) -> str:
        """The company of the position held now, empty if there is none."""
        return next((p.company for p in self.positions if p.ended is None and p.company), "")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of a contact comes from.

    Attributes:
        kind: The file's format, such as `linkedin-connections`.
        name: The file's name, without its folders.
        seen_on: The day on which Coopt last read it, ISO 8601.
    """

    kind: str
    name: str
    seen_on: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in one or several networks; `profile` merges what the sources tell."""

    id: str
    profile: Profile
    sources: tuple[Source, ...] = ()

    @property
    def name(self) -> str:
        """The person's name as the sources write it."""
        return self.profile.name

    @property
    def headline(self) -> str:
        """The profile's headline, or the latest title and company where it has none."""
        if self.profile.headline or not self.profile.positions:
            return self.profile.headline
        latest = self.profile.positions[0]
        return " · ".join(part for part in (latest.title, latest.company) if part)

    @property
    def company(self) -> str:
        """The company of the position held now, empty if there is none."""
        return self.profile.company
