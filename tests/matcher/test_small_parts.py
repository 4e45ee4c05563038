import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.contact import Position, Profile
from matcher.fragments import MAX_WORDS, Fragment, FragmentKind, fragments_of, passages
from matcher.fusion import reciprocal_rank_fusion
from matcher.gendered import ENDING, MARK, without_marks
from matcher.lexical import LexicalIndex, tokens
from matcher.merge import merge_profiles


def test_linkedin_row_is_one_fragment():
    profile = Profile("Ada", positions=(Position("Engineer", "Acme"),))
    assert fragments_of(profile) == (Fragment(FragmentKind.TITLE, "Engineer", "Acme"),)


def test_profile_with_a_name_alone_has_no_fragment():
    assert fragments_of(Profile("Ada")) == ()


def test_skills_are_cut_into_groups():
    skills = tuple(f"skill {i}" for i in range(10))
    kinds = [fragment.kind for fragment in fragments_of(Profile("Ada", skills=skills))]
    assert kinds == [FragmentKind.SKILLS, FragmentKind.SKILLS]


def test_passages_lose_no_word():
    text = "One two. " * 40 + "\n" + "word " * 95
    found = list(passages(text))
    assert " ".join(found).split() == text.split()
    assert max(len(passage.split()) for passage in found) <= MAX_WORDS


def test_reciprocal_rank_fusion_worked_by_hand():
    fused = reciprocal_rank_fusion([{"a": 3.0, "b": 1.0}, {"b": 9.0, "c": 9.0}])
    # a: 1/61; b: 1/62 + 1/61 (first among equals by id); c: 1/62
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 62})


def test_words_are_folded_and_carry_meaning():
    assert tokens("Le Développeur C++ et la C#") == ["developpeur", "c++", "c#"]


@given(st.text(alphabet="hfmwdxesricHF  -/|(.·:", max_size=30))
def test_marks_and_second_endings_are_taken_out_wherever_they_stand(text):
    assert without_marks(text) == ENDING.sub("", MARK.sub(" ", text))


def test_lexical_scores_grow_with_shared_words(tmp_path):
    index = LexicalIndex.build([["chef", "kitchen"], ["nurse"], []])
    index.save(tmp_path / "lexical")
    for opened in (index, LexicalIndex.load(tmp_path / "lexical")):
        chef, nurse, nobody = opened.scores("kitchen chef")
        assert chef > 0
        assert (nurse, nobody) == (0, 0)


@pytest.mark.parametrize("text", ["", "the of", "zzz"])
def test_text_without_known_words_scores_nothing(text, tmp_path):
    index = LexicalIndex.build([["chef"], ["nurse"]])
    assert index.scores(text).tolist() == [0, 0]


def test_lexical_index_of_no_words(tmp_path):
    index = LexicalIndex.build([[], []])
    index.save(tmp_path / "lexical")
    assert LexicalIndex.load(tmp_path / "lexical").scores("chef").tolist() == [0, 0]


def test_merge_keeps_the_first_and_fills_the_gaps():
    new = Profile("Ada L.", positions=(Position("CTO", "Acme"),), skills=("Go",))
    old = Profile(
        "Ada",
        headline="Engineer",
        positions=(
            Position("cto", "ACME", started="2021", summary="Led."),
            Position("Dev", "B", "", "2010", "2020"),
        ),
        skills=("go", "Rust"),
    )
    merged = merge_profiles([new, old])
    assert (merged.name, merged.headline, merged.skills) == ("Ada L.", "Engineer", ("Go", "Rust"))
    assert [(p.title, p.started, p.summary) for p in merged.positions] == [
        ("CTO", "2021", "Led."),
        ("Dev", "2010", ""),
    ]
