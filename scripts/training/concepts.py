"""The training data: occupations and skills of ESCO, O*NET and ROME, with labels and sentences."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCES = (
    "esco/ISCOGroups_en.csv",
    "esco/occupationSkillRelations.csv",
    *(f"esco/{kind}_{language}.csv" for kind in ("occupations", "skills") for language in ("en", "es", "fr")),
    "onet/alternate_titles.csv",
    "onet/occupations.csv",
    "onet/task_statements.csv",
    "onet/technology_skills.csv",
    "rome/appellations.csv",
    "rome/masculine_feminine.csv",
    "rome/metiers.csv",
    "talentclef2025/training/german/taskA_training_de.tsv",
    "talentclef2025/training/spanish/taskA_training_es.tsv",
)


@dataclass(slots=True)
class Concept:
    """An occupation or a skill, and every text that stands for it.

    Args:
        key: Its identifier in its own scheme.
        kind: `occupation` or `skill`.
        labels: Its names, by language, the preferred one first.
        sentences: What it is and does: descriptions cut into sentences, tasks.
        bag: Keys of the skills it needs (ESCO).
        tools: Names of the software it uses (O*NET).
    """

    key: str
    kind: str
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sentences: list[str] = field(default_factory=list)
    bag: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)

    def name(self, language: str, *labels: str) -> None:
        """Add labels that are not there yet."""
        known = self.labels[language]
        known.extend(label for label in dict.fromkeys(labels) if label and label not in known)


def read_concepts(data: Path) -> list[Concept]:
    """Read every concept of the folder of ESCO, O*NET, ROME and TalentCLEF training files."""
    return [*_esco(data), *_isco(data), *_onet(data), *_rome(data)]


def sentences(text: str) -> list[str]:
    """Cut a description into sentences of at least four words."""
    return [s.strip() for s in re.split(r"(?<=[.;!?])\s+|\n+", text) if len(s.split()) >= 4]


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _esco(data: Path) -> list[Concept]:
    concepts: dict[str, Concept] = {}
    for folder, kind in (("occupations", "occupation"), ("skills", "skill")):
        for language in ("en", "fr", "es"):
            for row in _rows(data / f"esco/{folder}_{language}.csv"):
                concept = concepts.setdefault(row["conceptUri"], Concept(row["conceptUri"], kind))
                labels = [row["preferredLabel"], *row["altLabels"].split("\n")]
                concept.name(language, *(label.strip() for label in labels))
                concept.sentences += sentences(row["description"])
    for language, folder in (("de", "german"), ("es", "spanish")):
        _talentclef(
            data / f"talentclef2025/training/{folder}/taskA_training_{language}.tsv", language, concepts
        )
    for row in _rows(data / "esco/occupationSkillRelations.csv"):
        if row["occupationUri"] in concepts and row["skillUri"] in concepts:
            concepts[row["occupationUri"]].bag.append(row["skillUri"])
    return list(concepts.values())


def _talentclef(path: Path, language: str, concepts: dict[str, Concept]) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        _, uri, first, second = line.split("\t")
        concept = concepts.setdefault(uri, Concept(uri, "occupation"))
        concept.name(language, first.strip(), second.strip())


def _isco(data: Path) -> Iterator[Concept]:
    for row in _rows(data / "esco/ISCOGroups_en.csv"):
        concept = Concept(row["conceptUri"], "occupation", sentences=sentences(row["description"]))
        concept.name("en", row["preferredLabel"].strip())
        yield concept


def _onet(data: Path) -> list[Concept]:
    code = "O*NET-SOC Code"
    concepts: dict[str, Concept] = {}
    for row in _rows(data / "onet/occupations.csv"):
        concepts[row[code]] = Concept(row[code], "occupation", sentences=sentences(row["Description"]))
        concepts[row[code]].name("en", row["Title"])
    for row in _rows(data / "onet/alternate_titles.csv"):
        concepts[row[code]].name("en", row["Alternate Title"].strip(), row["Short Title"].strip())
    for row in _rows(data / "onet/task_statements.csv"):
        concepts[row[code]].sentences.append(row["Task"])
    for row in _rows(data / "onet/technology_skills.csv"):
        concepts[row[code]].tools.append(row["Example"])
    return list(concepts.values())


def _rome(data: Path) -> list[Concept]:
    concepts: dict[str, Concept] = {}
    for row in _rows(data / "rome/metiers.csv"):
        concepts[row["code_rome"]] = Concept(row["code_rome"], "occupation")
        concepts[row["code_rome"]].name("fr", *both_forms(row["libelle_rome"]))
    for row in _rows(data / "rome/appellations.csv"):
        concept = concepts.setdefault(row["code_rome"], Concept(row["code_rome"], "occupation"))
        concept.name("fr", *both_forms(row["libelle_appellation_long"]), row["libelle_appellation_court"])
    for row in _rows(data / "rome/masculine_feminine.csv", delimiter=";"):
        pair = Concept(f"{row['LEMME']}/{row['FLEXION']}", "occupation")
        pair.name("fr", row["LEMME"], row["FLEXION"])
        concepts[pair.key] = pair
    return list(concepts.values())


def both_forms(label: str) -> list[str]:
    """Return the masculine and the feminine form of `Vendeur / Vendeuse en boulangerie`, and the whole."""
    match = re.match(r"^(?P<first>[^/]+?) / (?P<second>\S+)(?P<rest>.*)$", label)
    if match is None:
        return [label]
    first, second, rest = match["first"], match["second"], match["rest"]
    if len(first.split()) > 1:  # `Technicien coupeur / Technicienne coupeuse en coiffure`
        second_words = f"{second}{rest}".split()
        second, rest = (
            " ".join(second_words[: len(first.split())]),
            " ".join(second_words[len(first.split()) :]),
        )
        return [f"{first} {rest}".strip(), f"{second} {rest}".strip(), label]
    return [f"{first}{rest}", f"{second}{rest}", label]
