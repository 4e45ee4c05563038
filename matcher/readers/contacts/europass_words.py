"""The languages' codes that Europass writes (ISO 639, two letters or three), with their names in English."""

_CODES = (
    "ara ar Arabic|bul bg Bulgarian|cat ca Catalan|ces cze cs Czech|dan da Danish|deu ger de German"
    "|ell gre el Greek|eng en English|est et Estonian|eus eu Basque|fin fi Finnish|fra fre fr French"
    "|gle ga Irish|glg gl Galician|heb he Hebrew|hin hi Hindi|hrv hr Croatian|hun hu Hungarian"
    "|isl ice is Icelandic|ita it Italian|jpn ja Japanese|kor ko Korean|lav lv Latvian|lit lt Lithuanian"
    "|ltz lb Luxembourgish|mlt mt Maltese|nld dut nl Dutch|nor no Norwegian|pol pl Polish|por pt Portuguese"
    "|ron rum ro Romanian|rus ru Russian|slk slo sk Slovak|slv sl Slovenian|spa es Spanish"
    "|sqi alb sq Albanian|srp sr Serbian|swe sv Swedish|tur tr Turkish|ukr uk Ukrainian|zho chi zh Chinese"
)
LANGUAGES = {code: words[-1] for row in _CODES.split("|") if (words := row.split()) for code in words[:-1]}
