import type { FormWords } from '../form-words.ts';
import type { LinkWords } from '../link-words.ts';

export const frForm: FormWords = {
  form: {
    optional: 'facultatif',
    choose: 'Choisissez…',
    send: 'Envoyer',
    languages: 'Langue',
    leaveEmpty: 'Laissez ce champ vide',
    leaveAnyTime: 'Vous pouvez vous désinscrire en un clic, dans chaque e-mail.',
    check: 'Merci de vérifier ceci',
  },
  meant: {
    ask: (address) => `Vouliez-vous dire ${address} ?`,
    yes: (address) => `Oui, ${address}`,
    no: 'Non, mon adresse est correcte',
  },
  errors: {
    email_missing: 'Il nous faut votre adresse e-mail.',
    email_invalid: 'Cela ne ressemble pas à une adresse e-mail. Un exemple : an@exemple.be',
    email_not_deliverable:
      'Nous ne pouvons pas écrire à une adresse avec des accents avant le @. En avez-vous une autre ?',
    field_missing: 'Merci de remplir ce champ.',
    magnet_unknown: 'Ce que vous demandez n’est plus proposé ici.',
    number: 'Merci d’indiquer un nombre.',
    url: 'Merci d’indiquer une adresse web, comme www.exemple.be',
    select: 'Merci de choisir une des options.',
    checkbox: 'Merci de cocher cette case.',
    tooLong: (characters) => `C’est trop long : ${characters} caractères au plus.`,
    other: 'Cela ne fonctionne pas. Essayez autrement.',
  },
  thanks: {
    title: 'Merci !',
    look: 'Regardez votre boîte de réception : nous venons de vous envoyer un e-mail.',
    confirm: 'Il vous demande de confirmer votre adresse ? Appuyez sur le bouton, et le reste suit aussitôt.',
    newcomer:
      'Vous êtes nouveau ici ? Alors un e-mail vous attend. Appuyez sur son bouton pour confirmer votre adresse.',
    nothing: 'Toujours rien après cinq minutes ? Regardez dans les indésirables.',
  },
};

export const frLink: LinkWords = {
  confirm: {
    title: 'Un clic, et c’est fait',
    about: (company) => `Vous confirmez à ${company} :`,
    address: 'Ceci est votre adresse e-mail',
    request: 'Vous souhaitez recevoir',
    news: 'Vous souhaitez avoir de nos nouvelles',
    tracking: 'Nous pouvons voir ce que vous ouvrez et cliquez',
    button: 'Oui, je confirme',
    notYou: 'Vous n’avez rien demandé ? Fermez cette page. Il ne se passera rien.',
  },
  confirmed: {
    title: 'Parfait, c’est confirmé',
    onItsWay: 'En route vers votre boîte :',
    news: (company) =>
      `${company} vous écrira de temps en temps. Vous pouvez vous désinscrire en un clic, dans chaque e-mail.`,
    none: 'Vous pouvez fermer cette page.',
  },
  unsubscribe: {
    title: 'On arrête de vous écrire ?',
    about: (company, address) => `${company} n’enverra plus de nouvelles à ${address ?? 'votre adresse'}.`,
    button: 'Oui, désinscrivez-moi',
    stay: 'Vous préférez rester ? Fermez cette page. Rien ne change.',
  },
  unsubscribed: {
    title: 'Vous êtes désinscrit(e)',
    about: (company, address) =>
      `${company} n’envoie plus de nouvelles à ${address ?? 'votre adresse'}. Merci de nous avoir lus.`,
    mistake: 'Par erreur ? Inscrivez-vous simplement à nouveau.',
  },
  linkProblem: {
    expired: 'Ce lien a expiré',
    expiredAbout:
      'Pour votre sécurité, nos liens ne fonctionnent qu’un certain temps. Refaites la demande, et vous en recevrez un nouveau.',
    invalid: 'Ce lien ne fonctionne pas',
    invalidAbout:
      'Il a peut-être été coupé en chemin. Appuyez encore une fois sur le bouton de l’e-mail, ou copiez le lien entier.',
    again: 'Refaire la demande',
  },
  magnet: {
    kinds: {
      ebook: 'E-book',
      guide: 'Guide',
      checklist: 'Liste de contrôle',
      webinar: 'Webinaire',
      course: 'Cours',
      case_study: 'Étude de cas',
      video: 'Vidéo',
      tool: 'Outil',
      other: 'Pour vous',
    },
    until: (date) => `Vous pouvez ouvrir cette page jusqu’au ${date}.`,
  },
};
