import pytest

from matcher.schools import without_schools

# Written apart from the patterns, and before them.
NAMED = [
    ("Nurse who puts patients first. Educated at {}.", ("University of Lagos", "Mumbai University")),
    ("Trained at {}.", ("Bristol College", "the University of Tehran", "Trinity College")),
    ("MSc in computer science from {}", ("Cairo University", "Queen Mary University of London")),
    ("Bachelor of commerce, {}", ("University of Cape Town", "Makerere University")),
    ("BSc Chemistry ({})", ("University of Ibadan", "Ohio State University")),
    ("Infirmier attentif, diplômé de {}.", ("École supérieure de Lyon", "université de Dakar")),
    ("Formée à {}.", ("l'université d'Alger", "l'École nationale supérieure de Tunis", "Université Laval")),
    (
        "Comptable, licence obtenue à {}",
        ("l'université Cheikh-Anta-Diop de Dakar", "l'Université Paris-Saclay"),
    ),
    (
        "Un master de {}, puis trois ans de conseil",
        ("l'université du Havre", "Mumbai University"),
    ),
    ("Cuisinier formé à {}.", ("universidad de Bogotá", "l'université de Pékin")),
    ("Ingeniera por la {}", ("Universidad Nacional de Colombia", "Universidad de Sevilla")),
    ("Graduado en la {}.", ("Universidad Politécnica de Madrid", "Universidad Complutense")),
    ("Studium der Informatik an der {}", ("Universität Hamburg", "Technischen Universität München")),
    ("Betriebswirtin, Abschluss an der {}", ("Hochschule Bremen", "Universität zu Köln")),
    ("Laurea in economia, {}", ("Università di Bologna", "Università degli Studi di Milano")),
    ("Licenciatura em gestão, {}", ("Universidade de Lisboa", "Universidade do Porto")),
    ("Opleiding tot verpleegkundige, {}", ("Universiteit van Amsterdam", "Universiteit Gent")),
]
NOT_NAMED = [
    "University lecturer",
    "University Professor of Physics",
    "Assistant Professor",
    "High School Teacher",
    "Primary school teacher",
    "Driving School Instructor",
    "College Librarian",
    "Dean, School of Nursing",
    "School bus driver",
    "Nursery School Assistant",
    "Maître de conférences des universités",
    "Professeur des écoles",
    "Directrice d'école maternelle",
    "Directeur d'École de Commerce",
    "Surveillant de collège",
    "Enseignant-chercheur à l'université",
    "Profesor de universidad",
    "Maestra de escuela infantil",
    "Universitätsprofessor für Chemie",
    "Hochschulsekretärin",
    "Lehrerin an einer Grundschule",
    "Academy Coach",
    "Institutional Sales Manager",
    "Research Institute Director",
    "Institut de beauté : esthéticienne",
    "Polytechnic lecturer",
    "Diplôme d'État d'infirmier",
    "University degree in economics",
    "Diplôme universitaire de technologie",
    "Titulación universitaria",
]


@pytest.mark.parametrize(("text", "schools"), NAMED, ids=lambda value: str(value)[:30])
def test_a_profile_reads_the_same_whichever_school_it_names(text, schools):
    left = {without_schools(text.format(school)) for school in (*schools, "University of Leeds")}
    assert len(left) == 1


@pytest.mark.parametrize("text", NOT_NAMED)
def test_schools_that_are_a_trade_and_not_a_name_stay(text):
    assert without_schools(text) == text
