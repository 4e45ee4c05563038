"""The words by which advertisements are laid out, as patterns over folded text (lower case, no accents).

One tuple a language. Headings are looked for at the start of a short line, or anywhere in a line that ends
with a colon; marks are looked for anywhere in a sentence.
"""

from typing import Final

# Words that may follow those of a heading without making a sentence of it.
HEADING_FILLER: Final = (
    r"principa\w*|du poste|poste|requi\w+|attendu\w*|recherche\w*|exige\w*|techniques?|personnel\w*|professionnel\w*|demande\w*"
    r"|souhaite\w*|clef?s?|cles?|seront|les suivantes?|suivantes?|sont|et|ou|vos|votre|tes|ton|les|des?|du|la|le|l'emploi|l'offre"
    r"|profil|missions?|responsabilites?|competences?|formations?|experiences?|qualites|diplomes?|connaissances|contexte|entreprise"
    r"|client|groupe|societe|avantages?|remuneration|salaire|sociaux|complementaires?|supplementaires?|particulieres?|travail|de travail"
    r"|recrutement|offrons|proposons|nous|vous|rejoindre|rejoignez|avec|cette|equipe|manageriales?|comportementales?|transvers\w+"
    r"|humaines?|relationnel\w*|generales?|specifiques?|secondaires?|quotidien\w*|candidat\w*|ideal|collectif|chez|mission|metier"
    r"|and|or|the|of|for|this|job|role|position|you|we|are|is|looking|required|requirements?|qualifications?|skills?|experience"
    r"|responsibilities|duties|functions|education|knowledge|abilities|summary|description|overview|preferred|desired|us|offer|do|will"
    r"|need|bring|have|be|information|benefits|compensation|conditions?|environment|technical|minimum|our|company|job|to apply|apply"
    r"|requerid[oa]s?|del?|puesto|y|profesionales|tecnicas?|ofrecemos|aplicar|und|ihre|ihr|dein|wir|sie|mitbringen|erwartet|bieten",
)

# Headings under which the opening says what the person will do, know and be.
MUST_HEADINGS: Final = {
    "fr": (
        r"(?:vos|votre|tes|ta|les|la|le|nos|notre|principales?|ses|son)? ?(?:futures? )?(?:principales? )?"
        r"(?:missions?|taches?|responsabilites?|activites?|fonctions?|attributions?|role|quotidien|objectifs?)\b",
        r"(?:le |ton |votre |notre |ses )?profil\b(?! de l.entreprise)",
        r"(?:vos |tes |les )?(?:competences?|connaissances|qualites|aptitudes|exigences|pre-?requis|qualifications?"
        r"|savoir[- ](?:faire|etre)s?|hard skills|soft skills|diplomes?|atouts recherches)\b",
        r"(?:formation|experience|diplome)s?\b(?! continue)",
        r"(?:description|descriptif|details?|contenu) d[ue] (?:profil|missions?)",
        r"(?:environnement|stack|outils?|langages?) ?(?:techni\w+|informatiques?|maitrises?|utilises?)?$",
        r"(?:et )?vous ?\??$|(?:et )?si c.etait vous|qui etes[- ]vous|vous etes$|vous maitrisez|vous avez$",
        r"(?:ce |c.est vous |celui |celle |qui )?(?:que |ce )?(?:nous|l.on|on) (?:recherch|attend)\w+",
        r"au quotidien|dans ce cadre|concretement|plus precisement|a ce titre|rattache|en tant que|vous serez"
        r"|vous aurez|vous devrez|vous assur|vous etes (?:en charge|amene|charge|titulaire|dote)|ce que vous ferez",
    ),
    "en": (
        r"(?:your |the |key |main |core |primary |essential |job |about |position |minimum |required |basic |technical"
        r"|general |additional |specific |daily |what are the )*"
        r"(?:responsibilit\w+|duties|qualifications?|requirements?|required skills|skills|functions|competenc\w+|tasks"
        r"|accountabilities|experience|education|knowledge|role|mission|abilities|certifications?|expectations|tech stack"
        r"|licen[cs]es?|essentials|must[- ]haves?|objectives|profile|background|tools|technologies|stack)\b",
        r"(?:what|who) (?:you|we)(?:.ll| will|.re| are|.d| would)? ?(?:do|doing|bring|need|have|be doing|be|are|looking for"
        r"|expect|know|own)\b(?! like)",
        r"(?:about |who )(?:you|are you)\b|you (?:have|will|are|bring|should|must)\b|a day in the life|your daily life"
        r"|in this role|day[- ]to[- ]day|(?:we.re |we are )looking for|to be successful|the ideal candidate",
    ),
    "es": (
        r"(?:tus |sus |las |los |el |tu |principales )*(?:funciones|responsabilidades|tareas|mision(?:es)?|requisitos"
        r"|habilidades|competencias|conocimientos|perfil|formacion|experiencia|aptitudes|cualificaciones|exigencias"
        r"|objetivos|tecnologias|herramientas)\b",
        r"(?:que|lo que) (?:haras|buscamos|necesitas|esperamos|pedimos)|imprescindible|buscamos$|te encargaras|seras responsable",
    ),
    "de": (
        r"(?:ihre |deine |die |ihr |dein |das )*(?:haupt)?(?:aufgaben\w*|anforderungen|qualifikation(?:en)?|profil"
        r"|kenntnisse|verantwortung\w*|tatigkeiten|kompetenzen|voraussetzungen|fahigkeiten|anforderungsprofil"
        r"|rolle|erfahrung)\b",
        r"(?:das|was) (?:erwartet (?:sie|dich)|(?:sie|du) (?:mitbring\w+|tun|tust|machst)|bring\w+ (?:sie|du) mit)"
        r"|wen wir suchen|wir suchen",
    ),
}

