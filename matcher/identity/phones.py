"""Telephone numbers as keys, in their international form (E.164)."""

import re
from collections import Counter
from collections.abc import Iterable

import phonenumbers

from matcher.identity.keys import fold

# Regions by the names that address books write, folded; a code of two letters stands for itself.
_COUNTRIES = {
    "FR": "france frankreich francia francja",
    "BE": "belgique belgium belgie belgien belgica",
    "CH": "suisse switzerland schweiz suiza svizzera",
    "LU": "luxembourg luxemburg luxemburgo",
    "CA": "canada",
    "US": "usa|united states|united states of america|etats-unis|estados unidos|vereinigte staaten|u.s.a.",
    "GB": "uk|united kingdom|royaume-uni|reino unido|england|angleterre|scotland|great britain",
    "IE": "ireland irlande irland irlanda",
    "DE": "germany allemagne deutschland alemania germania",
    "AT": "austria autriche osterreich",
    "ES": "spain espagne espana spanien",
    "PT": "portugal",
    "IT": "italy italie italia italien",
    "NL": "netherlands|pays-bas|nederland|niederlande|paises bajos|the netherlands",
    "PL": "poland pologne polska polen polonia",
    "RO": "romania roumanie",
    "SE": "sweden suede sverige schweden suecia",
    "DK": "denmark danemark danmark",
    "NO": "norway norvege norge",
    "FI": "finland finlande suomi",
    "GR": "greece grece",
    "MA": "morocco maroc marruecos",
    "DZ": "algeria algerie argelia",
    "TN": "tunisia tunisie tunez",
    "SN": "senegal",
    "CI": "cote d'ivoire|ivory coast",
    "IN": "india inde indien",
    "JP": "japan japon",
    "CN": "china chine",
    "AU": "australia australie",
    "BR": "brazil bresil brasil",
    "MX": "mexico mexique",
    "AR": "argentina argentine",
    "IL": "israel",
    "TR": "turkey turquie",
}
_REGIONS = {
    name: region
    for region, names in _COUNTRIES.items()
    for name in (names.split("|") if "|" in names else names.split())
}
# A place that ends so is more likely in the United States: `San Francisco, CA`.
_STATE_CODES = """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
    OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
"""
_STATES = frozenset(_STATE_CODES.split())
_ZERO_ZERO = re.compile(r"^\s*00(?=[1-9])")
_LONGEST = 40
_MAJORITY = 0.6
_LEAST_DIGITS = 8  # shorter ones are extensions and service numbers


def phone_key(number: str, regions: Iterable[str | None] = ()) -> str | None:
    """Gives the key of a telephone number, None where the text is none or its country is not known.

    Args:
        regions: ISO 3166 codes in which a national number may be valid, the likeliest first.
    """
    text = _ZERO_ZERO.sub("+", number.strip().removeprefix("tel:"))
    if not text or len(text) > _LONGEST:
        return None
    if text.startswith(("+", "(+")):
        return _key(text, None)
    tried = (_key(text, region) for region in regions if region)
    return next((key for key in tried if key), None)


def _key(text: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    # An international number may be of a range that is newer than the library's tables; a national one
    # is only trusted where it is known to be given out.
    sound = phonenumbers.is_valid_number if region else phonenumbers.is_possible_number
    if not sound(number) or len(str(number.national_number)) < _LEAST_DIGITS - 1 or number.extension:
        return None
    return f"tel:{phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}"


def phone_keys(
    numbers: Iterable[str], *, place: str = "", mails: Iterable[str] = (), region: str | None = None
) -> list[str]:
    """Gives the keys of a person's numbers; a national one is read by what else is told of the person.

    Args:
        place: Where the person is, such as `Lyon, France`.
        mails: The person's addresses, whose domains may be a country's.
        region: ISO 3166 code where it is told, or that of most numbers in the file.
    """
    given = [number for number in numbers if number.strip()]
    if not given:
        return []
    regions = (region_of(place), mail_region(mails), region)
    return [key for number in given if (key := phone_key(number, regions))]


def region_of(*places: str) -> str | None:
    """Gives the region that a place ends with, such as `FR` for `Lyon, France`, None where there is none."""
    for place in places:
        last = fold(place.rpartition(",")[2]).strip(" .")
        if last in _REGIONS:
            return _REGIONS[last]
        code = last.upper()
        if len(code) == 2 and code in phonenumbers.SUPPORTED_REGIONS and code not in _STATES:
            return code
    return None


def mail_region(mails: Iterable[str]) -> str | None:
    """Gives the region of the first address under a country's domain, such as `FR` for `ada@example.fr`."""
    ends = (mail.strip().rpartition(".")[2].upper() for mail in mails)
    found = next((end for end in ends if end == "UK" or end in _OWN_DOMAIN), None)
    return "GB" if found == "UK" else found


def common_region(numbers: Iterable[str]) -> str | None:
    """Gives the region that most of the international numbers of a file are of, None without a majority."""
    counts = Counter(region for number in numbers if (region := _international_region(number)))
    if not counts:
        return None
    region, count = counts.most_common(1)[0]
    return region if count >= _MAJORITY * counts.total() else None


def _international_region(number: str) -> str | None:
    text = _ZERO_ZERO.sub("+", number.strip().removeprefix("tel:"))
    if not text.startswith("+") or len(text) > _LONGEST:
        return None
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(text, None))
    except phonenumbers.NumberParseException:
        return None


# Domains of countries that are used as such; .io, .co, .me, .tv, .ai and their like are not.
_DOMAINS = "FR BE CH LU CA DE AT ES PT IT NL PL RO SE DK NO FI GR MA DZ TN SN IN JP BR MX AR"
_OWN_DOMAIN = frozenset(_DOMAINS.split())
