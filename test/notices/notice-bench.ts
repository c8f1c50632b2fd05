import { randomUUID } from 'node:crypto';
import { dayMs } from '../../lambdas/domain/time.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import type { Engine } from '../support/engine.ts';
import { noon } from '../support/memory-ports.ts';
import { clockOver, noticesOf, slotsOf } from './clock.ts';

/** Slots of the spans that are shipped. */
export const [thirty, seven, one] = [30, 7, 1].map((days) => `expiring#${days * dayMs}`) as [
  string,
  string,
  string,
];

/** A deployment with the steps that tests of notices are made of. */
export interface NoticeBench {
  readonly api: Deployment;
  /** A new key of 90 days, where nothing else is said. */
  readonly mint: (fields?: object) => Promise<any>;
  readonly turnAt: (now: number) => Promise<void>;
  /** Action, days since noon, and span of the notices that a key was given. */
  readonly told: (id: string) => Promise<unknown[][]>;
  /** Names of the notices of a key that are to come, in their order. */
  readonly slots: (id: string) => Promise<string[]>;
}

export async function noticeBench(engine: Engine): Promise<NoticeBench> {
  const api = await deploy(engine, { maxKeysPerUser: 1_000 });
  return {
    api,
    async mint(fields = { expiresIn: '90d' }) {
      const { status, body } = await api.admin('createApiKey', { body: { name: randomUUID(), ...fields } });
      expect(status).toBe(201);
      return body;
    },
    async turnAt(now) {
      api.clock.set(now);
      await clockOver(engine.tables, api.clock).giveNotices();
    },
    told: async (id) =>
      (await noticesOf(engine.tables, id)).map(({ action, at, changes }) => [
        action,
        (Date.parse(at) - noon) / dayMs,
        changes['before']?.to ?? null,
      ]),
    slots: async (id) => (await slotsOf(engine.tables, id)).toSorted(),
  };
}
