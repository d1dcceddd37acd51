import { listed } from './listed.ts';

/*
 * Words in job titles, in English, Dutch, French and German, by what they say of a person's part in a
 * purchase. Whole words; a hyphen counts as a space, so that "vice-president" is "vice president".
 */

/** "Intern" is also Dutch for "internal": these are no interns. */
export const notInterns = listed(
  'intern verkoper, intern verkoopster, intern adviseur, intern auditor, intern consulent',
);

export const students = listed(
  'student, intern, internship, trainee, apprentice',
  'stagiair, stagiaire, scholier, leerling, jobstudent, werkstudent',
  'étudiant, étudiante, etudiant, etudiante, apprenti, apprentie, alternant, alternante',
  'praktikant, praktikantin, studentin, auszubildender, auszubildende, azubi',
);

/** Titles that contain a greater one: the owner of a product, the assistant of a director. */
export const assistants = listed(
  'product owner, process owner, assistant, secretary, office manager',
  'assistent, assistente, directieassistent, directieassistente, secretaris, secretaresse',
  'assistante, secrétaire, secretaire',
  'assistentin, sekretär, sekretärin',
);

export const vicePresidents = listed(
  'vp, svp, evp, vice president, ondervoorzitter',
  'vice président, vice présidente, vizepräsident, vizepräsidentin',
);

export const owners = listed(
  'owner, founder, cofounder, managing partner, president, managing director, chief, entrepreneur',
  'ceo, cfo, cio, cmo, coo, cpo, cro, cto, self employed, freelance',
  'eigenaar, eigenares, oprichter, oprichtster, zaakvoerder, zaakvoerster, bedrijfsleider, dga',
  'vennoot, bestuurder, algemeen directeur, ondernemer, zelfstandige, zzp',
  'gérant, gérante, gerant, gerante, fondateur, fondatrice, dirigeant, dirigeante, pdg',
  'propriétaire, proprietaire, associé, associée, président, présidente, indépendant, indépendante',
  "directeur général, directrice générale, directeur general, chef d'entreprise",
  'inhaber, inhaberin, gründer, gründerin, geschäftsführer, geschäftsführerin, vorstand',
  'unternehmer, unternehmerin, gesellschafter, gesellschafterin, selbstständig',
);

export const directors = listed(
  'director, head, general manager',
  'directeur, directrice, hoofd, diensthoofd, afdelingshoofd',
  'chef de service, chef de département',
  'direktor, direktorin, leiter, leiterin, bereichsleiter, bereichsleiterin',
  'abteilungsleiter, abteilungsleiterin, marketingleiter, marketingleiterin, vertriebsleiter',
);

export const managers = listed(
  'manager, team lead, supervisor',
  'verantwoordelijke, marketingverantwoordelijke, teamleider, leidinggevende',
  'responsable, chef, gestionnaire',
  'teamleiter, teamleiterin, projektleiter, projektleiterin, managerin',
);

export const specialists = listed(
  'specialist, consultant, officer, analyst, engineer, coordinator, executive, advisor',
  'medewerker, medewerkster, adviseur, coördinator, deskundige, verkoper, vertegenwoordiger',
  'spécialiste, specialiste, conseiller, conseillère, employé, employée, ingénieur',
  'spezialist, spezialistin, berater, beraterin, mitarbeiter, mitarbeiterin, sachbearbeiter',
);

/** Those who work with leads. */
export const targetFunctions = listed(
  'marketing, marketeer, marketer, sales, growth, business development, commercial, content, brand, crm',
  'verkoop, verkoper, commercieel, commerciële, marketingmanager, marketingverantwoordelijke',
  'vente, ventes, commerciale, développement commercial',
  'vertrieb, vertriebsleiter, verkauf, marketingleiter, marketingleiterin',
);

/** Those who work beside them. */
export const adjacentFunctions = listed(
  'communication, communications, digital, e-commerce, ecommerce, product, it, pr',
  'communicatie, digitaal, webshop, ict',
  'numérique, informatique, produit, relations publiques',
  'kommunikation, digitalisierung, produktmanagement, öffentlichkeitsarbeit',
);
