"""Titles in languages that no encoder was trained on: Italian, Dutch, Portuguese.

The titles were written for this test, as people write them; nothing in `../shared/data` is labelled in these
languages. Each is to find the English label of its occupation among the 3,007 of ESCO. The words of `LISTED`
stand in `scripts/training/glossary.csv`, those of `UNLISTED` do not. To record the figures again, after a
change of a model that is meant:

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
LISTED = """
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
UNLISTED = """
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
    "listed": {"it": (0.366, 0.55), "nl": (0.365, 0.475), "pt": (0.398, 0.6)},
    "unlisted": {"it": (0.399, 0.55), "nl": (0.39, 0.55), "pt": (0.362, 0.45)},
}
TABLES = {"listed": LISTED, "unlisted": UNLISTED}


def rows_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


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


def test_no_unlisted_title_stands_in_the_glossary():
    glossary = read_glossary(ROOT / "scripts/training/glossary.csv")
    words = {word for row in rows_of(UNLISTED) for title in row[1:] for word in title.split()}
    assert not words & set(glossary)