# Headings under which the opening says what is welcome and not insisted on.
NICE_HEADINGS: Final = {
    "fr": (
        r"(?:les |vos |tes )?(?:plus|petits? plus|atouts?|bonus)\b(?! du poste| de l| a nous)",
        r"(?:serait|seraient|constitue\w*|est|sont) un (?:plus|atout)|(?:idealement|souhaites?|appreciees?)\b",
        r"(?:competences?|experience|formations?|profil|connaissances) (?:souhaite|apprecie|bonus|optionnel|complementaire)\w*",
    ),
    "en": (
        r"nice[- ]to[- ]haves?|(?:highly )?(?:preferred|desired|desirable|bonus|optional|a plus|pluses|extra)\b"
        r"(?! (?:program|plan|pay|scheme))",
        r"good to have|(?:it.s |would be )?(?:a )?bonus if|(?:skills|qualifications|experience) (?:preferred|desired)",
    ),
    "es": (r"(?:se valorara\w*|valorable\w*|deseable\w*|plus|opcional\w*|requisitos deseables)\b",),
    "de": (r"(?:von vorteil|wunschenswert|idealerweise|pluspunkte|nice to have)\b",),
}

# Headings under which anything may be said.
OPEN_HEADINGS: Final = {
    "fr": (
        r"(?:description|descriptif|details?|intitule|contenu|resume) d[ue] (?:poste|l.emploi|l.offre|la mission)",
        r"(?:le |votre futur |ton futur )?poste\b(?! a pourvoir| en | base)|(?:le )?contexte\b|description\b",
    ),
    "en": (
        r"(?:job |position |role )?(?:description|summary|overview|purpose|scope)\b|about the (?:job|role|position)",
    ),
    "es": (r"acerca del (?:puesto|rol)|descripcion(?: del (?:puesto|empleo))?\b|(?:el )?puesto\b",),
    "de": (r"(?:stellenbeschreibung|die stelle|beschreibung)\b",),
}

