/** Mailboxes of a function, not of a person. Small on purpose: it only informs, it refuses nobody. */
const roles = new Set(
  (
    'abuse accounting accounts admin administratie administration administrator billing boekhouding booking ' +
    'buchhaltung careers compta comptabilite contact enquiries events facturen facturatie facturation finance ' +
    'hello help helpdesk hostmaster hr info information jobs kontakt legal mail marketing media newsletter ' +
    'office onthaal accueil orders postmaster press presse privacy pers purchasing rechnung receptie reception ' +
    'root sales secretariaat secretariat security service spam staff support team tech vente ventes verkoop ' +
    'vertrieb webmaster'
  ).split(' '),
);

/** Where nobody reads, or where a mail counts as a complaint. */
const unread = new Set(['noreply', 'donotreply', 'mailerdaemon', 'postmaster', 'abuse', 'bounce', 'bounces']);

const nameOf = (address: string): string =>
  address.slice(0, address.lastIndexOf('@')).toLowerCase().replace(/\+.*$/, '');

const bare = (address: string): string => nameOf(address).replace(/[._-]/g, '');

/** `info@`, `sales@`, `noreply@`: a shared or automatic mailbox. They may sign up. */
export const isRoleAddress = (address: string): boolean =>
  roles.has(nameOf(address)) || isNeverNurtured(address);

/** `noreply@`, `postmaster@`, `abuse@`: may be sent what was asked for, never a nurture mail. */
export const isNeverNurtured = (address: string): boolean => unread.has(bare(address));
