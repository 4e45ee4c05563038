"""Words that tell what a line of a resume is, in English, French, Spanish and German; all of them folded."""

import re
from enum import StrEnum

from matcher.identity import fold


class Section(StrEnum):
    """What a part of a resume is about."""

    TOP = "top"  # whatever stands before the first heading
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    SKILLS = "skills"
    LANGUAGES = "languages"
    INTERESTS = "interests"  # left behind
    OTHER = "other"


_HEADINGS = {
    Section.SUMMARY: "summary|professional summary|executive summary|career summary|personal summary|profile|"
    "professional profile|executive profile|personal profile|objective|career objective|"
    "professional objective|objective statement|career overview|professional overview|overview|"
    "career focus|about|about me|background|professional background|summary of qualifications|"
    "personal statement|profil|profil professionnel|objectif|objectif professionnel|objectifs|a propos|"
    "a propos de moi|resume|en bref|perfil|perfil profesional|objetivo|objetivo profesional|resumen|"
    "resumen profesional|sobre mi|kurzprofil|uber mich|zusammenfassung|berufsziel",
    Section.EXPERIENCE: "experience|experiences|work experience|work experiences|professional experience|"
    "professional experiences|relevant experience|related experience|other experience|"
    "additional experience|previous experience|prior experience|employment experience|"
    "career experience|teaching experience|leadership experience|military experience|"
    "industry experience|work history|employment history|career history|professional history|"
    "employment|career|internships|internship|experience professionnelle|experiences professionnelles|"
    "experience pro|experiences pro|parcours|parcours professionnel|autres experiences|stages|emplois|"
    "experiencia|experiencia laboral|experiencia profesional|trayectoria profesional|historial laboral|"
    "berufserfahrung|beruflicher werdegang|berufspraxis|praktische erfahrung|werdegang|praktika|"
    "company details",
    Section.SKILLS: "skills|highlights|skill highlights|core qualifications|qualifications|summary of skills|"
    "technical skills|key skills|core skills|professional skills|computer skills|it skills|hard skills|"
    "soft skills|other skills|additional skills|software skills|skills summary|skill set|skillset|"
    "skill details|areas of expertise|expertise|core competencies|competencies|key competencies|"
    "core strengths|strengths|technologies|tools|tools and technologies|technical expertise|"
    "technical proficiencies|technical strengths|skills and abilities|skills & abilities|"
    "skills and tools|competences|competence|competences techniques|competences cles|"
    "competences professionnelles|competences informatiques|savoir-faire|savoir-etre|outils|logiciels|"
    "informatique|aptitudes|atouts|domaines de competences|domaines d'expertise|habilidades|"
    "competencias|aptitudes y habilidades|habilidades tecnicas|conocimientos|kenntnisse|fahigkeiten|"
    "kompetenzen|fachkenntnisse|edv-kenntnisse|it-kenntnisse",
    Section.LANGUAGES: "languages|language skills|languages spoken|langues|langues parlees|"
    "langues etrangeres|idiomas|lenguas|sprachen|sprachkenntnisse",
    Section.INTERESTS: "interests|hobbies|hobbies and interests|interests and hobbies|personal interests|"
    "loisirs|centres d'interet|centre d'interet|interets|hobbies et loisirs|intereses|aficiones|interessen|"
    "hobbys|hobbys und interessen|hobbies und interessen",
    Section.OTHER: "education|education and training|education & training|"
    "education details|academic background|educational background|academic qualifications|trainings|courses|"
    "coursework|certifications|certification|certificates|licenses|licenses and certifications|"
    "certifications and licenses|credentials|accomplishments|core accomplishments|"
    "key accomplishments|achievements|"
    "key achievements|awards|honors and awards|awards and honors|activities and honors|honors|projects|"
    "personal projects|key projects|academic projects|publications|patents|"
    "activities|volunteer work|volunteer experience|volunteering|community service|"
    "community involvement|affiliations|professional affiliations|memberships|professional memberships|"
    "references|additional information|personal information|personal details|contact|"
    "contact information|portfolio|military service|formation|formations|diplomes|"
    "formation et diplomes|formations et diplomes|etudes|scolarite|cursus|cursus scolaire|certificats|"
    "projets|projets personnels|realisations|distinctions|prix|"
    "benevolat|engagements|divers|informations complementaires|"
    "informations personnelles|coordonnees|educacion|formacion|formacion academica|estudios|"
    "certificaciones|proyectos|proyectos personales|logros|premios|publicaciones|"
    "voluntariado|referencias|datos personales|contacto|informacion adicional|ausbildung|bildung|"
    "bildungsweg|studium|weiterbildung|weiterbildungen|zertifikate|zertifizierungen|projekte|"
    "ehrenamt|auszeichnungen|referenzen|kontakt|personliche daten",
}
HEADINGS = {heading: section for section, names in _HEADINGS.items() for heading in names.split("|")}