# Headings under which nothing is asked of the person: the company, the offer, the way to apply.
ASIDE_HEADINGS: Final = {
    "fr": (
        r"(?:a propos|qui sommes|presentation|notre (?:entreprise|societe|client|groupe|histoire|engagement|culture|ambition)"
        r"|nos (?:valeurs|engagements|atouts)|l.entreprise|la societe|l.etablissement|le groupe|le client"
        r"|(?:description|descriptif) (?:de l.(?:entreprise|etablissement|equipe|agence)|de la societe|du (?:client|groupe)))\b",
        r"(?:vos |tes |les |nos |\d+ )?(?:principaux )?(?:avantages?|benefices|remuneration|salaire|package|primes?|conges)\b",
        r"(?:ce que )?(?:nous|on|l.on) (?:vous |te |t.)?(?:offr|propos|apport|reserv)\w+|ce qu(?:e nous|.on) \w*propos",
        r"pourquoi\b|rejoi[ng]\w+|ce qui (?:vous|t)|vous beneficie\w+|la cerise|bon a savoir|(?:les )?(?:points forts|\+) du poste",
        r"(?:les )?(?:conditions|modalites|horaires?|informations?|infos|specificites|precisions|contraintes)\b(?! requis)",
        r"(?:vos |les |le |votre |nos )?(?:horaires?|lieu|localisation|adresse|type d.emploi|type de contrat|contrat|statut"
        r"|date|duree|temps de travail|prise de poste|demarrage|debut|disponibilite|telephone|contact|email|mail)\b",
        r"(?:le |notre |les |nos |votre )?(?:process(?:us)?|etapes|parcours|deroulement)\b(?: de| du)? ?(?:notre )?"
        r"(?:recrutement|candidature|selection|integration)?$",
        r"(?:comment |pour |a vous de |envie de |pret)(?:postuler|candidater|jouer|relever|nous rejoindre|\(e\))"
        r"|(?:votre |ton )?(?:candidature|postule)|interess|(?:et )?apres|il est temps",
        r"(?:votre |ton |notre |l.)(?:future? )?(?:environnement de travail|equipe|employeur|futur employeur)\b",
    ),
    "en": (
        r"(?:about (?:us|the (?:company|team|client|organi[sz]ation)|our)|who we are|our (?:company|story|mission|values"
        r"|culture|team|client|commitment)|company (?:description|overview|profile|summary)|the (?:company|team))\b",
        r"(?:our |your |the |key |employee |some )*(?:benefits|perks|compensation|salary|pay|remuneration|bonus (?:program|plan)"
        r"|rewards|total rewards|package)\b",
        r"what (?:we|.s in it|you.ll get|you get|is in it|you can expect)(?: can| will)?\b(?! (?:are )?(?:look|expect|need|re look))",
        r"why\b|we offer|join us|(?:job |employment |contract )(?:type|location|details|category)|location\b|work(?:ing)? "
        r"(?:environment|conditions|hours|schedule|location)|schedule|hours|shift|additional information|physical",
        r"(?:how|to) apply|apply|application|(?:the |our )?(?:hiring|interview|recruitment|selection|application) process"
        r"|next steps|contact|(?:eeo|equal|diversity|inclusion|our commitment|disclaimer|notice|accommodation|privacy)\b",
    ),
    "es": (
        r"(?:lo que |que )?(?:te |le )?(?:ofrecemos|se ofrece)|(?:beneficios|salario|remuneracion|condiciones|horario|contrato"
        r"|ubicacion|jornada)\b",
        r"(?:sobre|acerca de) (?:nosotros|la empresa)|quienes somos|nuestra empresa|por que|como (?:aplicar|postular)"
        r"|para (?:aplicar|postular)|contacto|proceso de seleccion",
    ),
    "de": (
        r"(?:wir bieten|was wir|das bieten|unser angebot|benefits|ihre vorteile|deine vorteile|vorteile|gehalt|vergutung)\b",
        r"(?:uber uns|wer wir sind|unser unternehmen|das unternehmen|warum)\b|(?:bewerbung|kontakt|jetzt bewerben"
        r"|haben wir|interess)\w*",
    ),
}

