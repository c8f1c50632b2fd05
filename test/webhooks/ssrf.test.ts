import { createServer } from 'node:net';
import { createPost } from '../../lambdas/outbound/https-post.ts';
import { createMessenger } from '../../lambdas/outbound/messenger.ts';
import type { TargetPolicy } from '../../lambdas/domain/webhooks/target-url.ts';
import { endpointOf } from '../domain/webhooks/endpoints.ts';
import { noon } from '../support/memory-ports.ts';
import { answering, type Receiver, startReceiver } from './receiver.ts';
import { masters } from './sending.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const message = {
  id: 'event-1',
  type: 'api_key.created',
  at: new Date(noon).toISOString(),
  body: '{}',
} as const;

/** One attempt, with a listener where the connection would go. */
async function attempt(
  url: string,
  addresses: readonly string[],
  { targets = 'public', post = createPost({ ca: receiver.ca }) }: { targets?: TargetPolicy; post?: any } = {},
) {
  const asked: string[] = [];
  const send = createMessenger({
    masters,
    resolveAll: async (name) => {
      asked.push(name);
      return addresses;
    },
    post,
    putOnBus: null,
    sendMail: null,
    targets,
    now: () => noon,
    timeoutMs: 5_000,
  });
  const answer = await send(endpointOf({ url }), message);
  return { answer, asked };
}

const refused = { kind: 'none', reason: 'address' };

/** Whoever is connected to in spite of all: a post that counts. */
function countingPost() {
  const destinations: unknown[] = [];
  return {
    destinations,
    post: async ({ destination }: { destination: unknown }) => {
      destinations.push(destination);
      return { kind: 'status', status: 200, retryAfter: null };
    },
  };
}

const forbidden = [
  ['loopback', '127.0.0.1'],
  ['another loopback', '127.8.8.8'],
  ['this network', '0.0.0.0'],
  ['private, 10', '10.0.0.1'],
  ['private, 172.16', '172.16.3.4'],
  ['private, 192.168', '192.168.1.1'],
  ['shared', '100.64.0.1'],
  ['link-local', '169.254.1.1'],
  ['the metadata service', '169.254.169.254'],
  ['Lambda’s own link-local', '169.254.79.2'],
  ['benchmarks', '198.18.0.1'],
  ['documentation', '203.0.113.9'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 loopback', '::1'],
  ['IPv6 unspecified', '::'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped metadata', '::ffff:a9fe:a9fe'],
  ['compatible loopback', '::7f00:1'],
  ['NAT64 of the metadata service', '64:ff9b::a9fe:a9fe'],
  ['6to4 of a private address', '2002:0a00:0001::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['unique local', 'fd00:ec2::254'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv6 multicast', 'ff02::1'],
  ['IPv6 documentation', '2001:db8::1'],
] as const;

describe.each(forbidden)('%s (%s)', (_, address) => {
  test('as the address of a name: nothing is sent, also where another of its addresses is public', async () => {
    const { destinations, post } = countingPost();
    for (const addresses of [[address], ['93.184.216.34', address], [address, '2606:2800:220:1::1']]) {
      const { answer, asked } = await attempt('https://hooks.example.com/in', addresses, { post });
      expect(answer).toEqual(refused);
      expect(asked).toEqual(['hooks.example.com']);
    }
    expect(destinations).toEqual([]);
  });

  test('as the host itself: nothing is looked up, nothing is sent', async () => {
    const { destinations, post } = countingPost();
    const host = address.includes(':') ? `[${address}]` : address;
    const { answer, asked } = await attempt(`https://${host}/in`, [], { post });
    expect(answer).toEqual(refused);
    expect(asked).toEqual([]);
    expect(destinations).toEqual([]);
  });
});

test.each([
  'https://2130706433/in',
  'https://0x7f000001/in',
  'https://0177.0.0.1/in',
  'https://127.1/in',
  'https://127.0.0.1./in',
  'https://１２７.0.0.1/in',
  'https://user@hooks.example.com/in',
  'https://hooks.example.com:8443/in',
  'https://localhost/in',
  'http://hooks.example.com/in',
  'ftp://hooks.example.com/in',
])('%s: nothing is looked up, nothing is sent', async (url) => {
  const { destinations, post } = countingPost();
  const { answer, asked } = await attempt(url, ['93.184.216.34'], { post });
  expect(answer).toEqual(refused);
  expect(asked).toEqual([]);
  expect(destinations).toEqual([]);
});

test('a name that changes between check and connection: the connection goes to the address that was checked', async () => {
  let lookups = 0;
  const send = createMessenger({
    masters,
    resolveAll: async () => {
      lookups += 1;
      return lookups === 1 ? ['127.0.0.1'] : ['127.0.0.99'];
    },
    post: createPost({ ca: receiver.ca }),
    putOnBus: null,
    sendMail: null,
    targets: 'any',
    now: () => noon,
  });
  expect(await send(endpointOf({ url: receiver.url }), message)).toMatchObject({ status: 204 });
  expect(lookups).toBe(1);
  // The system, asked for this name, would find no such address: it is not asked.
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]?.headers.host).toBe(`hooks.example.com:${receiver.port}`);
});

test('a redirect to an internal address is not followed', async () => {
  const inside = await startReceiver('localhost');
  receiver.behave(answering(307, { Location: inside.url }));
  const { answer } = await attempt(receiver.url, ['127.0.0.1'], { targets: 'any' });
  expect(answer).toMatchObject({ kind: 'status', status: 307 });
  expect(inside.connections()).toBe(0);
  await inside.stop();
});

test('a proxy of the environment is not used', async () => {
  let connections = 0;
  const proxy = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const { port } = proxy.address() as { port: number };
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'NODE_USE_ENV_PROXY'];
  for (const name of names)
    process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : `http://127.0.0.1:${port}`;
  try {
    const { answer } = await attempt(receiver.url, ['127.0.0.1'], { targets: 'any' });
    expect(answer).toMatchObject({ status: 204 });
  } finally {
    for (const name of names) delete process.env[name];
    proxy.close();
  }
  expect(connections).toBe(0);
});

test('a certificate of another name, or of nobody who is trusted, is sent nothing', async () => {
  const other = await startReceiver('other.example.com');
  const url = `https://hooks.example.com:${other.port}/in`;
  const wrongName = await attempt(url, ['127.0.0.1'], { targets: 'any', post: createPost({ ca: other.ca }) });
  const untrusted = await attempt(receiver.url, ['127.0.0.1'], { targets: 'any', post: createPost() });
  expect([wrongName.answer, untrusted.answer]).toEqual([
    { kind: 'none', reason: 'tls' },
    { kind: 'none', reason: 'tls' },
  ]);
  expect([...other.received, ...receiver.received]).toEqual([]);
  await other.stop();
});

test('a name without an address, and a lookup that hangs', async () => {
  const { answer } = await attempt('https://hooks.example.com/in', []);
  expect(answer).toEqual(refused);
  const { destinations, post } = countingPost();
  const send = createMessenger({
    masters,
    resolveAll: () => new Promise(() => {}),
    post: post as any,
    putOnBus: null,
    sendMail: null,
    targets: 'public',
    now: () => noon,
    timeoutMs: 50,
  });
  const url = 'https://hooks.example.com/in';
  expect(await send(endpointOf({ url }), message)).toEqual({ kind: 'none', reason: 'timeout' });
  expect(destinations).toEqual([]);
});
