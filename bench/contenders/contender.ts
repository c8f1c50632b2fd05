import { join } from 'node:path';
import { authorizerEventWith } from '../deployment/synthetic-event.ts';
import type { FixtureKey, Fixtures } from '../seed/fixtures.ts';

/** Something that is measured. */
export interface Contender {
  readonly id: string;
  readonly label: string;
  readonly group: 'ours' | 'baseline' | 'peer';
  /** Module beside this one, or null for the deployed authorizer. */
  readonly module: string | null;
  readonly events: readonly object[];
  /** The code that every call must be answered with. */
  readonly expected: string;
}

export interface ContenderSeed {
  readonly fixtures: Fixtures;
  /** Access token of the fixtures' user. */
  readonly token: string;
  /** Keys that better-auth knows. */
  readonly peerKeys: readonly string[];
}

export function contenders({ fixtures, token, peerKeys }: ContenderSeed): readonly Contender[] {
  const sent = (keys: readonly FixtureKey[]) => keys.map(({ plaintext }) => authorizerEventWith(plaintext));
  const stored = fixtures.unlimited.map(({ id, hash, userId }) => ({ id, hash, userId }));
  const ours = (id: string, label: string, events: readonly object[], expected: string): Contender => ({
    id: `ours-${id}`,
    label: `Latchkey, ${label}`,
    group: 'ours',
    module: null,
    events,
    expected,
  });
  const baseline = (module: string, label: string, events: readonly object[] = stored): Contender => ({
    id: module,
    label,
    group: 'baseline',
    module,
    events,
    expected: 'VALID',
  });
  const peer = (module: string, label: string): Contender => {
    const events = peerKeys.map((key) => authorizerEventWith(key));
    return { ...baseline(module, label, events), group: 'peer' };
  };
  return [
    baseline('empty', 'Empty handler'),
    baseline('signed-get', 'Signed GetItem'),
    baseline('signed-batch-get', 'Signed BatchGetItem of two'),
    baseline('sdk-get', 'SDK GetItem'),
    baseline('sdk-update', 'SDK UpdateItem'),
    baseline('sdk-read-and-spend', 'SDK BatchGetItem + UpdateItem'),
    ours('unlimited', 'valid, no limit', sent(fixtures.unlimited), 'VALID'),
    ours('limited', 'valid, limited', sent(fixtures.limited), 'VALID'),
    ours('malformed', 'malformed key', sent(fixtures.malformed), 'API_KEY_INVALID'),
    ours('unknown', 'unknown key', sent(fixtures.unknown), 'API_KEY_INVALID'),
    ours('expired', 'expired key', sent(fixtures.expired), 'API_KEY_EXPIRED'),
    ours('jwt', 'JWT', [authorizerEventWith(token)], 'VALID'),
    { ...baseline('sdk-authorizer', 'SDK authorizer', sent(fixtures.unlimited)), group: 'peer' },
    peer('better-auth-sqlite', 'better-auth, SQLite'),
    peer('better-auth-memory', 'better-auth, memory'),
  ];
}

/** Path of the module that a contender is bundled from. */
export function contenderEntry(module: string): string {
  return join(import.meta.dirname, `${module}.ts`);
}
