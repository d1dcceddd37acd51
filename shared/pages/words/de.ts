import type { FormWords } from '../form-words.ts';
import type { LinkWords } from '../link-words.ts';

export const deForm: FormWords = {
  form: {
    optional: 'freiwillig',
    choose: 'Bitte wählen…',
    send: 'Absenden',
    languages: 'Sprache',
    leaveEmpty: 'Bitte leer lassen',
    leaveAnyTime: 'Sie können sich mit einem Klick wieder abmelden, in jeder E-Mail.',
    check: 'Bitte sehen Sie sich das noch einmal an',
  },
  meant: {
    ask: (address) => `Meinten Sie ${address}?`,
    yes: (address) => `Ja, ${address}`,
    no: 'Nein, meine Eingabe stimmt',
  },
  errors: {
    email_missing: 'Wir brauchen Ihre E-Mail-Adresse.',
    email_invalid: 'Das sieht nicht nach einer E-Mail-Adresse aus. Ein Beispiel: an@beispiel.de',
    email_not_deliverable:
      'An Adressen mit Umlauten vor dem @ können wir nicht schreiben. Haben Sie eine andere?',
    field_missing: 'Bitte füllen Sie das aus.',
    magnet_unknown: 'Was Sie möchten, gibt es hier nicht mehr.',
    number: 'Bitte geben Sie eine Zahl ein.',
    url: 'Bitte geben Sie eine Webadresse ein, etwa www.beispiel.de',
    select: 'Bitte wählen Sie eine der Möglichkeiten.',
    checkbox: 'Bitte kreuzen Sie dieses Kästchen an.',
    tooLong: (characters) => `Das ist zu lang: höchstens ${characters} Zeichen.`,
    other: 'Das geht so nicht. Bitte versuchen Sie es anders.',
  },
  thanks: {
    title: 'Vielen Dank!',
    look: 'Schauen Sie in Ihr Postfach: Wir haben Ihnen gerade eine E-Mail geschickt.',
    confirm: 'Sie sollen darin Ihre Adresse bestätigen? Ein Druck auf den Knopf, und der Rest folgt sofort.',
    newcomer:
      'Sind Sie neu hier? Dann liegt eine E-Mail in Ihrem Postfach. Ein Druck auf den Knopf bestätigt Ihre Adresse.',
    nothing: 'Nach fünf Minuten noch nichts da? Vielleicht liegt sie im Spam-Ordner.',
  },
};

export const deLink: LinkWords = {
  confirm: {
    title: 'Ein Klick, dann ist es geschafft',
    about: (company) => `Damit bestätigen Sie ${company}:`,
    address: 'Das ist Ihre E-Mail-Adresse',
    request: 'Sie möchten erhalten',
    news: 'Sie möchten von uns hören',
    tracking: 'Wir dürfen sehen, was Sie öffnen und anklicken',
    button: 'Ja, ich bestätige',
    notYou: 'Das waren nicht Sie? Schließen Sie diese Seite. Es geschieht nichts.',
  },
  confirmed: {
    title: 'Schön, das ist bestätigt',
    onItsWay: 'Unterwegs in Ihr Postfach:',
    news: (company) =>
      `Ab jetzt hören Sie von ${company}. Sie können sich mit einem Klick wieder abmelden, in jeder E-Mail.`,
    none: 'Sie können diese Seite schließen.',
  },
  unsubscribe: {
    title: 'Sollen wir nicht mehr schreiben?',
    about: (company, address) =>
      `${company} schickt dann keine Neuigkeiten mehr an ${address ?? 'Ihre Adresse'}.`,
    button: 'Ja, bitte abmelden',
    stay: 'Möchten Sie doch bleiben? Schließen Sie diese Seite. Es ändert sich nichts.',
  },
  unsubscribed: {
    title: 'Sie sind abgemeldet',
    about: (company, address) =>
      `${company} schickt keine Neuigkeiten mehr an ${address ?? 'Ihre Adresse'}. Danke fürs Mitlesen.`,
    mistake: 'Aus Versehen? Melden Sie sich einfach wieder an.',
  },
  linkProblem: {
    expired: 'Dieser Link ist abgelaufen',
    expiredAbout:
      'Zu Ihrer Sicherheit gelten unsere Links nur eine Zeit lang. Fragen Sie noch einmal an, dann bekommen Sie einen neuen.',
    invalid: 'Dieser Link funktioniert nicht',
    invalidAbout:
      'Vielleicht wurde er unterwegs zerteilt. Drücken Sie noch einmal auf den Knopf in der E-Mail, oder kopieren Sie den ganzen Link.',
    again: 'Noch einmal anfragen',
  },
  magnet: {
    kinds: {
      ebook: 'E-Book',
      guide: 'Leitfaden',
      checklist: 'Checkliste',
      webinar: 'Webinar',
      course: 'Kurs',
      case_study: 'Praxisbeispiel',
      video: 'Video',
      tool: 'Werkzeug',
      other: 'Für Sie',
    },
    until: (date) => `Sie können diese Seite bis zum ${date} öffnen.`,
  },
};
