import type { Form, FormField } from './form.ts';
import { foldName } from './posted-value.ts';

/**
 * What page builders and people call the usual fields, most certain first.
 * Kept as `foldName` has them: "E-Mail" is "email", "prénom" is "prenom".
 */
const usualNames = [
  'email, email address, your email, work email, user email, emailadres, mailadres, adresse email, ' +
    'adresse mail, courriel, E-Mail-Adresse, mail',
  'first_name, fname, given name, your first name, voornaam, prénom, Vorname, your name, name, naam',
  'last_name, lname, surname, family name, your last name, achternaam, familienaam, nom de famille, ' +
    'Nachname, Familienname, nom',
  'company, company name, your company, organisation, organization, bedrijf, bedrijfsnaam, onderneming, ' +
    'organisatie, société, entreprise, Firma, Firmenname, Unternehmen',
  'phone, phone number, your phone, telephone, tel, mobile, gsm, telefoon, telefoonnummer, téléphone, ' +
    'Telefon, Telefonnummer',
].map((names) => names.split(', ').map(foldName));

/** All names under which a posted value may be meant for this field, most certain first. */
export function namesOf(field: FormField, usual: string = field.name): string[] {
  const folded = foldName(usual);
  const group = usualNames.find((names) => names.includes(folded)) ?? [];
  return [field.name, ...field.synonyms, ...Object.values(field.label), ...group];
}

/** The field that holds the lead's address: the one called `email`, else the first of that type. */
export function emailFieldOf(form: Form): FormField {
  return (
    form.fields.find(({ name }) => name === 'email') ??
    form.fields.find(({ type }) => type === 'email') ?? {
      name: 'email',
      label: {},
      type: 'email',
      required: true,
      maxLength: 254,
      synonyms: [],
    }
  );
}
