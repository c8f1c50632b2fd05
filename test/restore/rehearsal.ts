import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { type ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import type { Clock } from '../../lambdas/domain/ports.ts';
import type { Endpoint } from '../../lambdas/domain/webhooks/endpoint.ts';
import { fromItem } from '../../lambdas/store/api-key-item.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { fromWebhookItem } from '../../lambdas/store/webhook-item.ts';
import type { Authentication } from '../../lambdas/verdict/authenticate.ts';
import { restore, type RestoreDependencies } from '../../scripts/restore/restore.ts';
import { type Deployment, deploy, storesOver } from '../support/engine-deployment.ts';
import { answering } from '../support/engine-faults.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { serveApi } from '../support/memory-api.ts';
import { plaintextOf } from '../support/memory-brands.ts';
import { clockAt, predictableRandom } from '../support/memory-ports.ts';
import { settings as shipped } from '../support/memory-settings.ts';
import { address, BusyClients } from './busy-clients.ts';
import { Seeded } from './seeded.ts';
import { copyTables, itemsOf } from './table-pairs.ts';
import { Witnesses } from './witnesses.ts';

/** Keys expire within the hour, and some are past their retention before all is over. */
export const settings = { ...shipped, retentionDays: 0.01 };

/** A deployment that lost its tables under load, and a copy of them that was made before. */
export interface Loss {
  readonly clients: BusyClients;
  readonly deployment: Deployment;
  /** The tables as they were at their end: for questions only. */
  readonly lost: Engine;
  readonly copy: Engine;
  /** All events at the loss, shuffled, and some twice, as the log has them. */
  readonly log: readonly AuditEvent[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  stop(): Promise<void>;
}

/** Works, is copied while work goes on, works on, and loses its tables in the middle of it. */
export async function loseTables(endpoint: string, seed: string): Promise<Loss> {
  const seeded = new Seeded(`${seed} moments`);
  const [lost, copy] = [await startEngine(endpoint), await startEngine(endpoint)];
  let writesLeft = Infinity;
  const tables = answering(lost.tables, async (command, proceed) => {
    if (command instanceof TransactWriteCommand) writesLeft -= 1;
    if (writesLeft < 0) throw Object.assign(new Error('the table is gone'), { $metadata: {} });
    return proceed();
  });
  const deployment = await deploy({ endpoint, tables }, settings);
  const clients = new BusyClients(deployment, seed);
  const witnesses = new Witnesses(deployment, clients.secrets);
  await clients.begin();
  await witnesses.begin();
  await clients.work(seeded.number(20, 60));
  await Promise.all([clients.work(10), copyTables(lost.tables, copy.tables)]);
  await witnesses.meetTheirFates();
  await clients.work(seeded.number(10, 60));
  writesLeft = seeded.number(1, 15);
  await clients.work(100, () => writesLeft < 0);
  const events = await eventsOf(lost.tables);
  const log = [...events, ...seeded.some(events)].toSorted(() => seeded.number(0, 2) - 1);
  return {
    clients,
    deployment,
    lost,
    copy,
    log,
    at: deployment.clock.now(),
    stop: async () => {
      await lost.stop();
      await copy.stop();
    },
  };
}

export async function eventsOf(tables: Tables): Promise<AuditEvent[]> {
  const items = await itemsOf(tables, tables.registry);
  return items.flatMap(({ event }) => (event === undefined ? [] : [event as AuditEvent]));
}

export async function keysOf(tables: Tables): Promise<Map<string, ApiKey>> {
  const items = await itemsOf(tables, tables.registry);
  const records = items.filter(({ sk }) => sk === 'KEY').map(fromItem);
  return new Map(records.map((key) => [key.id, key]));
}

export async function webhooksOf(tables: Tables): Promise<Map<string, Endpoint>> {
  const items = await itemsOf(tables, tables.registry);
  const records = items.filter(({ sk }) => sk === 'WEBHOOK').map(fromWebhookItem);
  return new Map(records.map((webhook) => [webhook.id, webhook]));
}

/** Restores the copy of a loss into tables, on a clock of its own. */
export function restoreInto(
  live: RestoreDependencies['live'],
  loss: Loss,
  more: Partial<RestoreDependencies> = {},
) {
  const deps: RestoreDependencies = {
    copy: loss.copy.tables,
    live,
    readLog: async () => [...loss.log],
    settings,
    clock: clockAt(loss.at),
    // Of its own for each run: a second one must not draw again the hashes that a killed one has written.
    random: predictableRandom(randomUUID()),
    progress: { show: () => {}, end: () => {} },
    ...more,
  };
  return {
    dryRun: () => restore({ isApplied: false, since: null }, deps),
    apply: () => restore({ isApplied: true, since: null }, deps),
  };
}

/** What a container of the authorizer that has just begun says of every secret. */
export async function verdictsOn(
  engine: Pick<Engine, 'endpoint' | 'tables'>,
  clock: Clock,
  secrets: BusyClients['secrets'],
): Promise<Authentication[]> {
  const { authenticate } = serveApi(storesOver(engine, clock, settings), clock, settings);
  const answers: Authentication[] = [];
  for (const { secret } of secrets)
    answers.push(await authenticate(plaintextOf(secret), { sourceIp: address }));
  return answers;
}

/** Tables of which the client dies after so many writes. */
export function dyingAfter<T extends Tables>(tables: T, writes: number): T {
  let left = writes;
  return answering(tables, async (command, proceed) => {
    const isWrite = /^(Put|TransactWrite)Command$/.test(command.constructor.name);
    if (isWrite) left -= 1;
    if (left < 0) throw new Error('killed');
    return proceed();
  });
}
