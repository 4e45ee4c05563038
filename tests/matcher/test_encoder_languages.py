"""Titles in languages that no encoder was trained on: Italian, Dutch, Portuguese.

The titles were written for this test, as people write them; nothing in `../shared/data` is labelled in these
languages. Each is to find the English label of its occupation among the 3,007 of ESCO. Nearly all words of
`COMMON` stand in `scripts/training/glossary.csv`. `LESS_COMMON` was written before that list was extended by
frequency, and no word was added for its sake; `absent` are those of its titles of which no word stands in the
list, so they measure what an encoder does with words that it has never met. To record the figures again,
after a change of a model or of the list that is meant:

    python -c "from tests.matcher.test_encoder_languages import record; record()"

and copy them into the model cards, those of `fast` into `FIGURES` too (`accurate` takes half a minute).
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder import Encoder, load_encoder
from scripts.training.glossary import read_glossary

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("it", "nl", "pt")
# Label of ESCO | Italian | Dutch | Portuguese
COMMON = """
nurse responsible for general care | infermiera | verpleegkundige | enfermeira
baker | panettiere | bakker | padeiro
butcher | macellaio | slager | talhante
hairdresser | parrucchiera | kapster | cabeleireira
electrician | elettricista | elektricien | eletricista
plumber | idraulico | loodgieter | canalizador
carpenter | falegname carpentiere | timmerman | carpinteiro
bricklayer | muratore | metselaar | pedreiro
welder | saldatore | lasser | soldador
cook | cuoco | kok | cozinheiro
waiter/waitress | cameriere di sala | ober | empregado de mesa
accountant | contabile | boekhouder | contabilista
lawyer | avvocato | advocaat | advogado
primary school teacher | maestra elementare | leerkracht basisonderwijs | professora do ensino primário
physiotherapist | fisioterapista | fysiotherapeut | fisioterapeuta
pharmacist | farmacista | apotheker | farmacêutico
architect | architetto | architect | arquiteto
civil engineer | ingegnere civile | civiel ingenieur | engenheiro civil
software developer | sviluppatore software | softwareontwikkelaar | programador de software
web developer | sviluppatore web | webontwikkelaar | programador web
data analyst | analista di dati | data-analist | analista de dados
graphic designer | grafico pubblicitario | grafisch vormgever | designer gráfico
journalist | giornalista | journalist | jornalista
translator | traduttore | vertaler | tradutor
bus driver | autista di autobus | buschauffeur | motorista de autocarro
security guard | guardia giurata | beveiliger | vigilante de segurança
receptionist | addetta alla reception | receptionist | rececionista
shop assistant | commessa di negozio | winkelmedewerker | empregado de loja
warehouse worker | magazziniere | magazijnmedewerker | operador de armazém
forklift operator | carrellista | heftruckchauffeur | operador de empilhador
midwife | ostetrica | verloskundige | parteira
social worker | assistente sociale | maatschappelijk werker | assistente social
human resources manager | responsabile delle risorse umane | hr-manager | diretor de recursos humanos
sales manager | responsabile vendite | verkoopmanager | diretor comercial
project manager | capo progetto | projectleider | gestor de projetos
tailor | sarto | kleermaker | alfaiate
firefighter | vigile del fuoco | brandweerman | bombeiro
real estate agent | agente immobiliare | makelaar | agente imobiliário
pastry maker | pasticciere | banketbakker | pasteleiro
child care worker | educatrice d'infanzia | pedagogisch medewerker kinderopvang | auxiliar de infância
"""
LESS_COMMON = """
blacksmith | fabbro ferraio | smid | ferreiro
optician | ottico | opticien | oculista
podiatrist | podologo | podotherapeut | podologista
chimney sweep | spazzacamino | schoorsteenveger | limpa-chaminés
weaver | tessitore | wever | tecelão
shoemaker | calzolaio | schoenmaker | sapateiro
goldsmith | orafo | goudsmid | ourives
dancer | ballerina | danser | bailarina
geologist | geologo | geoloog | geólogo
underground miner | minatore | mijnwerker | mineiro
hunter | cacciatore | jager | caçador
sculptor | scultore | beeldhouwer | escultor
singer | cantante | zangeres | cantora
upholsterer | tappezziere | stoffeerder | estofador
window cleaner | lavavetri | glazenwasser | lavador de janelas
archaeologist | archeologo | archeoloog | arqueólogo
stonemason | scalpellino | steenhouwer | canteiro
bee breeder | apicoltore | imker | apicultor
shepherd | pastore | schaapherder | pastor
ambassador | ambasciatore | ambassadeur | embaixador
"""

Figures = Mapping[str, tuple[float, float]]

# Of `fast`; by language, the mean reciprocal rank and the share that is among the first ten.
FIGURES: dict[str, Figures] = {
    "common": {"it": (0.849, 0.95), "nl": (0.981, 1.0), "pt": (0.923, 1.0)},
    "less common": {"it": (0.431, 0.6), "nl": (0.447, 0.7), "pt": (0.412, 0.5)},
    "absent": {"it": (0.37, 0.5), "nl": (0.396, 0.714), "pt": (0.348, 0.429)},
}


def rows_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def absent_rows(table: str) -> str:
    """Return the rows of which no word stands in the glossary."""
    words = read_glossary(ROOT / "scripts/training/glossary.csv").keys()
    lines = table.strip().splitlines()
    titles = [" ".join(row[1:]).split() for row in rows_of(table)]
    return "\n".join(line for line, title in zip(lines, titles, strict=True) if words.isdisjoint(title))


TABLES = {"common": COMMON, "less common": LESS_COMMON, "absent": absent_rows(LESS_COMMON)}


def figures(encoder: Encoder, labels: list[str], table: str) -> Figures:
    """Ties count against the right label."""
    rows, found = rows_of(table), {}
    corpus, right = encoder.encode_document(labels), [labels.index(row[0]) for row in rows]
    for column, language in enumerate(LANGUAGES, start=1):
        scores = encoder.encode_query([row[column] for row in rows]) @ corpus.T
        ranks = (scores >= scores[np.arange(len(rows)), right][:, None]).sum(axis=1)
        found[language] = (round(float((1 / ranks).mean()), 3), round(float((ranks <= 10).mean()), 3))
    return found


def labels_of(data: Path) -> list[str]:
    with (data / "esco/occupations_en.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["preferredLabel"] for row in csv.DictReader(file)]


def record() -> None:
    labels = labels_of(ROOT.parent / "shared" / "data")
    for name in ("fast", "accurate"):
        for which, table in TABLES.items():
            print(name, f'"{which}": {figures(load_encoder(name), labels, table)},')  # noqa: T201


@pytest.mark.parametrize("which", FIGURES)
def test_the_figures_are_those_recorded(which, shared_data):
    measured = figures(load_encoder("fast"), labels_of(shared_data), TABLES[which])
    for language, pinned in FIGURES[which].items():
        assert measured[language] == pytest.approx(pinned, abs=0.03), language


def test_most_of_the_less_common_titles_are_absent_from_the_glossary():
    """Else they would measure the list instead of the encoder."""
    assert len(rows_of(TABLES["absent"])) >= 14


def test_the_glossary_repeats_no_english_phrase_and_no_word_beside_itself():
    with (ROOT / "scripts/training/glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["english"] for row in rows}) == len(rows)
    for row in rows:
        for language in LANGUAGES:
            words = row[language].split()
            assert len(set(words)) == len(words), row["english"]
