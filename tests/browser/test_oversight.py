"""The officer: what was suggested is asked again, the log is checked, and groups are compared in charts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import doing
from tests.browser.serving import Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
CHART = ".chart canvas, .chart svg"


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_a_suggestion_is_asked_again(own_site: Site, signed_in: Opener, look: Look, how: dict) -> None:
    employee, officer = signed_in(), signed_in("olga", **how)
    doing.answer(employee)
    contact = own_site.contact(doing.names(employee)[0])
    officer.goto("/oversight")
    officer.locator("form[action$='/check'] button").click()
    expect(officer.get_by_role("status").first).to_be_visible()
    look(officer, "oversight-checked")
    officer.goto("/oversight/events?kind=suggested")
    officer.locator("tbody a").first.click()
    look(officer, "oversight-event")
    officer.locator("#contact").fill(contact)
    officer.locator("form[action$='/replay'] button").click()
    expect(officer.locator("#one")).to_be_visible()
    expect(officer.locator(".columns table")).to_have_count(2)
    look(officer, "oversight-replay")
    assert all(one.name not in officer.content() for one in own_site.store.contacts("ada", k=1_000))


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_groups_are_compared_in_charts_and_tables(
    own_site: Site, signed_in: Opener, look: Look, how: dict
) -> None:
    employee, officer = signed_in(), signed_in("olga", **how)
    doing.answer(employee)
    everybody = sorted(one.id for one in own_site.store.contacts("ada", k=1_000))
    rows = "\n".join(f"{one},{'fm'[place % 2]}" for place, one in enumerate(everybody))
    groups = {"name": "groups.csv", "mimeType": "text/csv", "buffer": f"contact_id,sex\n{rows}\n".encode()}
    officer.goto("/oversight/audit")
    officer.locator("#file").set_input_files(groups)
    officer.locator("form:has(#file) button").click()
    expect(officer.locator("table[data-chart]").first).to_be_visible()
    expect(officer.locator(CHART).first).to_be_visible()
    look(officer, "audit-report")
    with officer.expect_download() as saved:
        officer.locator("a[href$='/csv']").click()
    assert "selection rate" in saved.value.path().read_text("utf-8-sig")
