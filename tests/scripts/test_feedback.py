from typing import get_args

import pytest

from matcher.feedback import Reason, VerdictKind
from scripts.commands.feedback import ReasonName, VerdictName


@pytest.fixture
def asked(coopt, sample):
    """Runs commands on an imported network; with the id of an opening and of the best contact for it."""
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    path = sample / "openings" / "product-designer.md"
    opening = coopt("import", "openings", path).err.split()[0]
    shortlist = coopt("suggest", "--employee", "me", "--opening", opening, "--json").json
    return opening, shortlist["suggestions"][0]


@pytest.fixture
def feedback(coopt, asked):
    def run(command, *arguments):
        return coopt("feedback", command, *arguments)

    return run


@pytest.fixture
def about(asked):
    opening, best = asked
    return ("--employee", "me", "--contact", best["contact_id"], "--opening", opening)


def test_the_choices_are_those_of_the_values():
    assert get_args(VerdictName) == tuple(kind.value for kind in VerdictKind)
    assert get_args(ReasonName) == tuple(reason.value for reason in Reason)


def test_give_show_and_undo(feedback, about, asked):
    opening, best = asked
    given = feedback(
        "give", "not-for-this-role", *about, "--reason", "place", "--note", "Moved", "--json"
    ).json
    assert (given["contact_id"], given["opening_id"]) == (best["contact_id"], opening)
    assert (given["verdict"], given["reason"], given["note"]) == ("not-for-this-role", "place", "Moved")
    shown = feedback("show", "--employee", "me").out
    assert f"{best['name']} [{best['contact_id']}]" in shown
    assert "not-for-this-role (place)" in shown
    assert feedback("undo", *about[:4]).code == 0
    assert "Nothing was said yet" in feedback("show", "--employee", "me").out


def test_give_says_how_to_take_it_back(feedback, about):
    said = feedback("give", "dont-know", *about).out
    command = said.split("`")[1].split()
    assert feedback(*command[2:]).code == 0


def test_show_lists_the_hidden_and_the_old(feedback, about, asked):
    contact_id = asked[1]["contact_id"]
    feedback("give", "dont-know", *about)
    assert feedback("show", "--employee", "me", "--json").json["hidden"] == [contact_id]
    assert "Hidden" in feedback("show", "--employee", "me").out
    feedback("give", "wrong-profile", *about)
    found = feedback("show", "--employee", "me", "--json").json
    assert (found["hidden"], found["outdated"]) == ([], [contact_id])


def test_reset_forgets(feedback, about):
    feedback("give", "consider", *about)
    assert feedback("reset", "--employee", "you", "--json").json == {"withdrawn": 0}
    assert feedback("reset", "--json").json == {"withdrawn": 1}
    assert feedback("show", "--employee", "me", "--json").json["verdicts"] == []


def test_reset_leaves_the_hidden_hidden_unless_told(feedback, about):
    feedback("give", "dont-know", *about)
    assert "0 verdicts" in feedback("reset", "--employee", "me").out
    assert "1 verdicts" in feedback("reset", "--employee", "me", "--everything").out


def test_nothing_to_undo_is_one_clear_line(feedback, about):
    result = feedback("undo", *about)
    assert (result.code, "No verdict" in result.err, "Traceback" in result.err) == (1, True, False)


@pytest.mark.parametrize(
    "arguments", [["maybe"], ["consider", "--reason", "place"], ["consider", "--note", "x" * 501], []]
)
def test_a_strange_verdict_is_refused(feedback, about, arguments):
    assert feedback("give", *arguments, *about).code == 2


def test_unknown_contact_and_opening(feedback, about):
    _, _, _, contact_id, _, opening = about
    result = feedback("give", "consider", "--employee", "me", "--contact", "nobody", "--opening", opening)
    assert (result.code, "nobody" in result.err) == (1, True)
    result = feedback("give", "consider", "--employee", "me", "--contact", contact_id, "--opening", "nowhere")
    assert (result.code, "nowhere" in result.err) == (1, True)
