"""What contacts ask for and what is owed to them, on a real store."""

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from matcher.contact import Position, Profile
from matcher.drafts.language import NoteLanguage
from matcher.encoder import Encoder
from matcher.errors import InvalidStatement, StoreUnavailable, UnknownContact, WrongSecret
from matcher.events import EventKind
from matcher.introduction import Stage
from matcher.privacy.duties import Controller, LegalBasis, notice_due_on
from matcher.privacy.handing_out import HandingOut, notice_with_link
from matcher.privacy.notice import Practice
from matcher.privacy.retention import Delays, Life, Purpose, keeping_of, run_retention
from matcher.privacy.secret import SECRET_FILE
from matcher.privacy.statement import Statement, statement_from_json, statement_to_json
from matcher.readers.openings import opening_from_text
from matcher.readers.report import ContactRow, Reading
from matcher.reindex import reindex
from matcher.store import Store
from matcher.suggest import Suggester
from tests.conftest import WordEncoder, reading
from tests.database import address, ask

MONTH = timedelta(days=30)
ADA, BO = ("Ada Vale", "chef"), ("Bo Marsh", "chef")


@pytest.fixture
def held(store: Store) -> Store:
    store.import_contacts(reading(ADA, BO), "me")
    return store


def id_of(store: Store, name: str, employee: str = "me") -> str:
    return next(contact.id for contact in store.contacts(employee) if contact.name == name)


def suggester(store: Store, encoder: Encoder) -> Suggester:
    from matcher.index import open_current

    reindex(store, encoder)
    index = open_current(store.data_dir / "index")
    assert index is not None
    return Suggester(store, index, encoder)


def names(asked: Suggester, store: Store) -> list[str]:
    found = asked.suggest(opening_from_text("chef"), store.network("me"), include_below_bar=True)
    return [one.contact.name for one in found.suggestions]


# --- objection and erasure in search ---


def test_who_objects_is_not_suggested_by_an_index_made_before(held: Store, word_encoder: WordEncoder) -> None:
    asked = suggester(held, word_encoder)
    assert names(asked, held) != []
    held.privacy.object(id_of(held, "Ada Vale"))
    assert names(asked, held) == ["Bo Marsh"]


def test_who_is_erased_is_not_suggested_to_a_network_read_before(
    held: Store, word_encoder: WordEncoder
) -> None:
    asked, network = suggester(held, word_encoder), held.network("me")
    held.privacy.erase(id_of(held, "Ada Vale"))
    found = asked.suggest(opening_from_text("chef"), network, include_below_bar=True)
    assert [one.contact.name for one in found.suggestions] == ["Bo Marsh"]


