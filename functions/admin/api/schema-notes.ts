/**
 * What the properties of the programme mean, by schema and path (`fields.name`: of each of `fields`). The
 * domain's schemas say what is valid; for whom they are read here, this says what it is for.
 */
export const schemaNotes: Record<string, Record<string, string>> = {
  Config: {
    forms: 'By slug: a form takes signups at `/f/{slug}`.',
    magnets: 'By slug, which signups may ask for.',
    templates: 'By slug, which forms, magnets and steps name.',
    partials: 'By slug, which templates render: `{% render "signature" %}`.',
    sequences: 'By slug.',
    stages: 'Two models side by side; neither moves what the other does.',
    version: 'As `GET` gave it: what you changed. Another one in force is a conflict.',
    publishedAt: 'As `GET` gave it; not read.',
    sequenceVersions: 'As `GET` gave it; not read.',
  },
  Settings: {
    company: 'Stands at the foot of every mail, with its postal address.',
    sender: 'From whom mails come; an address that SES may send for.',
    replyTo: 'Where answers go, if not to the sender.',
    timeZone: 'Of leads that gave none: an IANA name.',
    languages: 'The first is the one to fall back on.',
    ownDomains: 'Hosts that thank-you pages may be on.',
    nurtureCap: 'At most one mail of a sequence in this time, all sequences together.',
    currency: 'Deals are counted in it (ISO 4217).',
    businessHours: 'When somebody is there, in `timeZone`.',
    'businessHours.days': 'From 1, Monday, to 7, Sunday.',
    'businessHours.holidays': 'Days on which nobody is there, as they come.',
    senders: 'Others who write, by slug; a template names its own with `sender`.',
    brand: 'What mails look like. Text stays readable, whatever the colour.',
    'brand.color': 'Of buttons and links.',
    'brand.logo': 'At the head of every mail, instead of the company’s name; `width` in px.',
    'brand.footer': 'A line above the address at the foot of every mail, by language.',
    linkUrl: 'Where links in mails lead, if that is an address of yours that brings them here.',
    colleagues: 'Who may get test mails and notices, beside the senders’ own addresses.',
    lessOften: 'The distance between mails of sequences, for leads that want fewer.',
    topics: 'What leads may choose to hear of, on their preferences page; a sequence names one.',
    retention: 'How long leads are kept that never became more.',
    'retention.unconfirmed': 'A signup that was never confirmed is erased after this.',
    'retention.unconverted':
      'A lead that is no customer is erased so long after the last thing that a person did.',
    allowedDomains: 'Neither free nor throw-away mail, whatever the lists of such domains say.',
    sourceCap: 'How many confirmation mails one part of the net (/24, /48) may set off.',
  },
  Form: {
    title: 'Each text is given by language: `{"en": "…", "nl": "…"}`.',
    intro: 'Stands under the title, on the page that we host.',
    button: 'What the button says.',
    languages: 'Every text of the form is given in each of these.',
    fields: 'One of the type `email`, named `email` and required; and what else you ask.',
    'fields.name': 'What templates and scoring call it.',
    'fields.synonyms': 'What your pages may call it; the usual names are known.',
    'fields.options': 'What a select offers.',
    fieldMap: 'Our name by the path where a page builder puts the value: `{"data.mail.value": "email"}`.',
    consent: 'The words beside each box. Nobody is mailed for marketing without.',
    'consent.marketing.version': 'Raise it when you change the words.',
    doubleOptIn: 'A mail asks for a confirmation before anything else is sent.',
    magnets: 'Which a signup may ask for; the first, when it asks for none.',
    leadFields: 'Who fills in all of these is a lead; anyone else is a prospect.',
    allowedOrigins: 'Whose scripts may post here: `https://…`, or `*` for anybody’s.',
    thankYouUrl: 'Where a browser goes after a signup; on one of `settings.ownDomains`.',
    confirmationTemplate: 'A template of the kind `confirmation`.',
  },
  Magnet: {
    kind: 'What it is; our page says it in the reader’s language.',
    title: 'By language.',
    url: 'By language: a web address, or a path on our own host. Leave it out when it is a `page`.',
    page:
      'By language: HTML and Liquid, shown at the signed link. It may name `brand.name`, `brand.address`, `site_url` and ' +
      '`magnet.title`; nothing of its reader, since links are passed on.',
    template: 'A template of the kind `magnet`, which brings it.',
    linkLasts: 'How long the link in the mail works (ISO 8601).',
  },
  Template: {
    kind: '`confirmation` links to `{{ confirm_url }}`, `magnet` to `{{ magnet.url }}`; `nurture` is for sequences.',
    promotional: 'It advertises. A confirmation must not.',
    content:
      'By language. What a lead may lack needs a fallback: `{{ lead.first_name | default: "there" }}`.',
    'content.text': 'Made from `html` when not given.',
    sender: 'One of `settings.senders`; else `settings.sender`.',
  },
  Partial: {
    html: 'Liquid, by language, with the values of the mail that it stands in.',
    text: 'For text parts that you wrote yourself; made from `html` when not given.',
  },
  Sequence: {
    title: 'For you; no lead sees it.',
    topic: 'One of `settings.topics`: who turned it off leaves the sequence, and does not enter it.',
    triggers: 'Any of these starts it, once a lead is subscribed. Each lead enters once.',
    exitOn:
      'Any of these ends it before its next step; `stageChange`: the lead leaves the nurture stage it entered in.',
    steps: 'One after the other. Days are counted in the lead’s own time zone.',
    reentry: '`once` in a lead’s life, or `every_time` that a trigger is met again.',
    window: 'Mails of it leave only on these days and at these hours, the lead’s own.',
  },
  Condition: {
    all: 'All of these hold.',
    any: 'One of these holds.',
    event: 'What just happened is one of these.',
    reason: 'The reason given with it.',
    assessment: 'What sales made of it.',
    grade: 'The lead’s fit.',
    engagement: 'The lead’s engagement, from 0 to 100.',
    interactions: 'How often a person did something: clicked, replied, signed up again.',
    contentsClicked: 'In how many different mails a link was clicked.',
    salesContacts: 'How often sales were in touch.',
    inStateFor: 'The lead has been in its state for this long.',
    lastHumanActivityWithin: 'A person did something within this time.',
    formFieldsComplete: 'The lead filled in all `leadFields` of a form.',
    contactable: 'There is a way to reach the lead.',
    salesTouched: 'Sales have been in touch since.',
    repeat: 'It happened before.',
    coolOff: 'No rest is running, or the lead asks for sales itself.',
  },
  Scoring: {
    version: 'Raised by itself when the model changes.',
    fit: 'Attributes add up, to at most 100; A, B and C ask for so much; too little known is U; excluded domains are F.',
    engagement:
      'Each rule gives points for an event, which lose half their worth in the half-life of their class.',
    'engagement.rules.caps':
      'At most so many points or events within a time; with `perSubject`, for each subject by itself.',
  },
  StageModel: {
    id: 'Stands in the timeline, with the version, beside what it moved.',
    version: 'Raised by itself when the model changes.',
    field: 'What it moves.',
    shape: '`linear` goes forward only.',
    initial: 'Where leads begin.',
    goal: 'Where you want them.',
    states: 'In their order.',
    transitions: 'Those with `on` go first, then the lowest `priority`, then the first in the list.',
    'transitions.effects':
      'What happens beside the move: counts and scores that begin anew, a rest before the next time.',
  },
  Event: {
    type: 'What the lead did.',
  },
  ForecastCalculation: {
    kind: 'What a count is of: a move to another state, or a period that a lead began in a state.',
    uncertainty: 'Whether few counts may mislead: `posterior`. `none` takes their shares for the truth.',
    prior:
      'Added to each transition in the list: so much is believed before anything is counted. Not read with `none`.',
    transitions:
      'How often leads went from one state to another, each pair once; 0 for what may happen and has not yet.',
    goal: 'The state to reach.',
    stock: 'How many leads are in which state now. Who is at an exit adds nothing.',
    dealValue: 'What a lead is worth that reaches the goal, and by how much that varies.',
    periods: 'How many moves or periods `cumulative` tells.',
    seed: 'Of the draws: another one tells how much they matter.',
  },
  Forecast: {
    pGoal: 'By state: the chance to reach the goal at last.',
    visits:
      'By state, and then by state: how often a lead that is in the first comes to be in the second; now counts.',
    timeToAbsorption:
      'By state: moves or periods until the goal or another exit. Like `visits`, of the rows’ means, since the mean over all that may be true can be infinite.',
    expectedGoals: 'How many of the stock reach the goal.',
    sd: 'Of that number: by chance, because rows are uncertain (`parameter`), and in all: chance² + parameter² = total².',
    goalQuantiles: 'Of that number, by per cent: between `10` and `90` it lies in four cases of five.',
    revenue:
      'sd² = goals · dealValue.sd² + sd.total² · dealValue.mean². Deals are drawn from a gamma distribution.',
    cumulative: 'Goals and revenue so far after each move or period, on average.',
    method: 'Where means and deviations come from, and how many draws quantiles.',
    sufficiency:
      '`indicative`: a state on the way was left fewer than 20 times, or fewer than 3 reached the goal. `reasons` names them.',
    reasons: 'What is short for a forecast to rely on; empty when nothing is.',
  },
};