# Said of a requirement that is welcome and not insisted on.
NICE_MARKS: Final = {
    "fr": (
        r"(?:serai(?:en)?t|est|sont|sera|constitue\w*) (?:aussi |egalement |vivement |fortement )?"
        r"(?:un (?:plus|atout|vrai plus|reel plus|bonus|avantage)|des? (?:plus|atouts?)(?! (?:indispensable|essentiel|necessaire|majeur))"
        r"|(?:apprecie|souhaite|bienvenu|recommande|souhaitable|preferable|valorise)\w*)",
        r"\bidealement\b|(?<!tu )(?<!qui )(?<!il )(?<!on )(?<!elle )\bsouhaitee?s?\b|\bun (?:vrai )?\+|\b(?:pas|non) (?:obligatoire|indispensable|exige)|\bsouhaitables?\b|\bapprecie(?:e|s|es)\b|\bbonus\b|\bde preference\b"
        r"|\bun plus\b|\bserait? (?:un )?atout",
    ),
    "en": (
        r"\b(?:is|are|be|as|considered) (?:a |an )?(?:big |huge |strong |definite |added )?(?:plus|bonus|asset|advantage"
        r"|advantageous|preferred|desirable|desired|beneficial|helpful|nice to have)\b|\bpreferred\b|\ba plus\b"
        r"|\bnice to have\b|\bideally\b|\bpreferabl[ey]\b|\bbonus points\b|\bdesirable\b|\bdesired\.?$",
    ),
    "es": (r"\bse valorara\b|\bvalorable\b|\bdeseable\b|\bun plus\b|\bpreferiblemente\b|\bidealmente\b",),
    "de": (r"\bvon vorteil\b|\bwunschenswert\b|\bidealerweise\b|\bgerne auch\b|\bein plus\b|\boptional\b",),
}

# Said of a requirement that is insisted on, whatever the heading above it.
MUST_MARKS: Final = {
    "fr": (
        r"\b(?:obligatoires?|imperati\w+|indispensables?|exigee?s?|requis\w*|necessaires?|imperativement)\b",
    ),
    "en": (r"\b(?:required|mandatory|must|essential)\b",),
    "es": (r"\b(?:imprescindible|obligatori[oa]s?|requerid[oa]s?|necesari[oa]s?)\b",),
    "de": (r"\b(?:zwingend|erforderlich|vorausgesetzt|notwendig)\b",),
}