def test_an_objection_while_the_answer_is_made_holds(
    held: Store, word_encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, ada = suggester(held, word_encoder), id_of(held, "Ada Vale")
    explain = asked._explain

    def slow(*arguments: Any) -> Any:
        yield from explain(*arguments)
        held.privacy.object(ada)

    monkeypatch.setattr(asked, "_explain", slow)
    assert names(asked, held) == ["Bo Marsh"]


def test_an_objection_that_is_withdrawn_no_longer_holds(held: Store, word_encoder: WordEncoder) -> None:
    ada, asked = id_of(held, "Ada Vale"), suggester(held, word_encoder)
    held.privacy.object(ada)
    assert held.privacy.withdraw_objection(ada, by="me")
    assert not held.privacy.withdraw_objection(ada, by="me")
    assert "Ada Vale" in names(asked, held)


def test_the_network_no_longer_holds_the_erased(held: Store) -> None:
    ada = id_of(held, "Ada Vale")
    held.privacy.erase(ada)
    assert ada not in held.network("me").contact_ids
    assert [contact.name for contact in held.contacts("me")] == ["Bo Marsh"]


# --- who never returns ---


def row(name: str, *keys: str, company: str = "Acme") -> Reading[ContactRow]:
    profile = Profile(name=name, positions=(Position(title="chef", company=company),))
    return Reading("vcard", "book.vcf", (ContactRow(profile, line=2, keys=keys),))


@pytest.mark.parametrize(
    ("again", "blocked"),
    [
        (row("Somebody Else", "mail:ada vale@example.org", company="Other"), True),  # the same key
        (row("ADA VALE", "url:example.org/another"), True),  # name and company
        (row("Vale, Ada", company="ACME"), True),  # the other way round
        (row("Ada Vale", company="Other"), False),  # a namesake elsewhere
        (row("Bo Vale"), False),
    ],
)
def test_who_was_erased_is_not_imported_again(held: Store, again: Reading[ContactRow], blocked: bool) -> None:
    held.privacy.erase(id_of(held, "Ada Vale"))
    report = held.import_contacts(again, "you")
    assert (report.new, len(report.skipped)) == ((0, 1) if blocked else (1, 0))
    if blocked:
        assert report.skipped[0].reason == "asked not to be imported"


def test_a_shared_number_blocks_nobody_else(store: Store) -> None:
    store.import_contacts(row("Ada Vale", "tel:+33123456789"), "me")
    store.privacy.erase(id_of(store, "Ada Vale"))
    assert store.import_contacts(row("Bo Marsh", "tel:+33123456789", company="Other"), "me").new == 1
    assert store.import_contacts(row("Vale Ada", "tel:+33123456789", company="Other"), "me").new == 0


def test_an_objection_outlives_an_import_that_is_undone(held: Store) -> None:
    held.privacy.object(id_of(held, "Ada Vale"))
    imported = held.imports.list("me")[0]
    held.imports.undo(imported.id)
    report = held.import_contacts(reading(ADA, BO), "me")
    assert [(skipped.line, report.new) for skipped in report.skipped] == [(2, 1)]


def test_an_objection_outlives_a_merge(held: Store) -> None:
    ada, bo = id_of(held, "Ada Vale"), id_of(held, "Bo Marsh")
    held.privacy.object(bo)
    held.duplicates.merge("me", ada, bo)
    assert held.privacy.objected() == {ada}


def test_who_objects_and_is_held_still_follows_the_sources(held: Store) -> None:
    held.privacy.object(id_of(held, "Ada Vale"))
    assert held.import_contacts(reading(("Ada Vale", "baker"), BO), "me").updated == 1


def test_the_hashes_tell_nothing_without_the_secret(held: Store, tmp_path: Path) -> None:
    held.privacy.erase(id_of(held, "Ada Vale"))
    held.import_contacts(reading(ADA), "me")
    with Store(tmp_path / "other") as other:
        other.import_contacts(reading(ADA), "me")
        other.privacy.erase(id_of(other, "Ada Vale"))
        ours, theirs = digests(held), digests(other)
    assert len(ours) == len(theirs) >= 3
    assert ours.isdisjoint(theirs)


def digests(store: Store) -> set[str]:
    return {digest for (digest,) in ask(store, "SELECT digest FROM suppressions")}


def test_another_secret_is_refused_before_anybody_comes_back(held: Store) -> None:
    held.privacy.erase(id_of(held, "Ada Vale"))
    with (
        Store(held.data_dir, secret_key="x" * 32, database_url=address(held)) as other,
        pytest.raises(WrongSecret),
    ):
        other.import_contacts(reading(ADA), "me")
    assert [contact.name for contact in held.contacts("me")] == ["Bo Marsh"]


@pytest.mark.sqlite
def test_the_secret_is_readable_by_its_owner_alone(held: Store) -> None:
    held.secret.key_for("anything")
    file = held.data_dir / SECRET_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(bytes.fromhex(file.read_text())) == 32


@pytest.mark.sqlite
def test_a_cut_secret_is_told(held: Store) -> None:
    (held.data_dir / SECRET_FILE).write_text("abc")
    with pytest.raises(StoreUnavailable, match="64 hexadecimal digits"):
        held.secret.key_for("anything")


@pytest.mark.parametrize("act", ["object", "erase"])
def test_an_unknown_person_or_anothers_contact_is_unknown(held: Store, act: str) -> None:
    held.import_contacts(reading(("Cy Stone", "cook")), "you")
    for contact_id in ("nobody", id_of(held, "Cy Stone", "you")):
        with pytest.raises(UnknownContact):
            getattr(held.privacy, act)(contact_id, employee="me")
    assert held.privacy.objected() == frozenset()


def test_acts_are_in_the_log_by_id_alone(held: Store) -> None:
    ada = id_of(held, "Ada Vale")
    held.privacy.object(ada, by="me", reason="Ada would rather not")
    held.privacy.erase(ada, by="olga")
    kinds = [(event.kind, event.actor) for event in held.events.all() if event.subjects == (ada,)]
    assert kinds == [(EventKind.OBJECTED, "me"), (EventKind.ERASED, "olga")]
    assert "Ada" not in "".join(str(event) for event in held.events.all())


def test_a_file_named_after_the_person_loses_its_name(store: Store) -> None:
    file = reading(ADA, BO)
    store.import_contacts(Reading(file.kind, "cv ada-vale.pdf", file.items), "me")
    store.import_contacts(Reading("vcard", "team.vcf", file.items), "me")
    store.privacy.erase(id_of(store, "Ada Vale"))
    assert {one.name for one in store.imports.list("me")} == {"(name not kept)", "team.vcf"}


# --- own statements ---

PROFILE = Profile("Ada Vale", "Chef", (Position("chef", "Acme"),), "Lyon", ("French",), ("sauces",), "Cooks.")


def test_a_statement_changes_what_it_states_and_nothing_else() -> None:
    said = Profile("Ada Vale", "", (), "Lyon", ("French", "English"), ("sauces",), "Cooks.")
    statement = Statement.of(PROFILE, said)
    assert statement == Statement(headline="", positions=(), languages=("French", "English"))
    assert statement.applied_to(PROFILE) == said
    assert statement_from_json(statement_to_json(statement)) == statement


def test_a_later_statement_adds_to_an_earlier_one() -> None:
    earlier = Statement(headline="Head chef", location="Lille")
    assert Statement(location="Lyon").over(earlier) == Statement(headline="Head chef", location="Lyon")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Profile(""), "name"),
        (Profile("Ada", headline="x" * 501), "headline"),
        (Profile("Ada", summary="x" * 5_001), "summary"),
        (Profile("Ada", skills=("x",) * 101), "skills"),
        (Profile("Ada", positions=(Position("chef", started="last year"),)), "positions"),
        (Profile("Ada", location="\x00"), "location"),
    ],
)
def test_a_statement_that_cannot_be_kept_names_the_field(said: Profile, field: str) -> None:
    with pytest.raises(InvalidStatement, match=field):
        Statement.of(PROFILE, said)


