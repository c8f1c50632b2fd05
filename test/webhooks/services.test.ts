import { createEventBus } from '../../lambdas/outbound/event-bus.ts';
import { createMail } from '../../lambdas/outbound/mail.ts';
import { createMessenger } from '../../lambdas/outbound/messenger.ts';
import { endpointOf } from '../domain/webhooks/endpoints.ts';
import { noon } from '../support/memory-ports.ts';
import { masters } from './sending.ts';

const at = new Date(noon).toISOString();
const body = JSON.stringify({
  type: 'api_key.rotated',
  timestamp: at,
  data: { sequence: 3, apiKeyId: 'key-1', name: 'CI Pipeline' },
});
const message = { id: 'event-1', type: 'api_key.rotated', at, body } as const;
const taken = { kind: 'status', status: 200, retryAfter: null };
const refused = { kind: 'none', reason: 'refused' };
const never = new AbortController().signal;

/** A client of AWS that keeps what it is sent. */
function clientThat(answer: () => unknown): { inputs: any[]; client: any } {
  const inputs: any[] = [];
  const client = {
    send: async ({ input }: { input: unknown }) => {
      inputs.push(input);
      return answer();
    },
  };
  return { inputs, client };
}

/** An error as the SDK throws it where the service has answered. */
const answered = (name: string) => Object.assign(new Error(name), { name, $response: { statusCode: 400 } });

describe('the event bus', () => {
  test('is put one event, with the id by which copies are told', async () => {
    const { client, inputs } = clientThat(() => ({ FailedEntryCount: 0 }));
    expect(await createEventBus('alerts', client)(message, never)).toEqual(taken);
    const [{ Detail, ...entry }] = inputs[0].Entries;
    expect(entry).toEqual({
      EventBusName: 'alerts',
      Source: 'latchkey',
      DetailType: 'api_key.rotated',
      Time: new Date(noon),
    });
    expect(JSON.parse(Detail)).toEqual({ id: 'event-1', ...JSON.parse(body) });
  });

  test.each<[string, () => unknown, object]>([
    ['an entry that failed, in an answer that did not', () => ({ FailedEntryCount: 1 }), refused],
    ['an answer that refuses', () => Promise.reject(answered('AccessDeniedException')), refused],
    ['no answer', () => Promise.reject(new Error('socket hang up')), { kind: 'none', reason: 'connection' }],
  ])('%s is no delivery', async (_, answer, expected) => {
    const { client } = clientThat(answer);
    expect(await createEventBus('alerts', client)(message, never)).toEqual(expected);
  });

  test('that does not answer in time has timed out', async () => {
    const { client } = clientThat(() =>
      Promise.reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' })),
    );
    const late = await createEventBus('alerts', client)(message, AbortSignal.abort());
    expect(late).toEqual({ kind: 'none', reason: 'timeout' });
  });
});

describe('mail', () => {
  test('goes to the one address, from the configured one', async () => {
    const { client, inputs } = clientThat(() => ({ MessageId: '1' }));
    const send = createMail('keys@example.com', client);
    expect(await send('mailto:ann@example.com', message, never)).toEqual(taken);
    expect(inputs[0]).toMatchObject({
      FromEmailAddress: 'keys@example.com',
      Destination: { ToAddresses: ['ann@example.com'] },
      Content: { Simple: { Subject: { Data: 'Latchkey: api_key.rotated, CI Pipeline' } } },
    });
    expect(inputs[0].Content.Simple.Body.Text.Data).toContain('"apiKeyId": "key-1"');
  });

  test('to what is no address, and mail that SES refuses, is no delivery', async () => {
    const { client, inputs } = clientThat(() => Promise.reject(answered('MessageRejected')));
    const send = createMail('keys@example.com', client);
    expect(await send('mailto:ann@example.com?bcc=all@example.com', message, never)).toEqual(refused);
    expect(inputs).toEqual([]);
    expect(await send('mailto:ann@example.com', message, never)).toEqual(refused);
  });
});

test.each([
  { kind: 'eventbridge', url: null },
  { kind: 'email', url: 'mailto:ann@example.com' },
] as const)(
  'what the configuration no longer has ($kind) is refused, and nothing else is tried',
  async (aim) => {
    const send = createMessenger({
      masters,
      resolveAll: () => Promise.reject(new Error('asked')),
      post: () => Promise.reject(new Error('sent')),
      putOnBus: null,
      sendMail: null,
      targets: 'public',
      now: () => noon,
    });
    expect(await send(endpointOf(aim), message)).toEqual(refused);
  },
);
