"""What is left behind at the door: whatever is not about work."""

from enum import StrEnum


class Dropped(StrEnum):
    """What is never kept, in the words of the import's report."""

    BIRTHDAY = "birthday"
    HOME_ADDRESS = "home address"
    PHOTO = "photo"
    NOTES = "notes"
    RELATIONS = "relations"
    GENDER = "gender"
    NATIONALITY = "nationality"
    LABELS = "labels"
    NICKNAME = "nickname"
    PHONE = "phone number"
    EVENTS = "events"
    INTERESTS = "interests"
    IDENTITY = "identity number"
    PRIVATE = "birth date or family"  # as a resume tells them, in one line
    OTHER = "other fields"
