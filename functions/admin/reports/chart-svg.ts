import { BarChart, CustomChart, FunnelChart, GaugeChart, LineChart, PieChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './chart.ts';
import { dark, ink } from './chart-colours.ts';

use([
  ...[BarChart, CustomChart, FunnelChart, GaugeChart, LineChart, PieChart],
  ...[GraphicComponent, GridComponent, LegendComponent, TitleComponent, SVGRenderer],
]);

const WIDTH = 860;
const FONT = `system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif`;

/**
 * A chart as an SVG of its own, drawn on the server. Its colours are those of a light page; where the reader prefers
 * dark, a style within turns each into its counterpart. It says what it is to those who cannot see it.
 */
export function drawChart({ title, description, height = 440, option }: Chart): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: FONT, color: ink.text },
      title: {
        ...{ text: title, subtext: wrap(description), left: 16, top: 8, itemGap: 8 },
        textStyle: { color: ink.text, fontSize: 18 },
        subtextStyle: { color: ink.quiet, fontSize: 12, lineHeight: 16 },
      },
      ...option,
    });
    return withWords(chart.renderToSVGString(), title, description);
  } finally {
    chart.dispose();
  }
}

const PER_LINE = 125;

/** At most two lines under the title. */
function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (`${last} ${word}`.length > PER_LINE) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.slice(0, 3).join('\n');
}

/** What changes under a mouse: nothing does in a picture. */
const HOVER = /<style ><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>\s*/g;

function withWords(svg: string, title: string, description: string): string {
  const turned = Object.entries(dark)
    .map(([light, colour]) => `[fill="${light}"]{fill:${colour}}[stroke="${light}"]{stroke:${colour}}`)
    .join('');
  // Several pictures may stand on one page.
  const id = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const head =
    `<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(description)}</desc>` +
    `<style>@media (prefers-color-scheme:dark){${turned}}</style>` +
    `<rect width="100%" height="100%" fill="${ink.page}"></rect>`;
  return svg
    .replace(HOVER, '')
    .replace(
      /<svg ([^>]*)>/,
      (_, attributes: string) =>
        `<svg ${attributes} role="img" aria-labelledby="${id}-t" aria-describedby="${id}-d">${head}`,
    );
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