# Said to the person about the work or about what they bring: prose worth keeping under any heading.
ASKING_MARKS: Final = {
    "fr": (
        r"\b(?:vous|tu) (?:\w+ ){0,2}(?:assure[zs]?r?e?z?|realise\w*|participe\w*|ger\w+|pilote\w*|anime\w*|accueill\w+"
        r"|conseill\w+|effectue\w*|intervene\w*|intervien\w+|travaille\w*|maitrise\w*|connaisse\w*|dispose[zs]\b(?! d[ue] d)"
        r"|possede\w*|justifie\w*|garanti\w*|develop\w+|veille\w*|contribue\w*|coordonne\w*|accompagne\w*|prepare\w*"
        r"|encadre\w*|supervise\w*|prene[zs]|prendre\w*|devrez|savez|parle\w*|organise\w*|suive[zs]|conduise\w*"
        r"|entretene\w*|controle\w*|elabore\w*|redige\w*|analyse\w*|concev\w+|met+\w+|devez|pourrez|aimez|occupe\w*|collabore\w*)",
        r"\b(?:vous|tu) (?:etes|es|serez|seras|aurez|auras|avez|as) (?:\w+ ){0,3}(?:charge|responsable|titulaire|diplome\w*"
        r"|issue?|dote|reconnu|autonome|rigour\w+|organise\w*|capable|amene\w*|pour mission\w*|experience|une (?:bonne|solide"
        r"|premiere|formation|experience)|le sens|le permis|a l.aise|dynamique\w*|motive\w*|a cur|curieu\w+|ponctuel\w*"
        r"|specialis\w+|habilite\w*|passionne\w*|souriant\w*|polyvalent\w*|sociable|patient|en relation|un bon)",
        r"\bexperience (?:\w+ ){0,4}(?:d|en|dans|sur|similaire|exigee|requise|reussie|professionnelle|significative|de \d)\b",
        r"\bbac ?\+|\b(?:diplome|titulaire|titulaires|cap|bep|bts|dut|deust|licence|master|caces|permis) (?:d|de|du|en|[a-e]\b"
        r"|bac|pro|\d|requis|exige|obligatoire|ingenieur|cuisine)",
        r"\b(?:maitris\w+|connaissances?|competences?|capacites?|aisance|sens d\w+|bonne (?:connaissance|maitrise)|anglais"
        r"|expertise|autonomie) (?:\w+ ){0,2}(?:d|de|du|des|en|l|relationnel\w*|redactionnel\w*|courant|professionnel|technique)",
        r"\b(?:votre|ta|ton|vos|tes|ses|sa|les?) (?:principales? |futures? )?(?:missions?|role|taches|activites|responsabilites)\b",
        r"\b(?:recrut|recherch)\w* .{0,90}\b(?:afin de|pour) (?!rejoindre|renforcer|completer|integrer|notre|son atelier)[a-z]+(?:er|ir|re)\b",
        # "Nettoyer les locaux", "Gestion du courrier": a line that starts with the work to be done.
        r"^(?!(?:leader|premier|dernier|metier|atelier|notre|votre|autre|entre|cadre|offre|titre|centre|contre|libre|lettre"
        r"|chiffre|rejoindre|postuler|candidater|envoyer|hier|particulier|janvier|fevrier|poster|contacter|beneficier)\b)"
        r"(?:s.|se )?[a-z]{2,}(?:er|ir|re)\b(?! .{0,40} d.emploi)",
        r"^(?:gestion|suivi|preparation|realisation|accueil|entretien|cuisson|plonge|montage|nettoyage|encaissement|mise en"
        r"|participation a|conduite|controle|maintenance|redaction|animation|elaboration|conception|developpement|reception)\b",
        r"\b(?:sera|est|serez) (?:charge|responsable|amene|garant)\w*\b|\b(?:vous|tu|il|elle|se) (?:devez|devra|devras|doit|dois)\b",
        r"\b(?:obligatoire|indispensable|exigee?s?|requis\w*|imperatif|imperativement)\b|\bqualites (?:requises|attendues)",
        r"\b(?:nous |on )?recherch\w+ (?:\S+ ){0,6}(?:personne|profil|candidat\w*|collaborateur\w*|titulaire|ayant|dote\w*|diplome\w*)\b",
        r"\bcharge\w*(?:\(e\))? d(?:e|es|u)?\b|\ben charge d|\bmissions? (?:est|sont|sera|seront|consist\w+|principales?)\b"
        r"|\bconsiste\w* a\b",
    ),
    "en": (
        r"\byou(?:.ll| will| must| should| can| have| are| need| may)\b|\bmust (?:be|have|possess|hold)\b",
        r"\b(?:responsible|accountable) for\b|\bresponsibilit\w+ (?:include|for)|^(?:manage|develop|maintain|ensure|create|design|build|lead|work|assist|support|provide|prepare|conduct|coordinate|oversee|monitor|implement|perform|plan|train|supervise|analy[sz]e|collaborate|deliver|drive|write)s?\b|\b(?:ability|able) to\b|\bexperienced? (?:\w+ )?"
        r"(?:in|with|as|working|using|of|at)\b|\b(?:knowledge|understanding|proficien\w+|familiar\w*|expertise|command|fluen\w+"
        r"|skilled|background) (?:of|with|in)\b|\b(?:bachelor|master|degree|diploma|certifi\w+|licensed?)\b",
        r"\byears?.? (?:of )?(?:\w+ ){0,3}experience\b|\bskills\b|\b(?:the )?(?:ideal |successful )?candidate (?:will|must|should|has)"
        r"|\bwe (?:expect|require)\b|\brequired\b|\b(?:this|the) (?:role|position|job|chef|manager|\w+) (?:will|involves|is responsible"
        r"|requires|entails)",
    ),
    "es": (
        r"\b(?:experiencia|conocimientos?|dominio|manejo|titulacion|licenciatura|grado|capacidad|habilidad\w*) (?:\w+ )?"
        r"(?:en|de|como|con|para)\b|\b(?:deberas|trabajaras|seras|participaras|gestionaras|te encargaras|tendras|realizaras"
        r"|contribuiras|colaborar\w*|ayudaras)\b|\b(?:imprescindible|requerid\w+|responsable de|se requiere)\b",
        r"\b(?:el|la|este) (?:\w+ ){1,4}(?:disenara|desarrollara|analizara|gestionara|liderara|implica|sera)\b",
    ),
    "de": (
        r"\b(?:kenntnisse|erfahrung|berufserfahrung|ausbildung|studium|abschluss|fahigkeit|verstandnis|fuhrerschein)\b",
        r"\b(?:sie|du) (?:\w+ )?(?:verfug\w+|bring\w+|hab\w+|sind|bist|arbeit\w+|entwick\w+|betreu\w+|ubern\w+|plan\w+|unterstutz\w+"
        r"|verantwort\w+|analys\w+|beherrsch\w+)\b|\bverantwortlich\b|\berforderlich\b",
    ),
}

