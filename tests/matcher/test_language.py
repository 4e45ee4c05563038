import subprocess
import sys

import pytest

from matcher.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vendeur en prêt-à-porter", "fr"),
        ("Data engineer", "en"),
        ("Comptable", "fr"),
        ("DEVELOPPEUR WEB", "fr"),
        ("Data Scientist F/H", "fr"),
        ("Senior Developer (m/w/d)", "de"),
        ("Ingeniero de Software", "es"),
        ("Nous recherchons une personne qui aime les plantes et le contact avec les clients.", "fr"),
        ("We are looking for someone who loves plants and talks easily with customers.", "en"),
        ("Wir suchen eine Person, die Pflanzen liebt und gerne mit Kunden spricht.", "de"),
        ("Buscamos una persona que ame las plantas y hable con los clientes.", "es"),
    ],
)
def test_a_text_is_in_its_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   ", "12 345", "!?", "🌱"])
def test_a_text_with_nothing_to_go_by_is_taken_for_english(text):
    assert detect_language(text) == "en"


def test_it_prints_nothing(capfd):
    detect_language("Une phrase")
    assert capfd.readouterr() == ("", "")


def test_the_model_is_loaded_on_the_first_call_only():
    script = "import sys, matcher.language; assert 'py3langid' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