# Words that a job title is made around. Endings catch what the list lacks: `-ologist`, `-entwickler`.
_ROLES = """
accountant accounts-clerk actor actuary adjunct administrator administrative advisor adviser advocate agent
aide ambassador analyst anchor apprentice architect artist assembler assistant associate attendant attorney
auditor author baker banker barista bartender biologist bookkeeper broker butcher buyer captain caregiver
carpenter cashier ceo cfo chair chairman chairwoman champion chef chemist chief cio clerk coach co-founder
cofounder collector columnist commissioner comptroller concierge conductor consultant contractor controller
cook coordinator co-ordinator copywriter counsel counselor counsellor courier crew cto curator custodian dba
dean dealer dentist deputy designer developer devops director dispatcher doctor draftsman drafter driver
economist editor educator electrician engineer engraver entrepreneur estimator evangelist examiner executive
expert fellow firefighter fitter foreman founder freelancer fundraiser generalist geologist graduate guard
guide handler handyman head helper hostess illustrator inspector installer instructor intern internship
interpreter inventor investigator investor janitor journalist judge laborer labourer landscaper lawyer lead
leader lecturer librarian lieutenant machinist maker manager marketer mason mechanic member mentor
merchandiser merchant midwife model moderator musician nanny negotiator nurse nutritionist officer operator
optician organizer owner packer painter paralegal paramedic partner pharmacist photographer physician
physicist pilot planner plumber police preparer president presenter principal processor producer
professional professor programmer promoter psychologist publicist purchaser realtor receptionist recruiter
rep reporter representative researcher restaurateur reviewer sailor sales salesman salesperson scientist
scrum secretary senior sergeant server sergent singer socialworker soldier specialist staff steward
stewardess strategist student stylist superintendent supervisor surgeon surveyor sysadmin tailor teacher
technician technologist teller temp tester therapist trader trainee trainer translator treasurer tutor
underwriter upholsterer veterinarian vicepresident videographer volunteer vp waiter waitress warden
webmaster welder worker writer waitstaff sous-chef acheteur acheteuse administrateur administratrice agente
aide-soignant aide-soignante alternant alternante animateur animatrice apprenti apprentie architecte
assistante associe associee attache attachee auditrice auxiliaire avocat avocate boucher boulanger caissier
caissiere cadre carreleur charge chargee chauffeur cheffe chercheur chercheuse coiffeur coiffeuse
collaborateur collaboratrice comedien commercial commerciale comptable concepteur conceptrice conducteur
conductrice conseiller conseillere consultante controleur controleuse coordinateur coordinatrice
coordonnateur couvreur cuisinier cuisiniere decorateur delegue deleguee developpeur developpeuse directeur
directrice documentaliste ebeniste educateur educatrice electricien electricienne employe employee encadrant
enseignant enseignante entrepreneuse estheticienne etudiant etudiante expert-comptable fondateur fondatrice
formateur formatrice gardien gerant gerante gestionnaire graphiste horticulteur hote hotesse infirmier
infirmiere informaticien ingenieur ingenieure inspecteur intervenant jardinier journaliste juriste livreur
macon magasinier maitre manutentionnaire mecanicien medecin menuisier monteur notaire operateur operatrice
ouvrier ouvriere paysagiste pharmacien pianiste plombier preparateur preparatrice president-directeur
professeur professeure programmeur psychologue puericultrice receptionniste redacteur redactrice responsable
secretaire serveur serveuse serrurier soigneur soudeur sous-directeur stagiaire superviseur surveillant
technicien technicienne technico-commercial traducteur traductrice tresorier vendeur vendeuse veterinaire
webdesigner abogado abogada administrador administradora agente analista arquitecta arquitecto asesor
asesora asistente auxiliar ayudante becario becaria camarera camarero cientifica cientifico cocinera
cocinero comercial conductor consultor consultora contable coordinador coordinadora delegada delegado
dependienta dependiente desarrollador desarrolladora directora disenador disenadora educadora encargada
encargado enfermera enfermero especialista gerente gestor gestora ingeniera ingeniero jefa jefe maestra
maestro medica medico oficial operario operaria presidente profesor profesora programador programadora
psicologa recepcionista responsable secretaria supervisora tecnica tecnico vendedor vendedora anwalt
anwaltin arzt arztin assistentin aushilfe auszubildende auszubildender berater beraterin buchhalter
buchhalterin chefin direktor entwickler entwicklerin erzieher erzieherin fachkraft fachinformatiker forscher
geschaftsfuhrer geschaftsfuhrerin grunder ingenieurin kaufmann kauffrau koch kochin krankenpfleger
krankenschwester lehrer lehrerin leiter leiterin mechaniker meister mitarbeiter mitarbeiterin monteur
praktikant praktikantin referent referentin sachbearbeiter sachbearbeiterin schreiner softwareentwickler
techniker technikerin teamleiter verkaufer verkauferin vertriebsmitarbeiter vorstand werkstudent
werkstudentin wissenschaftler wissenschaftlerin
"""
_ROLE_WORDS = frozenset(fold(_ROLES).split())
_ROLE_ENDING = re.compile(
    r"(eer|ologist|ographer|ologue|icien|icienne|entwickler|entwicklerin|ingenieur|leiter|leiterin|berater)s?$"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def names_role(text: str) -> bool:
    """Whether a word of the text names a role, as the title of a job does."""
    for word in _WORD.findall(fold(text)):
        parts = (word, *word.split("-"))
        if any(p in _ROLE_WORDS or p.rstrip("s") in _ROLE_WORDS or _ROLE_ENDING.search(p) for p in parts):
            return True
    return False
