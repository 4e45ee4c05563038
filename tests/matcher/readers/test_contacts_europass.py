import io

import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.readers.contacts import read_contacts

PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="fr">
<LearnerInfo><Identification>
<PersonName><FirstName>Ada</FirstName><Surname>Example</Surname></PersonName>
<ContactInfo><Address><Contact><AddressLine>1 rue Haute</AddressLine><PostalCode>75002</PostalCode>
<Municipality>Paris</Municipality><Country><Code>FR</Code><Label>France</Label></Country></Contact></Address>
<Email><Contact>ada@example.org</Contact></Email>
<TelephoneList><Telephone><Contact>0612345678</Contact></Telephone></TelephoneList>
<WebsiteList><Website><Contact>https://www.linkedin.com/in/ada-example</Contact></Website></WebsiteList>
</ContactInfo>
<Demographics><Birthdate year="1980" month="--12" day="---10"/><Gender><Code>F</Code></Gender>
<NationalityList><Nationality><Code>FR</Code></Nationality></NationalityList></Demographics>
<Photo><MimeType>image/jpeg</MimeType><Data>AAAA</Data></Photo></Identification>
<Headline><Description><Label>Ingénieure données</Label></Description></Headline>
<WorkExperienceList>
<WorkExperience><Period><From year="2015"/><To year="2019" month="--06"/></Period>
<Position><Label>Analyste</Label></Position><Employer><Name>Globex</Name></Employer></WorkExperience>
<WorkExperience><Period><From year="2019" month="--09" day="---01"/><Current>true</Current></Period>
<Position><Label>Ingénieure</Label></Position>
<Activities>&lt;ul&gt;&lt;li&gt;Spark&lt;/li&gt;&lt;/ul&gt;</Activities>
<Employer><Name>Acme</Name><ContactInfo><Address><Contact><Municipality>Lyon</Municipality></Contact></Address>
</ContactInfo></Employer></WorkExperience></WorkExperienceList>
<EducationList><Education><Title>Master</Title><Organisation><Name>École</Name></Organisation></Education>
</EducationList>
<Skills><Linguistic>
<MotherTongueList><MotherTongue><Description><Label>français</Label></Description></MotherTongue></MotherTongueList>
<ForeignLanguageList><ForeignLanguage><Description><Label>anglais</Label></Description><ProficiencyLevel>
<Listening>C2</Listening><SpokenInteraction>C1</SpokenInteraction></ProficiencyLevel></ForeignLanguage>
</ForeignLanguageList></Linguistic>
<Computer><Description>&lt;p&gt;Python&lt;/p&gt;&lt;p&gt;SQL&lt;/p&gt;</Description></Computer></Skills>
</LearnerInfo></SkillsPassport>"""
CANDIDATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson><PersonName><oa:GivenName>Ada</oa:GivenName><hr:FamilyName>Example</hr:FamilyName></PersonName>
<Communication><ChannelCode>Email</ChannelCode><oa:URI>ada@example.org</oa:URI></Communication>
<Communication><ChannelCode>Telephone</ChannelCode><oa:DialNumber>612345678</oa:DialNumber></Communication>
<Communication><UseCode>home</UseCode><Address><oa:AddressLine>1 rue Haute</oa:AddressLine>
<oa:CityName>Paris</oa:CityName><CountryCode>fr</CountryCode></Address></Communication>
<NationalityCode>fr</NationalityCode><hr:BirthDate>1980-12-10</hr:BirthDate><GenderCode>female</GenderCode>
<PrimaryLanguageCode name="NORMAL">fra</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile languageCode="en">
<hr:ExecutiveSummary>&lt;p&gt;Builds data platforms.&lt;/p&gt;</hr:ExecutiveSummary>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>Acme</hr:OrganizationName>
<OrganizationContact><Communication><Address><oa:CityName>Lyon</oa:CityName></Address></Communication>
</OrganizationContact>
<PositionHistory><PositionTitle typeCode="FREETEXT">Data engineer</PositionTitle><eures:EmploymentPeriod>
<eures:StartDate><hr:FormattedDateTime>2019-09-01</hr:FormattedDateTime></eures:StartDate>
<hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod>
<oa:Description>&lt;p&gt;Pipelines&lt;/p&gt;</oa:Description></PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>École</hr:OrganizationName>
<EducationDegree><hr:DegreeName>Master</hr:DegreeName></EducationDegree></EducationOrganizationAttendance>
</EducationHistory>
<PersonQualifications><PersonCompetency><CompetencyID schemeName="iso">eng</CompetencyID>
<hr:TaxonomyID>language</hr:TaxonomyID></PersonCompetency>
<PersonCompetency><hr:CompetencyName>Spark</hr:CompetencyName></PersonCompetency></PersonQualifications>
</CandidateProfile></Candidate>"""
SECRETS = ("rue Haute", "75002", "1980", "Nationality", "AAAA", "612345678")


