import type { Configuration } from '../../../lib/configuration/configuration.ts';
import { demandOf, readsPerCall, writesPerLimitedCall } from '../../capacity/demand.ts';
import { dynamodb } from '../../capacity/limits.ts';
import { type Quota, quotas } from '../../capacity/quotas.ts';
import type { TableQuotas } from '../account.ts';
import { askFor, figure, type Finding, ok, short } from '../finding.ts';

type Wanted = Pick<Configuration, 'throttle' | 'warmThroughput' | 'rateLimitTiers' | 'defaultRateLimitTier'>;

/** One kind of unit, in units a second. */
interface Side {
  readonly unit: 'reads' | 'writes';
  readonly perCall: number;
  /** When the stage is full. */
  readonly needed: number;
  /** What the table takes from its first second. */
  readonly atOnce: number;
  /** What any table may ever take. */
  readonly allowed: number;
  readonly quota: Quota;
}

/**
 * Whether the table Credentials takes the verdicts of a full stage, ever and from its first second, and whether the
 * others can be as warm as they are to be.
 */
export function checkTables(configuration: Wanted, allowed: TableQuotas): Finding[] {
  const { throttle, rateLimitTiers, defaultRateLimitTier } = configuration;
  const warm = configuration.warmThroughput.credentials;
  const demand = demandOf(throttle.rateLimit);
  // Keys with another tier than the default one are not known here.
  const isLimited = rateLimitTiers[defaultRateLimitTier] !== null;
  const reads: Side = {
    unit: 'reads',
    perCall: readsPerCall,
    needed: demand.reads,
    atOnce: warm?.readUnitsPerSecond ?? Math.min(dynamodb.freshReads, allowed.reads),
    allowed: allowed.reads,
    quota: quotas.tableReads,
  };
  const writes: Side = {
    unit: 'writes',
    perCall: isLimited ? writesPerLimitedCall : 0,
    needed: isLimited ? demand.limitedWrites : 0,
    atOnce: warm?.writeUnitsPerSecond ?? Math.min(dynamodb.freshWrites, allowed.writes),
    allowed: allowed.writes,
    quota: quotas.tableWrites,
  };
  const enough = {
    readUnitsPerSecond: Math.max(reads.needed, reads.atOnce),
    writeUnitsPerSecond: Math.max(writes.needed, writes.atOnce),
  };
  return [
    ...[reads, writes].flatMap((side) => checkSide(side, JSON.stringify(enough)) ?? []),
    ...(['registry', 'usage', 'outbox'] as const).flatMap((table) =>
      checkWarmth(table, configuration, allowed),
    ),
  ];
}

function checkWarmth(
  table: 'registry' | 'usage' | 'outbox',
  { warmThroughput }: Wanted,
  allowed: TableQuotas,
): Finding[] {
  const warm = warmThroughput[table];
  if (warm === null) return [];
  const sides = [
    ['reads', warm.readUnitsPerSecond, allowed.reads, quotas.tableReads],
    ['writes', warm.writeUnitsPerSecond, allowed.writes, quotas.tableWrites],
  ] as const;
  return sides.flatMap(([unit, asked, most, quota]) =>
    asked <= most
      ? []
      : [
          short(
            `warmThroughput.${table} asks for ${figure(asked)} ${unit} a second; DynamoDB gives any table ${figure(most)}.`,
            `${askFor(asked, quota)}. Or ask warmThroughput.${table} for ${most} ${unit} at most.`,
          ),
        ],
  );
}

/**
 * Null where there is nothing to tell of.
 *
 * @param enough the `warmThroughput.credentials` that a full stage needs
 */
function checkSide({ unit, perCall, needed, atOnce, allowed, quota }: Side, enough: string): Finding | null {
  const says =
    `DynamoDB gives the table Credentials ${figure(atOnce)} ${unit} a second at once and any table ` +
    `${figure(allowed)} at most; a full stage takes ${figure(needed)} (${perCall} a verdict)`;
  const most = Math.max(needed, atOnce);
  const least = Math.min(atOnce, allowed);
  const remedies = [
    ...(most > allowed ? [`${askFor(most, quota)}.`] : []),
    ...(atOnce > allowed ? [`Or ask warmThroughput.credentials for ${allowed} ${unit} at most.`] : []),
    ...(needed > atOnce ? [`Set warmThroughput.credentials to ${enough} in cdk.json.`] : []),
    ...(needed > least ? [`Or set throttle.rateLimit to ${Math.floor(least / perCall)}.`] : []),
  ];
  if (remedies.length > 0) return short(`${says}.`, remedies.join(' '));
  return needed === 0 ? null : ok(`${says}.`);
}
