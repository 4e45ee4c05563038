import string

import pytest

from matcher.catalogue import Tongue, text, texts_of
from matcher.introduction import Stage
from matcher.reminders import ReminderKind


def values(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_language_says_the_same_with_the_same_values():
    english = texts_of(Tongue.ENGLISH)
    for tongue in Tongue:
        found = texts_of(tongue)
        assert {section: list(keys) for section, keys in found.items()} == {
            section: list(keys) for section, keys in english.items()
        }
        for section in english:
            for key, template in english[section].items():
                assert values(found[section][key]) <= values(template) | {"name"}, (tongue, section, key)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_there_is_a_text_for_every_stage_and_reminder(tongue):
    for stage in Stage:
        assert text("stages", stage, tongue)
        assert text("hints", stage, tongue, name="Ada")
    for kind in ReminderKind:
        assert "Ada" in text("reminders", kind, tongue, name="Ada", opening="Chef")
        assert "Ada" in text("calendar", kind, tongue, name="Ada")


def test_a_name_is_never_read_as_a_template():
    assert "{opening}" in text("reminders", "no-answer", Tongue.ENGLISH, name="{opening}", opening="Chef")
