import { callEvent } from '../support/memory-calls.ts';
import { noon } from '../support/memory-ports.ts';

import {
  plaintext,
  userId,
  warnings,
  table,
  clock,
  handler,
  register,
  withKey,
  ask,
  usage,
} from './outcomes-bench.ts';

/** What is only observed is let through, and told. */
export function observe(): void {
  describe('observe', () => {
    beforeEach(() => register({ enforcement: 'observe', unauthenticated: '401' }));

    test('lets everything through, and the usage line says what the verdict would have been', async () => {
      for (const [call, code] of [
        ['GET /orders', 'VALID'],
        ['DELETE /orders', 'INSUFFICIENT_PERMISSIONS'],
        ['GET /other', 'ROUTE_UNKNOWN'],
      ] as const) {
        const { effect, context } = await ask(call);
        expect([effect, context['code'], context['enforcement'], context['userId']]).toEqual([
          'Allow',
          code,
          'observe',
          userId,
        ]);
        expect(usage()).toMatchObject([{ status: null, outcome: 'success', code, api: 'orders' }]);
      }
      table.putCredential(plaintext, { status: 'paused' });
      expect(await ask()).toMatchObject({ effect: 'Allow', context: { code: 'API_KEY_PAUSED', userId: '' } });
      expect(usage()).toMatchObject([{ status: null, outcome: 'success', code: 'API_KEY_PAUSED' }]);
      expect(await ask('GET /orders', {})).toMatchObject({
        effect: 'Allow',
        principalId: 'anonymous',
        context: { code: 'UNAUTHENTICATED', userId: '', apiKeyId: '' },
      });
    });

    test('never refuses, not even while DynamoDB gives no answer', async () => {
      await ask();
      clock.set(noon + 60_000);
      table.interfere = () => Promise.reject(new Error('no answer'));
      expect(await ask()).toMatchObject({
        effect: 'Allow',
        context: { code: 'UNAVAILABLE', enforcement: 'observe' },
      });
      expect(warnings).toEqual([expect.stringContaining('no answer')]);
      expect(warnings.join()).not.toContain(plaintext.slice(3));
    });

    test('nor in a container that knows nothing yet, where the stage was deployed so', async () => {
      table.interfere = () => Promise.reject(new Error('no answer'));
      const event = (latchkeyEnforcement: string) =>
        callEvent({ headers: withKey(), stageVariables: { latchkeyEnforcement } });
      expect((await handler(event('observe'))).context).toMatchObject({ code: 'UNAVAILABLE' });
      await expect(handler(event('deny'))).rejects.toThrow('no answer');
      await expect(ask()).rejects.toThrow('no answer');
    });

    test('ends when the registration says so, whatever the stage was deployed with', async () => {
      register({ enforcement: 'deny' });
      const event = callEvent({ headers: withKey(), stageVariables: { latchkeyEnforcement: 'observe' } });
      const denied = callEvent({
        call: 'DELETE /orders',
        headers: withKey(),
        stageVariables: { latchkeyEnforcement: 'observe' },
      });
      expect((await handler(denied)).context).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS' });
      clock.set(noon + 60_000);
      table.interfere = () => Promise.reject(new Error('no answer'));
      await expect(handler(event)).rejects.toThrow('no answer');
    });
  });
}
