import type { VerdictResult } from '../parts/verdicts.ts';
import { median } from '../statistics.ts';
import { ratio } from './ratio.ts';
import { figure } from './text-table.ts';

const width = 760;
const rowHeight = 26;
const labelWidth = 240;
const top = 54;
/** What takes no time worth a bar, and what shows a part of ours alone. */
const leftOut = /^(empty|ours-malformed|client-.*|.*-over-http.*)$/;

/** Bars of p50 as ratios to the SDK's `GetItem`, as SVG that reads on light and dark pages alike. */
export function drawChart(results: readonly VerdictResult[]): string {
  const base = results.find(({ id }) => id === 'sdk-get')?.rounds.map(({ p50Ms }) => p50Ms) ?? [];
  const bars = results
    .filter(({ id }) => !leftOut.test(id))
    .map(({ label, group, rounds }) => {
      const p50 = rounds.map(({ p50Ms }) => p50Ms);
      return { label, group, ms: median(p50), ratio: ratio(p50, base).value };
    })
    .toSorted((a, b) => a.ratio - b.ratio);
  const longest = Math.max(1, ...bars.map((bar) => bar.ratio));
  const scale = (width - labelWidth - 150) / longest;
  const height = top + bars.length * rowHeight + 16;
  const baseX = (labelWidth + scale).toFixed(1);
  const rows = bars.map((bar, index) => {
    const y = top + index * rowHeight;
    const length = Math.max(1, bar.ratio * scale);
    const end = labelWidth + length + 8;
    return [
      `<text class="t" x="${labelWidth - 10}" y="${y + 15}" text-anchor="end">${escape(bar.label)}</text>`,
      `<rect class="${bar.group}" x="${labelWidth}" y="${y + 3}" width="${length.toFixed(1)}" height="16" rx="2"/>`,
      `<text class="t v" x="${end.toFixed(1)}" y="${y + 15}">${bar.ratio.toFixed(2)}` +
        `<tspan class="s" dx="6">${figure(bar.ms)} ms</tspan></text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">Median time of one verdict, warm, where one GetItem through the AWS SDK is 1</title>
<style>
text { font: 13px system-ui, sans-serif; }
.t { fill: #1f2328; } .s { fill: #656d76; } .h { font-weight: 600; }
.v { paint-order: stroke; stroke: #fff; stroke-width: 5px; }
.ours { fill: #1a7f64; } .baseline { fill: #8c959f; } .peer { fill: #bc6c25; } .line { stroke: #8c959f; stroke-dasharray: 3 3; }
@media (prefers-color-scheme: dark) { .v { stroke: #0d1117; } .t { fill: #e6edf3; } .s { fill: #9198a1; } .ours { fill: #3fb08f; } .peer { fill: #e0954f; } }
</style>
<text class="t h" x="16" y="22">One verdict, warm: median, where one GetItem through the AWS SDK is 1</text>
<text class="s" x="16" y="40">Shorter is better. Green: Latchkey · grey: bare calls · orange: peers</text>
<line class="line" x1="${baseX}" x2="${baseX}" y1="${top}" y2="${height - 12}"/>
${rows.join('\n')}
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
