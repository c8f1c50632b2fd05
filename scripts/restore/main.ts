/**
 * `npm run restore`: writes into the live tables what they lack of a copy that point-in-time recovery has made, but for
 * every right that the audit log has taken away since. See docs/runbook.md, Restoring.
 *
 * Exit code: 0 done, or a dry run without a doubt; 1 something is in doubt or was left; 2 not called properly, or not
 * to be done.
 */
import { readFileSync } from 'node:fs';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { systemClock, systemRandom } from '../../lambdas/functions/system.ts';
import { parseConfiguration } from '../../lib/configuration/configuration.ts';
import { patientClient } from './patient-client.ts';
import { parseOptions, type RestoreOptions } from './options.ts';
import { progressTo } from './progress.ts';
import { cloudWatchLog, fileLog } from './read/audit-log.ts';
import { checkTables, findLiveTables } from './read/find-tables.ts';
import { fillUsage } from './write/fill-usage.ts';
import { reportOf } from './report.ts';
import { restore } from './restore.ts';

async function run(options: RestoreOptions): Promise<0 | 1> {
  const settings = readConfiguration(options.context);
  const client = patientClient(process.env['DYNAMODB_ENDPOINT']);
  const progress = progressTo((line) => console.error(line), systemClock.now);
  const live = await findLiveTables(client, options);
  await checkTables(client, [options.copy, live]);
  console.error(`from ${options.copy.registry} and ${options.copy.credentials}`);
  console.error(`into ${live.registry} and ${live.credentials}`);
  const { isApplied, since, eventsFile, logGroup } = options;
  const result = await restore(
    { isApplied, since },
    {
      copy: { client, ...options.copy },
      live: { client, ...live },
      readLog:
        eventsFile === null
          ? cloudWatchLog(new CloudWatchLogsClient({}), logGroup, progress)
          : fileLog(eventsFile, progress),
      settings,
      clock: systemClock,
      random: systemRandom,
      progress,
    },
  );
  const usage = { copy: options.copy.usage, live: live.usage };
  if (usage.copy !== undefined && usage.live !== undefined) {
    const tables = { copy: usage.copy, live: usage.live, registry: live.registry };
    const planned = new Set<string>(result.plan.keys.map(({ key }) => key.id));
    const { usageRetentionDays } = settings;
    const filling = { planned, now: systemClock.now(), isApplied, progress, usageRetentionDays };
    await fillUsage(client, tables, { ...filling, newStamp: () => systemRandom.uuid() });
  }
  for (const line of reportOf(result, isApplied)) console.log(line);
  return result.left === 0 && result.plan.doubts.length === 0 ? 0 : 1;
}

function readConfiguration(given: ReadonlyMap<string, string>) {
  const { context = {} } = JSON.parse(readFileSync('cdk.json', 'utf8')) as {
    context?: Readonly<Record<string, unknown>>;
  };
  return parseConfiguration((key) => given.get(key) ?? context[key]);
}

try {
  process.exitCode = await run(parseOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('Nothing is half written: the same command goes on where this one stopped');
  process.exitCode = 2;
}
