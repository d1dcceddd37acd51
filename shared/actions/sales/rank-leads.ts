import { type DealFigures, dealsWon } from '../../domain/reports/deals.ts';
import { forecastReport } from '../../domain/reports/forecast-report.ts';
import { type RankedLead, rankLeads } from '../../domain/reports/ranking.ts';
import { scoreOf } from '../../domain/score/score.ts';
import type { Context } from '../context.ts';
import { type LeadCursor, listLeads } from '../lead/read-leads.ts';
import { readHistory } from '../statistics/read-history.ts';

/** Leads that one ranking looks at: those that came last. */
const MOST_LEADS = 500;
const PAGE = 100;
const HORIZON = 52;

export interface Ranking {
  about: string;
  asOf: string;
  horizonWeeks: number;
  dealValue?: DealFigures;
  /** How many leads were looked at, the newest first, and whether there are older ones. */
  examined: number;
  more: boolean;
  leads: RankedLead[];
}

const ABOUT =
  'Leads by the chance of their stage to become a customer within a year × the value of a deal. It looks at the 500 leads that ' +
  'came last, and the chance is that of the stage, not of the person: within a stage, grade and engagement decide the order.';

/**
 * Ranks the leads that came last; the one report that reads leads, at most 500 of them by the index of months.
 * `given`: the value of a deal, where the figures do not tell.
 */
export async function rankNewestLeads(
  context: Context,
  { limit, given }: { limit: number; given?: DealFigures },
): Promise<Ranking> {
  const { history, models } = await readHistory(context);
  const dealValue = given ?? dealsWon(history)[0];
  const options = { language: 'en', horizons: [HORIZON], weeks: 52, draws: 1_000 };
  const { stages } = forecastReport(history, models.lifecycle, options);
  const chances = new Map(stages.map(({ state, horizons }) => [state, horizons[0]?.chance ?? 0]));
  const { leads, more } = await newest(context);
  const rules = await context.rules.current();
  const now = context.clock.now().programme;
  const candidates = leads.map((lead) => {
    const { grade, engagement } = scoreOf(lead, rules.config.scoring, now);
    return { id: lead.id, lifecycle: lead.lifecycle.state, grade, engagement };
  });
  return {
    ...{ about: ABOUT, asOf: history.asOf, horizonWeeks: HORIZON },
    ...(dealValue ? { dealValue } : {}),
    ...{ examined: leads.length, more },
    leads: rankLeads(candidates, chances, dealValue?.mean ?? 1).slice(0, limit),
  };
}

async function newest(context: Context) {
  const leads = [];
  let from: LeadCursor | undefined;
  do {
    const page = await listLeads(context, PAGE, from);
    leads.push(...page.leads);
    from = page.next;
  } while (from && leads.length < MOST_LEADS);
  return { leads: leads.slice(0, MOST_LEADS), more: from !== undefined };
}