# --- duties ---


@pytest.mark.parametrize(
    ("collected", "within", "due"),
    [
        (date(2026, 1, 31), timedelta(days=31), date(2026, 2, 28)),  # a month ends with February
        (date(2026, 3, 5), timedelta(days=30), date(2026, 4, 4)),
        (date(2026, 2, 5), timedelta(days=30), date(2026, 3, 5)),  # a month at most
        (date(2026, 12, 31), timedelta(days=31), date(2027, 1, 31)),
        (date(2026, 3, 5), timedelta(days=7), date(2026, 3, 12)),
    ],
)
def test_a_notice_is_due_within_a_month_at_most(collected: date, within: timedelta, due: date) -> None:
    assert notice_due_on(collected, within) == due


def test_notices_are_owed_until_they_are_given(held: Store) -> None:
    ada = id_of(held, "Ada Vale")
    held.duties.give_notice(ada, by="me")
    notices = {notice.contact_id: notice for notice in held.duties.notices(within=MONTH)}
    assert notices[ada].given_at is not None
    assert [notice.given_at is None for notice in held.duties.notices(within=MONTH)] == [True, False]


def test_an_employee_is_not_told_when_a_colleague_brought_somebody_in(held: Store) -> None:
    held.import_contacts(reading(ADA), "you")
    assert [n.contact_id for n in held.duties.notices(within=MONTH, employee="you")] == [
        id_of(held, "Ada Vale")
    ]
    with pytest.raises(UnknownContact):
        held.duties.give_notice(id_of(held, "Bo Marsh"), by="you", employee="you")


def test_the_legal_basis_is_legitimate_interest_unless_set(held: Store) -> None:
    ada = id_of(held, "Ada Vale")
    assert held.duties.basis(ada) is LegalBasis.LEGITIMATE_INTEREST
    held.duties.set_basis(ada, LegalBasis.CONSENT, by="me")
    assert (held.duties.basis(ada), held.duties.bases()) == (LegalBasis.CONSENT, {LegalBasis.CONSENT: 1})


