import { join } from 'node:path';
import type { FunctionName } from '../deployment/deployment.ts';
import { authorizerEventWith, foreignEventWith } from '../deployment/synthetic-event.ts';
import type { FixtureKey, Fixtures } from '../seed/fixtures.ts';

/** Something that is measured. */
export interface Contender {
  readonly id: string;
  readonly label: string;
  readonly group: 'ours' | 'baseline' | 'peer';
  /**
   * Module beside this one, or null for a deployed function. `…-over-http` is the module with node:http in the place
   * of the client's own transport.
   */
  readonly module: string | null;
  /** The deployed function, where it is not the authorizer. */
  readonly deployed?: FunctionName;
  readonly events: readonly object[];
  /** The code that every call must be answered with. */
  readonly expected: string;
}

export interface ContenderSeed {
  readonly fixtures: Fixtures;
  /** Of the routes that the foreign stage is deployed with. */
  readonly routesHash: string;
  /** Access token of the fixtures' user. */
  readonly token: string;
  /** Keys that better-auth knows. */
  readonly peerKeys: readonly string[];
}

export function contenders({ fixtures, routesHash, token, peerKeys }: ContenderSeed): readonly Contender[] {
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
  const foreign = (id: string, label: string, keys: readonly FixtureKey[]): Contender => ({
    ...ours(id, label, [], 'VALID'),
    id: `foreign-${id}`,
    deployed: 'gatewayAuthorizer',
    events: keys.map(({ plaintext }) => foreignEventWith(plaintext, routesHash)),
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
    baseline('client-batch-get', "Latchkey's client, the same"),
    baseline('client-batch-get-over-http', "Latchkey's client over node:http"),
    baseline('sdk-get', 'SDK GetItem'),
    baseline('sdk-update', 'SDK UpdateItem'),
    baseline('sdk-read-and-spend', 'SDK BatchGetItem + UpdateItem'),
    ours('unlimited', 'valid, no limit', sent(fixtures.unlimited), 'VALID'),
    ours('limited', 'valid, limited', sent(fixtures.limited), 'VALID'),
    foreign('unlimited', 'foreign route, no limit', fixtures.unlimited),
    foreign('limited', 'foreign route, limited', fixtures.limited),
    baseline('authorizer-over-http', 'Latchkey, no limit, node:http', sent(fixtures.unlimited)),
    {
      ...baseline('authorizer-over-http', 'Latchkey, limited, node:http', sent(fixtures.limited)),
      id: 'authorizer-over-http-limited',
    },
    ours('malformed', 'malformed key', sent(fixtures.malformed), 'API_KEY_INVALID'),
    ours('unknown', 'unknown key', sent(fixtures.unknown), 'API_KEY_INVALID'),
    ours('expired', 'expired key', sent(fixtures.expired), 'API_KEY_EXPIRED'),
    ours('jwt', 'JWT', [authorizerEventWith(token)], 'VALID'),
    { ...baseline('sdk-authorizer', 'SDK authorizer', sent(fixtures.unlimited)), group: 'peer' },
    peer('better-auth-sqlite', 'better-auth, SQLite'),
    peer('better-auth-memory', 'better-auth, memory'),
  ];
}

const overHttp = /-over-http$/;

/** What a contender's module is bundled from: its path, and what is replaced in it. */
export function contenderSource(module: string): {
  readonly entry: string;
  readonly replaced: Readonly<Record<string, string>>;
} {
  const pathOf = (name: string) => join(import.meta.dirname, `${name}.ts`);
  const replaced: Record<string, string> = overHttp.test(module)
    ? { './transport.ts': pathOf('http-transport') }
    : {};
  return { entry: pathOf(module.replace(overHttp, '')), replaced };
}
