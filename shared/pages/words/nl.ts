import type { FormWords } from '../form-words.ts';
import type { LinkWords } from '../link-words.ts';

export const nlForm: FormWords = {
  form: {
    optional: 'niet verplicht',
    choose: 'Kies…',
    send: 'Versturen',
    languages: 'Taal',
    leaveEmpty: 'Laat dit leeg',
    leaveAnyTime: 'Je kunt je met één klik weer uitschrijven, in elke e-mail.',
    check: 'Kijk dit nog even na',
  },
  meant: {
    ask: (address) => `Bedoelde je ${address}?`,
    yes: (address) => `Ja, ${address}`,
    no: 'Nee, wat ik typte klopt',
  },
  errors: {
    email_missing: 'We hebben je e-mailadres nodig.',
    email_invalid: 'Dit lijkt geen e-mailadres. Een voorbeeld: an@voorbeeld.be',
    email_not_deliverable:
      'We kunnen niet mailen naar letters met accenten voor het @. Heb je een ander adres?',
    field_missing: 'Vul dit nog even in.',
    magnet_unknown: 'Wat je vroeg, is hier niet meer te krijgen.',
    number: 'Vul een getal in.',
    url: 'Vul een webadres in, zoals www.voorbeeld.be',
    select: 'Kies een van de mogelijkheden.',
    checkbox: 'Vink dit vakje aan.',
    tooLong: (characters) => `Dit is te lang: hoogstens ${characters} tekens.`,
    other: 'Dit lukt niet. Probeer het anders.',
  },
  thanks: {
    title: 'Dank je wel!',
    look: 'Kijk even in je inbox: we hebben je net een e-mail gestuurd.',
    confirm: 'Vraagt die om je adres te bevestigen? Druk op de knop, en de rest volgt meteen.',
    newcomer:
      'Ben je nieuw hier? Dan zit er een e-mail in je inbox. Druk op de knop om je adres te bevestigen.',
    nothing: 'Na vijf minuten nog niets? Misschien zit hij in je spammap.',
  },
};

export const nlLink: LinkWords = {
  confirm: {
    title: 'Nog één druk op de knop',
    about: (company) => `Hiermee bevestig je aan ${company}:`,
    address: 'Dit is je e-mailadres',
    request: 'Je wilt graag ontvangen',
    news: 'Je wilt graag van ons horen',
    tracking: 'We mogen zien wat je opent en aanklikt',
    button: 'Ja, ik bevestig',
    notYou: 'Heb je dit niet gevraagd? Sluit deze pagina. Er gebeurt niets.',
  },
  confirmed: {
    title: 'Mooi, dat is bevestigd',
    onItsWay: 'Onderweg naar je inbox:',
    news: (company) =>
      `Vanaf nu hoor je van ${company}. Je kunt je met één klik weer uitschrijven, in elke e-mail.`,
    none: 'Je kunt deze pagina sluiten.',
  },
  unsubscribe: {
    title: 'Zullen we stoppen met schrijven?',
    about: (company, address) => `${company} stuurt dan geen nieuws meer naar ${address ?? 'je adres'}.`,
    button: 'Ja, schrijf me uit',
    stay: 'Toch liever blijven? Sluit deze pagina. Er verandert niets.',
  },
  unsubscribed: {
    title: 'Je bent uitgeschreven',
    about: (company, address) =>
      `${company} stuurt geen nieuws meer naar ${address ?? 'je adres'}. Bedankt om mee te lezen.`,
    mistake: 'Per ongeluk? Schrijf je gewoon opnieuw in.',
  },
  linkProblem: {
    expired: 'Deze link is verlopen',
    expiredAbout:
      'Voor je veiligheid werken onze links maar een tijdje. Vraag het opnieuw, en je krijgt een verse.',
    invalid: 'Deze link werkt niet',
    invalidAbout:
      'Misschien is hij onderweg in twee geknipt. Druk nog eens op de knop in de e-mail, of kopieer de hele link.',
    again: 'Opnieuw aanvragen',
  },
  magnet: {
    kinds: {
      ebook: 'E-book',
      guide: 'Gids',
      checklist: 'Checklist',
      webinar: 'Webinar',
      course: 'Cursus',
      case_study: 'Praktijkverhaal',
      video: 'Video',
      tool: 'Hulpmiddel',
      other: 'Voor jou',
    },
    until: (date) => `Je kunt deze pagina openen tot ${date}.`,
  },
};
