"""What contacts and officers decide, and what employees see of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import doing
from tests.browser.chromium import Troubles
from tests.browser.serving import Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]


@pytest.mark.parametrize("how", doing.LOOKS[:2], ids=doing.told)
def test_a_contact_who_objects_is_not_suggested_again(
    own_site: Site, signed_in: Opener, visitor: Opener, look: Look, how: dict
) -> None:
    employee = signed_in(**how)
    doing.answer(employee)
    name = doing.names(employee)[0]
    contact = visitor(**how)
    contact.goto(own_site.link_of(name))
    look(contact, "my-data")
    form = contact.locator("form[action$='/objection']")
    contact.locator("details:has(form[action$='/objection']) summary").click()
    form.locator("button").dblclick()
    expect(form).to_have_count(0)
    look(contact, "my-data-objected")
    employee.reload()
    assert name not in doing.names(employee)
    look(employee, "answer-gone")
    doing.answer(employee)
    assert doing.names(employee)
    assert name not in doing.names(employee)


@pytest.mark.parametrize("how", doing.LOOKS[:2], ids=doing.told)
def test_a_stop_of_the_officers_stops_suggestions_until_it_ends(
    own_site: Site, signed_in: Opener, look: Look, troubles: Troubles, how: dict
) -> None:
    troubles.expected.add(409)
    employee, officer = signed_in(**how), signed_in("olga", **how)
    doing.answer(employee)
    officer.goto("/oversight")
    officer.locator("#reason").fill("Under review")
    officer.locator("form:has(#reason) button").dblclick()
    expect(officer.locator(".alert")).to_have_count(1)
    employee.reload()
    expect(employee.locator(".card")).to_have_count(0)
    look(employee, "stopped")
    officer.locator("form[action$='/end'] button").click()
    expect(officer.locator(".alert")).to_have_count(0)
    doing.answer(employee)
    assert doing.names(employee)