HANDING_OUT = HandingOut(
    Practice(Controller("Tern & Tide", "privacy@tern.example")), "https://coopt.example", MONTH, MONTH
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (NoteLanguage.FRENCH, "intérêt légitime"),
        (NoteLanguage.ENGLISH, "legitimate interest"),
        (NoteLanguage.SPANISH, "interés legítimo"),
        (NoteLanguage.GERMAN, "berechtigtes Interesse"),
    ],
)
def test_a_notice_tells_what_article_14_asks_for(held: Store, language: NoteLanguage, told: str) -> None:
    ada = id_of(held, "Ada Vale")
    text = notice_with_link(held, ada, HANDING_OUT, by="me", language=language, sender="Zoé Lind")
    for part in (
        "Ada Vale",
        "Zoé Lind",
        "Tern & Tide",
        "privacy@tern.example",
        told,
        "LinkedIn",
        "365",
        "180",
    ):
        assert part in text.body
    assert "https://coopt.example/my-data/" in text.body
    assert "{" not in text.body


def test_a_notice_of_one_employee_does_not_name_another(held: Store) -> None:
    held.import_contacts(reading(ADA), "colleague-of-mine")
    ada = id_of(held, "Ada Vale")
    assert "colleague-of-mine" not in notice_with_link(held, ada, HANDING_OUT, by="me", employee="me").body


# --- retention ---

DELAYS = Delays()


@pytest.mark.parametrize(
    ("stages", "purpose", "until"),
    [
        ((), Purpose.NEVER_APPROACHED, date(2027, 1, 10)),
        (((Stage.CONSIDERING, "2026-03-01"),), Purpose.NEVER_APPROACHED, date(2027, 3, 1)),
        (((Stage.DECLINED, "2026-02-01"),), Purpose.DECLINED, date(2026, 7, 31)),
        (((Stage.NOT_HIRED, "2026-02-01"),), Purpose.DECLINED, date(2026, 7, 31)),
        (((Stage.SETTLED, "2026-02-01"),), Purpose.HIRED, date(2027, 2, 1)),
        (((Stage.LEFT, "2026-02-01"),), Purpose.LEFT, date(2026, 5, 2)),
        (((Stage.LEFT, "2026-02-01"), (Stage.ASKED, "2026-03-01")), Purpose.UNDER_WAY, date(2027, 3, 1)),
    ],
)
def test_each_purpose_has_its_own_delay(
    stages: tuple[tuple[Stage, str], ...], purpose: Purpose, until: date
) -> None:
    keeping = keeping_of(Life("c", "2026-01-10T09:00:00+00:00", stages), DELAYS)
    assert (keeping.purpose, keeping.until) == (purpose, until)


def test_a_dry_run_erases_nobody_and_applying_erases(held: Store) -> None:
    later = datetime.now(UTC).date() + timedelta(days=366)
    dry = run_retention(held, DELAYS, later, by="officer")
    assert (len(dry.expired), dry.kept, len(held.contacts("me"))) == (2, 0, 2)
    applied = run_retention(held, DELAYS, later, by="officer", apply=True)
    assert applied.expired == dry.expired
    assert held.duties.lives() == []
    assert held.import_contacts(reading(ADA, BO), "me").new == 2  # nobody asked not to be imported


def test_nobody_expires_on_the_last_day(held: Store) -> None:
    last = datetime.now(UTC).date() + timedelta(days=365)
    assert run_retention(held, DELAYS, last, by="officer", apply=True).expired == ()


# --- strangers who ask never to be held ---


def test_a_stranger_who_refuses_is_not_imported(store: Store) -> None:
    store.privacy.refuse(Profile("Ada Vale", positions=(Position(company="Acme"),)), [], by="officer")
    assert store.import_contacts(reading(ADA, BO), "me").new == 1


def test_who_refuses_and_is_held_is_erased_with_their_address(held: Store) -> None:
    held.privacy.refuse(Profile(""), ["mail:ada vale@example.org"], by="officer")
    assert [contact.name for contact in held.contacts("me")] == ["Bo Marsh"]
    assert held.import_contacts(reading(ADA, BO), "me").new == 0


def test_a_shared_address_refuses_nobody(held: Store) -> None:
    held.privacy.refuse(Profile(""), ["mail:contact@example.org"], by="officer")
    assert held.import_contacts(row("Cy Stone", "mail:contact@example.org"), "me").new == 1
