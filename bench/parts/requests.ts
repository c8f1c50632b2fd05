import { setTimeout as sleep } from 'node:timers/promises';
import { authorizerEventWith, foreignEventWith } from '../deployment/synthetic-event.ts';
import type { FixtureKey } from '../seed/fixtures.ts';
import type { Stage } from '../stage.ts';
import { CountingProxy, type Traffic } from './counting-proxy.ts';

/** What one call made of DynamoDB. */
export interface RequestCount extends Traffic {
  readonly id: string;
  readonly label: string;
}

/** Longer than a role's definition is served without another read. */
const untilRolesAreDueMs = 10_200;

/** Counts requests and units per verdict, exactly; each case in the state of the container that it is about. */
export async function countRequests(stage: Stage): Promise<RequestCount[]> {
  return (await Promise.all([countVerdicts(stage), countContenders(stage)])).flat();
}

async function countVerdicts(stage: Stage): Promise<RequestCount[]> {
  const { fixtures, routesHash } = stage;
  const proxy = await CountingProxy.start(stage.engine.endpoint);
  const ours = { module: null, events: [], expected: '', id: '', label: '', group: 'ours' } as const;
  const fresh = () => stage.start(ours, proxy.endpoint);
  const [worst, warm] = [await fresh(), await fresh()];
  const foreign = await stage.start({ ...ours, deployed: 'gatewayAuthorizer' }, proxy.endpoint);
  const counts: RequestCount[] = [];
  const at = (keys: readonly FixtureKey[], index: number) => keys[index]?.plaintext ?? '';
  const count = async (id: string, label: string, credential: string, running = warm) => {
    const eventOf = running === foreign ? foreignEventWith : authorizerEventWith;
    proxy.take();
    await running.invoke(eventOf(credential, routesHash));
    counts.push({ id, label, ...proxy.take() });
  };
  try {
    await count('worst', 'limited key, in a new container', at(fixtures.limited, 0), worst);
    const foreignLimited = at(fixtures.limited, 1);
    await count('foreign-worst', 'foreign route, limited key, in a new container', foreignLimited, foreign);
    await foreign.invoke(foreignEventWith(at(fixtures.unlimited, 0), routesHash));
    await count('foreign-unlimited', 'foreign route, valid, no limit', at(fixtures.unlimited, 0), foreign);
    await count('foreign-limited', 'foreign route, valid, limited', foreignLimited, foreign);
    await count('malformed', 'malformed', at(fixtures.malformed, 0));
    await count('unknown', 'unknown', at(fixtures.unknown, 0));
    // Lets the container know the role and these keys.
    for (const keys of [fixtures.unlimited, fixtures.limited, fixtures.expired, fixtures.paused]) {
      await warm.invoke(authorizerEventWith(at(keys, 0)));
    }
    const rolesReadAt = Date.now();
    await count('unlimited', 'valid, no limit', at(fixtures.unlimited, 0));
    await count('limited', 'valid, limited', at(fixtures.limited, 0));
    await count('denied', 'denied (paused)', at(fixtures.paused, 0));
    await count('expired', 'expired', at(fixtures.expired, 0));
    await count('first-sight', "a key's first sight", at(fixtures.unlimited, 1));
    await count('first-sight-limited', "a limited key's first sight", at(fixtures.limited, 1));
    await sleep(rolesReadAt + untilRolesAreDueMs - Date.now());
    await count('role-due', 'valid, role definition due', at(fixtures.unlimited, 0));
  } finally {
    worst.stop();
    warm.stop();
    foreign.stop();
    proxy.stop();
  }
  return counts;
}

/** The other contenders that ask DynamoDB, once they are warm. */
async function countContenders(stage: Stage): Promise<RequestCount[]> {
  const proxy = await CountingProxy.start(stage.engine.endpoint);
  const counts: RequestCount[] = [];
  try {
    for (const contender of stage.contenders) {
      const { id, label, module } = contender;
      if ((module === null && id !== 'ours-jwt') || !/sdk|signed|jwt/.test(id)) continue;
      const running = await stage.start(contender, proxy.endpoint);
      try {
        await running.run({ calls: 1, width: 1 });
        proxy.take();
        await running.run({ calls: 1, width: 1 });
        counts.push({ id, label, ...proxy.take() });
      } finally {
        running.stop();
      }
    }
  } finally {
    proxy.stop();
  }
  return counts;
}
