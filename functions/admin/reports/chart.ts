import type { EChartsCoreOption } from 'echarts/core';

/** What a picture shows; drawn by `chart-svg.ts`, which alone loads the chart library. */
export interface Chart {
  title: string;
  /** For those who cannot see it, and under the title. */
  description: string;
  height?: number;
  option: EChartsCoreOption;
}