# Never a requirement, wherever it stands: pay, the way to apply, equal opportunity, dates and times of work.
NEVER_MARKS: Final = {
    "fr": (
        r"\d ?(?:k?€|k?euros?\b|k ?brut|ke\b)|\b(?:brut|net)s? (?:par|/|mensuel|annuel|horaire)|\bsmic\b|\b1[34] ?e?(?:eme)? mois"
        r"|\btreizieme mois|^(?:salaire|remuneration|taux horaire|fourchette)\b(?! (?:et|des))|\bremuneration (?:\w+ ){0,3}(?:selon"
        r"|motivante|attractive|fixe|variable|brute|annuelle|negociable|competitive|:)|\bsalaire (?:\w+ ){0,2}(?:selon|motivant|a ne"
        r"|fixe|brut|negociable|attracti)",
        r"\b(?:candidatures?|candidate[rz]|postule[rz]|lettre de motivation|votre cv|ton cv|un cv|cv a|cv et|cv par|cv \+)\b"
        r"|\bentretiens? (?:\w+ )?(?:telephonique|physique|rh\b|avec (?:le|la|un|notre|nos|votre|l.equipe|rh|du)|d.embauche"
        r"|de recrutement|individuel avec|visio\w*|teams)|\becrire a\b|\bcontacte[rz][- ](?:nous|moi)\b|\bpret\(e\) a (?:rejoindre|relever)",
        r"^(?:cse\b|mutuelle|prevoyance|tickets?|titres?[- ]restaurant|cheques?|carte (?:tr|ticket|titre|restau)|rtt\b|\d+ (?:jours de )?"
        r"rtt|primes?\b|conges|participation\b(?! a)|interessement|epargne|tele-?travail|crech|parking|comite|avantages|indemnit"
        r"|panier|heures supp|prise en charge d|remboursement|plan d.epargne|carte)",
        r"\b(?:tickets?|titres?|cheques?)[- ](?:resto|restaurant|vacances|cadeau)|\bpris en charge\b.*%|\btransports? en commun a"
        r"|\bprime d|\bjours? de (?:rtt|conge|tele-?travail)|\b\d+ rtt\b|\bvehicule (?:de fonction|de service) (?:est )?(?:fourni|mis)",
        r"^(?:poste (?!de travail)|contrat |type |intitule|ref(?:erence)?s? ?:|duree |cdi\b|cdd\b|interim\b|mission (?:d.)?interim|statut |lieu |localisation|date |debut |demarrage"
        r"|horaires?\b|temps (?:plein|partiel)|travail (?:en journee|a domicile|du lundi|le week|de nuit|en 2)|prise de poste|periode |repos"
        r"|nombre d.heures|du lundi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|disponibilite :|deplacements? :|base |poste base)",
        r"\b\d{1,2} ?h ?\d{0,2} ?(?:-|a|/|et) ?\d{1,2} ?h|\b3[5-9] ?h(?:eures?)?\b|\bdu lundi au\b|\ba pourvoir\b|\b(?:cdi|cdd) (?:de|a|temps|en"
        r"|\d|-|statut)|\bheures? (?:par|/|hebdo|mensuel) ?(?:semaine|mois)?|\b\d+ ?h ?(?:/|par) ?(?:sem|mois)|^\d{1,2} ?h ?\d{0,2}\b|\bduree hebdomadaire|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi)\b.*\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\bde repos\b"
        r"|\bdebutant\w* (?:\w+ )?accept|\bformation (?:interne|assuree|prevue|en interne)|\bpourr\w+ evoluer\b|\bjours? feries|\btemps (?:plein|partiel) (?:de|a)\b",
        r"\b(?:handicap\w*|egalite (?:des|de|professionnelle)|la diversite|discrimination|rgpd|a competences egales|handi-?accueillant\w*|rqth)\b",
        r"\bprocess(?:us)? de recrutement|\bconfidentialite de votre|\bprime de cooptation|\bperiode d.essai\b|\bnumero de telephone"
        r"|\bcette (?:offre|annonce)\b|\bn.hesite[sz]? (?:pas|plus)\b|\bnous (?:avons hate|attendons|vous attendons)\b|\bliste n.est pas exhaustive|\bsusceptibles? d.evoluer",
        r"@|https?:|www\.|\[(?:email|phone|url)\]|\btel(?:ephone)? ?[:.]|\b0\d(?:[ .]?\d\d){4}\b",
    ),
    "en": (
        r"[$£€] ?\d|\b\d+ ?k\b|\b401 ?\(?k|\bper (?:hour|annum)\b|\b(?:base )?(?:salary|pay) (?:range|scale|is|:)|\bcompetitive (?:salary"
        r"|pay|wages?|compensation|benefits)|\b(?:medical|dental|health|vision|life|disability)(?:,| and| &)? (?:\w+,? ){0,4}(?:insurance"
        r"|benefits|coverage|plans?)\b|\bpaid (?:time off|vacation|holidays?|sick|leave|parental)|\bpto\b|\bstock options\b|\btuition"
        r"|\bretirement (?:plan|savings)|\bemployee discounts?|\bsign[- ]on bonus|\bdiscounts? (?:on|at)\b|\bbenefits? (?:package|include)",
        r"\bequal[- ](?:opportunit|employment)\w*|\beeoc?\b|\bregardless of\b|\bwithout regard\b|\brace, |\bsexual orientation"
        r"|\bveterans?\b|\breasonable accommodations?|\baffirmative action|\bfair chance|\bdrug[- ](?:free|test|screen)\w*|\bbackground check"
        r"|\be-verify|\bdiverse and inclusive|\bmarital status|\bprotected (?:by|class|characteristic)",
        r"\b(?:to apply|apply (?:now|here|today|online|via|through|at|by|for)|(?:submit|send) (?:your|us|a (?:resume|cover|cv)|an)\b"
        r"|cover letter|your (?:resume|cv|application)|applicants?|recruiters?|phone interview|click here|hiring manager|interview process"
        r"|job alerts?|posting)\b",
        r"\b(?:other|additional|related) (?:job[- ]related )?duties\b|\b(?:pounds|lbs)\b|\bstanding\b|\bweekends\b|\bvarious shifts\b",
        r"^(?:job title|title ?:|job type|employment type|work (?:location|setting|remotely)|schedule|shift|hours|full[- ]time|part[- ]time|location|salary|pay"
        r"|industry|seniority level|monday|weekends?|remote\b|expected hours|relocation|free |health |dental |vision |medical |life |paid "
        r"|commuter|reports to|\d+ hours? shift)",
        r"\bthis (?:job )?(?:description|list) (?:is|does) (?:not|an?)\b|\bother duties\b.*\bassigned\b|\bauthori[sz]ed to work\b|\bvisa sponsor",
    ),
    "es": (
        r"\bsalario\b|\bremuneracion\b|\bcurriculum\b|\bcarta de presentacion\b|\bigualdad de oportunidades\b|\bcontrato (?:indefinido"
        r"|temporal)|\benvi(?:e|a|ar) (?:su|tu)\b|\bjornada (?:completa|parcial)|\bincorporacion inmediata",
    ),
    "de": (
        r"\bgehalt\b|\bvergutung\b|\burlaubstage\b|\bbewerb(?:en|ung\w*)\b|\blebenslauf\b|\bunbefristet\w*|\bvollzeit\b|\bteilzeit\b"
        r"|\bchancengleichheit\b|\bbetriebliche altersvorsorge",
    ),
}

