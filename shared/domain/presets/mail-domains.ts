import { listed } from './listed.ts';

/** Where people in and around Belgium, the Netherlands, France and Germany have private mailboxes. */
export const freeDomains = listed(
  // Everywhere
  'gmail.com, googlemail.com, outlook.com, hotmail.com, live.com, msn.com, icloud.com, me.com, mac.com',
  'yahoo.com, ymail.com, aol.com, mail.com, proton.me, protonmail.com, pm.me, tuta.com, tutanota.com',
  'fastmail.com, hey.com, duck.com, yandex.com, zohomail.eu',
  // Belgium
  'telenet.be, skynet.be, proximus.be, belgacom.net, scarlet.be, pandora.be, voo.be',
  'hotmail.be, live.be, outlook.be, yahoo.be',
  // The Netherlands
  'ziggo.nl, kpnmail.nl, planet.nl, hetnet.nl, xs4all.nl, home.nl, chello.nl, upcmail.nl, casema.nl',
  'quicknet.nl, solcon.nl, tele2.nl, online.nl, hotmail.nl, live.nl, outlook.nl',
  // France
  'orange.fr, wanadoo.fr, free.fr, laposte.net, sfr.fr, neuf.fr, bbox.fr, numericable.fr, club-internet.fr',
  'gmx.fr, hotmail.fr, live.fr, outlook.fr, yahoo.fr',
  // Germany
  'gmx.de, gmx.net, gmx.com, web.de, t-online.de, freenet.de, arcor.de, posteo.de, mailbox.org',
  'hotmail.de, live.de, outlook.de, yahoo.de',
  // Elsewhere nearby
  'bluewin.ch, gmx.ch, gmx.at, pt.lu, hotmail.co.uk, live.co.uk, yahoo.co.uk, hotmail.it, yahoo.it',
  'hotmail.es, yahoo.es',
);

/** Mailboxes to be thrown away: whoever uses one does not want to be known. */
export const throwAwayDomains = listed(
  'mailinator.com, yopmail.com, guerrillamail.com, sharklasers.com, 10minutemail.com, temp-mail.org',
  'tempmail.com, throwawaymail.com, trashmail.com, mytrashmail.com, getnada.com, maildrop.cc',
  'dispostable.com, fakeinbox.com, mailcatch.com, mailnesia.com, mintemail.com, mohmal.com, spamgourmet.com',
);