@pytest.fixture
def write(tmp_path):
    def write(data, name="cv.xml"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def test_the_older_europass_is_read(write):
    reading = read_contacts(write(PASSPORT))
    (item,) = reading.items
    profile = item.profile
    assert (reading.kind, profile.name, profile.headline) == (
        "europass-xml",
        "Ada Example",
        "Ingénieure données",
    )
    assert profile.positions == (
        Position("Ingénieure", "Acme", "Lyon", "2019-09-01", None, "- Spark"),
        Position("Analyste", "Globex", "", "2015", "2019-06"),
    )
    assert (profile.skills, profile.languages) == (("Python", "SQL"), ("français", "anglais (C1)"))
    assert (profile.location, profile.summary) == ("Paris, France", "Master, École")
    assert item.keys[:2] == ("url:linkedin.com/in/ada-example", "mail:ada@example.org")
    assert set(reading.dropped) == {
        "birthday",
        "gender",
        "nationality",
        "photo",
        "home address",
        "phone number",
    }
    assert not any(secret in repr([item.profile for item in reading.items]) for secret in SECRETS)


def is_candidate(reading, kind):
    (item,) = reading.items
    profile = item.profile
    assert (reading.kind, profile.name, profile.location) == (kind, "Ada Example", "Paris, fr")
    assert profile.positions == (Position("Data engineer", "Acme", "Lyon", "2019-09-01", None, "Pipelines"),)
    assert (profile.skills, profile.languages) == (("Spark",), ("French", "English"))
    assert profile.summary == "Builds data platforms.\nMaster, École"
    assert set(reading.dropped) == {"birthday", "gender", "nationality", "home address", "phone number"}
    assert not any(secret in repr([item.profile for item in reading.items]) for secret in SECRETS)


def test_todays_europass_is_read(write):
    is_candidate(read_contacts(write(CANDIDATE)), "europass-xml")


def test_the_xml_in_a_europass_pdf_is_read(write):
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab writes the document")
    pdfium = pytest.importorskip("pypdfium2")
    page, whole = io.BytesIO(), io.BytesIO()
    drawn = canvas.Canvas(page)
    drawn.drawString(60, 700, "Ada Example")
    drawn.save()
    document = pdfium.PdfDocument(page.getvalue())
    document.new_attachment("attachment.xml").set_data(CANDIDATE.encode())
    document.save(whole)
    document.close()
    is_candidate(read_contacts(write(whole.getvalue(), "cv.pdf")), "europass-pdf")


BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(12))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<!DOCTYPE Candidate [{BOMB}]><Candidate>&a11;</Candidate>", "document type"),
        (
            '<!DOCTYPE Candidate [<!ENTITY x SYSTEM "file:///etc/passwd">]><Candidate>&x;</Candidate>',
            "document type",
        ),
        ('<!DOCTYPE Candidate SYSTEM "http://127.0.0.1/x.dtd"><Candidate/>', "document type"),
        (CANDIDATE[:900], "expected sound XML"),
        ("<Candidate>" * 5_000, "at most 200 levels"),
        ('<?xml version="1.0" encoding="none"?><Candidate/>', "expected"),
        ("<?xml version='1.0'?><rss><channel/></rss>", "begins with 'rss'"),
    ],
)
def test_xml_that_is_unsound_is_refused(write, text, expected):
    with pytest.raises(UnreadableFile) as error:
        read_contacts(write(text))
    assert expected in error.value.expected
