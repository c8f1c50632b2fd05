import { writeFile } from 'node:fs/promises';
import { resultFile, type Results, type Sections } from '../results.ts';
import { drawChart } from './chart.ts';
import { type Claim, printClaim } from './claim.ts';
import { consoleTable } from './console-shows.ts';
import { shows } from './shows.ts';
import {
  cliTable,
  webhookTable,
  clientTable,
  coldStartTable,
  laptopTable,
  overviewTable,
  requestTable,
  scaleTable,
  verdictTable,
} from './tables.ts';

/**
 * Prints what this run measured and what that shows, and draws the chart where it measured verdicts.
 *
 * @param measured names of the sections that are this run's own; others are of earlier runs, and only their claims
 *   are printed, with their time
 */
export async function report(
  results: Results,
  measured: ReadonlySet<keyof Sections>,
  isQuick: boolean,
): Promise<void> {
  const { verdicts, requests, coldStarts, laptop, client, cli, webhooks, scale, console: pages } = results;
  const tables = [
    measured.has('verdicts') && verdicts !== undefined && verdictTable(verdicts.result),
    measured.has('requests') && requests !== undefined && requestTable(requests.result),
    measured.has('coldStarts') && coldStarts !== undefined && coldStartTable(coldStarts.result),
    measured.has('laptop') && laptop !== undefined && laptopTable(laptop.result),
    measured.has('client') && client !== undefined && clientTable(client.result),
    measured.has('cli') && cli !== undefined && cliTable(cli.result),
    measured.has('webhooks') && webhooks !== undefined && webhookTable(webhooks.result),
    measured.has('scale') && scale !== undefined && scaleTable(scale.result),
    measured.has('scale') && scale !== undefined && overviewTable(scale.result),
    measured.has('console') && pages !== undefined && consoleTable(pages.result),
  ];
  for (const table of tables) if (table !== false) console.log(`\n${table}`);
  console.log('\nWhat this shows:');
  for (const name of [
    'requests',
    'verdicts',
    'coldStarts',
    'cli',
    'webhooks',
    'scale',
    'soak',
    'console',
  ] as const) {
    const claims = claimsOf(results, name);
    if (claims === null) console.log(`  (${name}: not measured yet)`);
    else if (measured.has(name)) for (const claim of claims) console.log(printClaim(claim));
    else console.log(`  (${name}: measured ${results[name]?.measuredAt}, ${summary(claims)})`);
  }
  if (isQuick) console.log('\nA quick run: these figures say that the bench works, and nothing about speed.');
  if (measured.has('verdicts') && verdicts !== undefined) {
    await writeFile(resultFile('chart.svg', isQuick), drawChart(verdicts.result));
  }
  console.log(`\nWritten: ${resultFile('latest.json', isQuick)}`);
}

function claimsOf(results: Results, name: keyof Sections): readonly Claim[] | null {
  const section = results[name];
  const show = shows[name] as (result: unknown) => readonly Claim[];
  return section === undefined ? null : show(section.result);
}

function summary(claims: readonly Claim[]): string {
  const missed = claims.filter(({ holds }) => !holds);
  if (missed.length === 0) return `all ${claims.length} hold`;
  return `missed: ${missed.map(({ text, measured }) => `${text}: ${measured}`).join('; ')}`;
}
