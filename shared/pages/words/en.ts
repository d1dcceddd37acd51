import type { FormWords } from '../form-words.ts';
import type { LinkWords } from '../link-words.ts';

export const enForm: FormWords = {
  form: {
    optional: 'optional',
    choose: 'Choose…',
    send: 'Send',
    languages: 'Language',
    leaveEmpty: 'Please leave this empty',
    leaveAnyTime: 'You can leave with one click, in every email.',
    check: 'Please have another look at this',
  },
  meant: {
    ask: (address) => `Did you mean ${address}?`,
    yes: (address) => `Yes, ${address}`,
    no: 'No, what I typed is right',
  },
  errors: {
    email_missing: 'We need your email address.',
    email_invalid: 'This does not look like an email address. An example: an@example.com',
    email_not_deliverable:
      'We cannot send to letters with accents before the @. Do you have another address?',
    field_missing: 'Please fill this in.',
    magnet_unknown: 'What you asked for is no longer offered here.',
    number: 'Please fill in a number.',
    url: 'Please fill in a web address, such as www.example.com',
    select: 'Please choose one of the options.',
    checkbox: 'Please tick this box.',
    tooLong: (characters) => `This is too long: ${characters} characters at most.`,
    other: 'This does not work. Please try it differently.',
  },
  thanks: {
    title: 'Thank you!',
    look: 'Have a look in your inbox: we have just sent you an email.',
    confirm: 'Does it ask you to confirm your address? Press its button, and the rest follows at once.',
    newcomer:
      'Are you new here? Then there is an email in your inbox. Press its button to confirm your address.',
    nothing: 'Nothing there after five minutes? It may be in your spam folder.',
  },
};

export const enLink: LinkWords = {
  confirm: {
    title: 'One press, and it is done',
    about: (company) => `With this you confirm to ${company}:`,
    address: 'This is your email address',
    request: 'You would like to receive',
    news: 'You would like to hear from us',
    tracking: 'We may see what you open and click',
    button: 'Yes, I confirm',
    notYou: 'You did not ask for this? Close this page. Nothing will happen.',
  },
  confirmed: {
    title: 'Lovely, that is confirmed',
    onItsWay: 'On its way to your inbox:',
    news: (company) =>
      `From now on you will hear from ${company}. You can leave with one click, in every email.`,
    none: 'You can close this page.',
  },
  unsubscribe: {
    title: 'Shall we stop writing?',
    about: (company, address) => `${company} will send no more news to ${address ?? 'your address'}.`,
    button: 'Yes, unsubscribe me',
    stay: 'You would rather stay? Close this page. Nothing will change.',
  },
  unsubscribed: {
    title: 'You are unsubscribed',
    about: (company, address) =>
      `${company} sends no more news to ${address ?? 'your address'}. Thank you for reading along.`,
    mistake: 'By accident? Simply sign up again.',
  },
  linkProblem: {
    expired: 'This link has had its day',
    expiredAbout:
      'For your safety our links work for a limited time only. Ask again, and you get a fresh one.',
    invalid: 'This link does not work',
    invalidAbout:
      'Perhaps it was cut in two on its way. Press the button in the email once more, or copy the whole link.',
    again: 'Ask again',
  },
  magnet: {
    kinds: {
      ebook: 'E-book',
      guide: 'Guide',
      checklist: 'Checklist',
      webinar: 'Webinar',
      course: 'Course',
      case_study: 'Case study',
      video: 'Video',
      tool: 'Tool',
      other: 'For you',
    },
    until: (date) => `This page is yours to open until ${date}.`,
  },
};
