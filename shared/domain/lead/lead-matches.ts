import type { Lead } from './lead.ts';
import type { LeadFilter } from './lead-filter.ts';

/** Apart from the schema, so that a signup does not bring zod. */
export function matches(lead: Lead, filter: LeadFilter): boolean {
  const { nurtureStage, lifecycle, tag, language, form, fields = {} } = filter;
  return (
    (nurtureStage === undefined || lead.nurtureStage.state === nurtureStage) &&
    (lifecycle === undefined || lead.lifecycle.state === lifecycle) &&
    (tag === undefined || lead.tags.includes(tag)) &&
    (language === undefined || lead.language === language) &&
    (form === undefined || lead.forms.includes(form)) &&
    Object.entries(fields).every(([name, value]) => lead.fields[name] === value)
  );
}
