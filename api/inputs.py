"""The JSON bodies and parameters that come in. Fields that are not known are refused."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from matcher.readers.fetch import LONGEST_URL
from matcher.readers.openings.plain_text import MOST_CHARACTERS

MOST_SUGGESTIONS = 50
LONGEST_ID, LONGEST_FIELD = 2_000, 500  # characters; an opening's id may be its address


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("expected text without NUL characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("expected text without lone surrogates") from None
    return text


Storable = Annotated[str, AfterValidator(_storable)]
Id = Annotated[Storable, Field(min_length=1, max_length=LONGEST_ID)]
Cursor = Annotated[Storable, Field(max_length=LONGEST_ID)]
ShortText = Annotated[Storable, Field(max_length=LONGEST_FIELD)]
OpeningText = Annotated[Storable, Field(min_length=1, max_length=MOST_CHARACTERS)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NewOpening(_Request):
    """An opening, as its text. What is not given is found in the text."""

    text: OpeningText
    title: ShortText = ""
    company: ShortText = ""
    location: ShortText = ""
    language: Annotated[str | None, Field(pattern=r"^[a-z]{2}$", description="ISO 639-1 code")] = None


class OpeningsUrl(_Request):
    """Where openings are to be fetched: a job board's page, or any page with a posting in it."""

    url: Annotated[Storable, Field(min_length=1, max_length=LONGEST_URL)]


class Question(_Request):
    """Who in my network fits this role? The role is a stored opening or a text: one of the two."""

    opening_id: Id | None = None
    text: OpeningText | None = None
    k: Annotated[int, Field(ge=1, le=MOST_SUGGESTIONS)] = 5
    include_below_bar: Annotated[bool, Field(description="Fill up with those who do not stand out")] = False

    @model_validator(mode="after")
    def _one_role(self) -> Self:
        if (self.opening_id is None) == (self.text is None):
            raise ValueError("expected either opening_id or text")
        return self
