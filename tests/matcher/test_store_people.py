import pytest

from tests.conftest import reading


@pytest.fixture
def network(store):
    """Three people of `me`; one more of `you`."""
    store.import_contacts(
        reading(("Zoé Lind", "chef"), ("Zoe Marsh", "cook"), ("Ada Lindqvist", "nurse")), "me"
    )
    store.import_contacts(reading(("Zoe Elsewhere", "chef")), "you")
    return store


def names(store, words, k=9):
    people, found = store.people.named("me", words, k=k)
    return [one.name for one in people], found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zoe", ["Zoé Lind", "Zoe Marsh"]),
        ("ZOÉ lind", ["Zoé Lind"]),
        ("lind", ["Ada Lindqvist", "Zoé Lind"]),
        ("marsh zo", ["Zoe Marsh"]),
        ("nobody", []),
        ("%", []),
    ],
)
def test_somebody_is_found_by_words_of_their_name_in_one_network(network, words, found):
    assert names(network, words) == (found, len(found))


def test_at_most_k_are_given_and_all_are_counted(network):
    assert names(network, "zoe", k=1) == (["Zoé Lind"], 2)


def test_who_asked_not_to_be_suggested_is_not_found(network):
    zoe = network.people.named("me", "marsh", k=1)[0][0]
    network.privacy.object(zoe.id)
    assert names(network, "marsh") == ([], 0)
