import type { UsageLine } from '../../../lambdas/contract/usage.ts';
import { mintSecret } from '../../../lambdas/domain/keys/secret.ts';
import { authorizerOver } from '../../support/memory-authorizer.ts';
import { MemoryCredentials } from '../../support/memory-credentials.ts';
import { authorizerEvent } from '../../support/memory-events.ts';
import { clockAt, noon, predictableRandom } from '../../support/memory-ports.ts';

/** An authorizer over a paused key, and the usage lines that it prints. */
function refusing() {
  const { plaintext } = mintSecret('lk', predictableRandom());
  const table = new MemoryCredentials();
  table.putCredential(plaintext, { status: 'paused' });
  table.putUser('ci-bot@example.com');
  table.putRole('developer');
  const clock = clockAt(noon);
  const lines: UsageLine['usage'][] = [];
  const print = (line: object) => void lines.push((line as UsageLine).usage);
  const handler = authorizerOver(table, clock.now, { print });
  const ask = async (key = plaintext) =>
    (await handler(authorizerEvent({ 'X-Api-Key': key }))).context?.['code'];
  return { table, clock, lines, ask, plaintext };
}

test('a paused key that goes on calling is refused each time, and costs a line in ten seconds', async () => {
  const { ask, clock, lines } = refusing();
  for (let call = 0; call < 250; call += 1) {
    clock.set(noon + call * 100);
    expect(await ask()).toBe('API_KEY_PAUSED');
  }
  expect(lines.map(({ at, repeated }) => [Date.parse(at) - noon, repeated])).toEqual([
    [0, undefined],
    [10_000, 99],
    [20_000, 99],
  ]);
});

test('what it is refused for, and with which secret, is counted apart', async () => {
  const { ask, lines, table, plaintext } = refusing();
  await ask();
  await ask();
  const second = mintSecret('lk', predictableRandom('second')).plaintext;
  table.putCredential(second, { status: 'paused' });
  await ask(second);
  table.putCredential(plaintext, { expiresAt: noon - 1 });
  await ask();
  expect(lines.map(({ code, keyPrefix }) => [code, keyPrefix])).toEqual([
    ['API_KEY_PAUSED', plaintext.slice(0, 10)],
    ['API_KEY_PAUSED', second.slice(0, 10)],
    ['API_KEY_EXPIRED', plaintext.slice(0, 10)],
  ]);
});
