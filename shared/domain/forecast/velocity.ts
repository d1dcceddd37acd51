export interface Pipeline {
  opportunities: number;
  /** From 0 to 1. */
  winRate: number;
  /** Of a deal that is won. */
  meanValue: number;
  /** From opportunity to deal, on average. */
  cycleDays: number;
}

/** Revenue per day: opportunities × win rate × mean value / cycle (domain brief §4.1); undefined without a cycle. */
export const velocity = (pipeline: Pipeline): number | undefined =>
  pipeline.cycleDays > 0
    ? (pipeline.opportunities * pipeline.winRate * pipeline.meanValue) / pipeline.cycleDays
    : undefined;
