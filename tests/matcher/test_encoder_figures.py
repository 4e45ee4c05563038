"""What the shipped encoders find in a small fixed sample, pinned.

To record the figures again, after a change of a model that is meant:

    python -c "from tests.matcher.test_encoder_figures import record; record()"

and copy them into `FIGURES`; say in the commit what changed in `models/`. The full figures, of the public
collections, are in the model cards.
"""

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.encoder.folder import shipped_models

# English occupations, each with what people write for it.
SAMPLE = {
    "baker": ["boulanger", "panadera", "Bäcker", "Bread oven hand, night shift"],
    "intensive care nurse": ["INFIRMIÈRE EN RÉANIMATION", "enfermero de cuidados intensivos", "ICU RN"],
    "data engineer": ["Ingénieur·e de données (H/F)", "ingeniera de datos", "Big data developer"],
    "web developer": ["Développeuse front-end", "desarrollador web", "Webentwickler (m/w/d)"],
    "human resources manager": ["DRH", "Responsable ressources humaines", "jefa de recursos humanos"],
    "accountant": ["Comptable", "contable", "Buchhalterin", "Closed the monthly books and the ledger"],
    "civil engineer": ["ingénieur génie civil", "ingeniero de caminos", "Bauingenieur"],
    "carpenter": ["menuisier charpentier", "carpintero", "Zimmermann"],
    "plumber": ["plombier chauffagiste", "fontanera", "Klempner"],
    "electrician": ["électricienne du bâtiment", "electricista", "Wired new houses to code"],
    "truck driver": ["conducteur poids lourd", "camionera", "LKW-Fahrer"],
    "warehouse worker": ["Préparatrice de commandes", "mozo de almacén", "Lagerist"],
    "shop assistant": ["Vendeur / Vendeuse en magasin", "dependienta", "Verkäuferin"],
    "chef": ["Chef de cuisine", "jefe de cocina", "Küchenchef", "Ran a kitchen of twelve cooks"],
    "waiter": ["serveuse en salle", "camarero", "Kellner"],
    "hairdresser": ["coiffeur", "peluquera", "Friseurin", "Cut and coloured clients' hair"],
    "lawyer": ["avocate d'affaires", "abogado", "Rechtsanwalt"],
    "primary school teacher": ["professeur des écoles", "maestra de primaria", "Grundschullehrerin"],
    "pharmacist": ["pharmacienne", "farmacéutico", "Apotheker"],
    "physiotherapist": ["kinésithérapeute", "fisioterapeuta", "Physiotherapeutin"],
    "graphic designer": ["graphiste", "diseñadora gráfica", "Grafikdesigner"],
    "project manager": ["cheffe de projet", "jefe de proyecto", "Projektleiter"],
    "sales representative": ["commercial terrain", "representante de ventas", "Vertriebsmitarbeiter"],
    "security guard": ["agent de sécurité", "vigilante de seguridad", "Watched the site gates at night"],
    "welder": ["soudeuse", "soldador", "Schweißer"],
    "farm worker": ["ouvrier agricole", "peón agrícola", "Picked fruit and pruned the vines"],
    "receptionist": ["hôtesse d'accueil", "recepcionista", "Welcomed visitors and answered the phone"],
    "architect": ["architecte", "arquitecta", "Architektin"],
    "journalist": ["journaliste reporter", "periodista", "Wrote daily news stories for the paper"],
    "midwife": ["sage-femme", "matrona", "Hebamme"],
    "bus driver": ["CONDUCTEUR DE BUS", "conductora de autobús", "Busfahrer"],
    "head teacher": ["directrice d'école", "director de escuela", "Schulleiter"],
}

FIGURES = {"fast": 0.9753, "accurate": 0.995}


def mean_reciprocal_rank(encoder) -> float:
    names = list(SAMPLE)
    written = [(text, i) for i, texts in enumerate(SAMPLE.values()) for text in texts]
    scores = encoder.encode_query([text for text, _ in written]) @ encoder.encode_document(names).T
    own = scores[np.arange(len(written)), [i for _, i in written]]
    return float((1 / (scores >= own[:, None]).sum(axis=1)).mean())


def record() -> None:
    for name in FIGURES:
        print(name, round(mean_reciprocal_rank(load_encoder(name)), 4))  # noqa: T201


@pytest.fixture(params=FIGURES, scope="module")
def shipped(request):
    if not (shipped_models() / f"encoder-{request.param}").is_dir():
        pytest.skip(f"encoder-{request.param} is not in models/")
    return load_encoder(request.param)


def test_the_shipped_figures_are_those_recorded(shipped):
    assert mean_reciprocal_rank(shipped) == pytest.approx(FIGURES[shipped.name], abs=0.005)


GENDERS = [
    ("Infirmier en réanimation", "Infirmière en réanimation"),
    ("Développeur web", "Développeuse web"),
    ("Directeur des ressources humaines", "Directrice des ressources humaines"),
    ("Conducteur de bus", "Conductrice de bus"),
    ("Ouvrier agricole", "Ouvrière agricole"),
    ("Boulanger", "Boulangère"),
    ("Avocat d'affaires", "Avocate d'affaires"),
    ("Ingeniero de datos", "Ingeniera de datos"),
    ("Enfermero de quirófano", "Enfermera de quirófano"),
    ("Diseñador gráfico", "Diseñadora gráfica"),
    ("Profesor de primaria", "Profesora de primaria"),
    ("Lehrer", "Lehrerin"),
    ("Verkäufer", "Verkäuferin"),
]


def test_the_masculine_and_the_feminine_are_near(shipped):
    masculine, feminine = (shipped.encode_query(list(titles)) for titles in zip(*GENDERS, strict=True))
    assert (masculine * feminine).sum(axis=1).mean() > 0.95


def test_swapping_the_gender_of_a_title_moves_no_top_five(shipped):
    """On average, a contact of the top five moves by less than one place."""
    titles = [title for own in SAMPLE.values() for title in own]
    corpus = shipped.encode_document([*SAMPLE, *titles])
    moves = []
    for pair in GENDERS:
        before, after = (np.argsort(np.argsort(-scores)) for scores in shipped.encode_query(pair) @ corpus.T)
        moves += [abs(int(after[i]) - int(before[i])) for i in np.flatnonzero(before < 5)]
    assert np.mean(moves) <= 1
