import { isDeepStrictEqual } from 'node:util';
import { type AuditEvent, findChainFault } from '../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { areBlocksWithin } from '../../lambdas/domain/keys/allowed-addresses.ts';
import { isEmptyAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';
import { permissionsBeyond } from '../../lambdas/domain/permissions/permissions.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import type { Authentication } from '../../lambdas/verdict/authenticate.ts';
import { contradictions } from '../support/engine-races.ts';
import type { Engine } from '../support/engine.ts';
import { eventsOf } from './rehearsal.ts';

/** What a secret may do that it could not do at the loss; empty where there is nothing. */
export function gainsOf(before: Authentication, after: Authentication): string[] {
  if (after.verdict.code !== 'VALID') return [];
  if (before.verdict.code !== 'VALID') return [`it was ${before.verdict.code}`];
  const [was, is] = [before.credential!, after.credential!];
  const beyond = permissionsBeyond(before.verdict.permissions, after.verdict.permissions);
  const gains: string[] = [];
  if (beyond.scopes.length > 0) gains.push(`scopes ${beyond.scopes.join()}`);
  if (!isEmptyAccessRights(beyond.accessRights)) gains.push('access rights');
  if (!areBlocksWithin(is.allowedIps, was.allowedIps)) gains.push('addresses');
  if (is.rateLimitTier !== was.rateLimitTier) gains.push('rate limit');
  if (is.type !== was.type) gains.push('type');
  if ((is.expiresAt ?? Infinity) > (was.expiresAt ?? Infinity)) gains.push('a longer life');
  if (was.retiresAt !== null && (is.retiresAt ?? Infinity) > was.retiresAt) gains.push('a longer grace');
  return gains;
}

/** What the tables say of the stages of protected APIs: whose they are, and what calls to them need. */
export async function protectedStagesIn(
  engine: Pick<Engine, 'contents'>,
): Promise<Readonly<Record<string, object>>> {
  const items = Object.entries(await engine.contents());
  return Object.fromEntries(items.filter(([key]) => /^(A|STAGE)#/.test(key)));
}

/** True where the secret does all that it did at the loss. */
export function isAsBefore(before: Authentication, after: Authentication): boolean {
  const view = ({ verdict, credential }: Authentication) => [
    verdict.code,
    verdict.permissions,
    // Of a key that is past its retention an item may be there until DynamoDB removes it.
    verdict.code === 'API_KEY_INVALID' ? null : { ...credential, goneAt: null },
  ];
  return isDeepStrictEqual(JSON.parse(JSON.stringify(view(before))), JSON.parse(JSON.stringify(view(after))));
}

/** Ids of keys that were rotated or have ended since the copy had them, by the log. */
export function endedOrRotated(log: readonly AuditEvent[], copied: ReadonlyMap<string, ApiKey>): Set<string> {
  const kinds = new Set(['api_key.rotated', 'api_key.deleted', 'api_key.purged']);
  const since = log.filter(
    ({ action, target, sequence }) =>
      kinds.has(action) && sequence > (copied.get(target.id)?.chain.sequence ?? 0),
  );
  return new Set(since.map(({ target }) => target.id));
}

/** What of the log a table lacks, and which of its chains have a fault or do not end where their record says. */
export async function faultsOfChains(tables: Tables, log: readonly AuditEvent[]): Promise<string[]> {
  const events = await eventsOf(tables);
  const hashes = new Set(events.map(({ hash }) => hash));
  const faults = log.filter(({ hash }) => !hashes.has(hash)).map(({ eventId }) => `${eventId} is missing`);
  for (const [target, chain] of Map.groupBy(events, ({ target }) => `${target.type} ${target.id}`)) {
    const fault = findChainFault(chain.toSorted((a, b) => a.sequence - b.sequence));
    if (fault !== null) faults.push(`${target}: event ${fault.sequence} is ${fault.reason}`);
  }
  return faults;
}

/** What tables say of one another and must agree on, credentials of former secrets left out. */
export function contradictionsIn(engine: Pick<Engine, 'contents'>): Promise<string[]> {
  return contradictions({
    contents: async () => {
      const items = Object.entries(await engine.contents());
      return Object.fromEntries(
        items.filter(([key, { retiresAt }]) => !key.startsWith('C#') || retiresAt === null),
      );
    },
  });
}