# About the company or its offer: not a requirement unless the heading or the sentence says so.
COMPANY_MARKS: Final = {
    "fr": (
        r"\b(?:notre|nos) (?:entreprise|societe|client\w*|groupe|agence|equipes?|valeurs|collaborateur\w*|etablissement|cabinet|enseigne|mission"
        r"|candidat\w*|magasins?|histoire|ambition|structure)\b|\bnous (?:sommes|accompagnons|vous (?:offr|propos|garanti)\w+|offrons|proposons"
        r"|avons|croyons|intervenons|favorisons|privilegions|mettons)\b|\b(?:est|recrute|etes a la recherche|recherche)"
        r" (?:une? |des |le |la |pour )(?:entreprise|societe|groupe|cabinet|acteur|leader|filiale|esn|association|\w+ client)",
        r"\b(?:fondee?|creee?|implantee?s?|specialisee? (?:dans|en)|leaders?|filiale|pme|chiffre d.affaires|\d+ (?:collaborateurs|salaries"
        r"|agences|pays|magasins)|taille humaine|acteur (?:majeur|incontournable)|depuis \d|rejoi(?:ndre|gnez|ns)|venez|mutuelle|rtt|teletravail"
        r"|avantages|evolution (?:de carriere|professionnelle|interne)|ambiance|bienveillan\w+|convivial\w*|epanou\w+|pourquoi|beneficie\w*"
        r"|profitez|poste (?:est )?(?:base|situe)|la societe|l.entreprise est|le groupe)\b",
    ),
    "en": (
        r"\b(?:our (?:company|mission|team|culture|story|values|brand|clients?|vision|people|restaurants?|hotel)|we (?:are|offer|believe|have"
        r"|work|provide|strive|value|love|welcome|were|celebrate|take|build|.re)|we.re|founded|headquarter\w*|established in|join (?:us|our)"
        r"|leading (?:provider|company)|industry[- ]leading|is (?:a|an|one of|the) (?:\w+ ){0,3}(?:company|leader|provider|firm|restaurant|group"
        r"|global|hotel|startup|agency|organi[sz]ation)|perks?|benefits?|compensation|salary|opportunit(?:y|ies) to grow|located (?:in|at))\b",
    ),
    "es": (r"\b(?:somos|nuestra empresa|ofrecemos|unete|lider en|beneficios|nuestros clientes)\b",),
    "de": (r"\b(?:wir sind|wir bieten|unser unternehmen|marktfuhrer|gegrundet|unsere kunden|vorteile)\b",),
}
