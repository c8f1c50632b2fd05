import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Answer } from '../../lambdas/domain/webhooks/answer.ts';
import { createPost } from '../../lambdas/outbound/https-post.ts';
import { selfSigned } from '../verdict/dynamodb/self-signed.ts';

const name = 'hooks.example.com';
const { cert, key } = selfSigned(name);

/** What a receiver is understood to answer that says this, byte by byte. */
async function answerTo(text: string, isEnd = false): Promise<Answer> {
  const sockets: TLSSocket[] = [];
  const server = createServer({ cert, key }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => (isEnd ? socket.end(text) : socket.write(text)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const address = { host: name, port, address: '127.0.0.1', family: 4 } as const;
  const destination = { ...address, url: `https://${name}:${port}/in` };
  try {
    return await createPost({ ca: cert })(
      { destination, headers: {}, body: '{}' },
      AbortSignal.timeout(1_000),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

const status = (code: number) => ({ kind: 'status', status: code, retryAfter: null });
const none = (reason: string) => ({ kind: 'none', reason });

test.each([
  ['a body where there is none', 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok', 204],
  ['more than was announced', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more\r\n\r\n', 200],
  ['no chunk', 'HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 500],
  ['a body that does not come', 'HTTP/1.1 410 Gone\r\nContent-Length: 200\r\n\r\n', 410],
])('the head of an answer counts, whatever is wrong behind it: %s', async (_, text, code) => {
  expect(await answerTo(text)).toEqual(status(code));
});

test('so it does where the body ends too early', async () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nok';
  expect(await answerTo(text, true)).toEqual(status(200));
});

test.each([
  ['no HTTP', 'SSH-2.0\r\n', 'connection'],
  ['another protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', 'connection'],
  ['a head that never ends', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(70_000)}`, 'connection'],
  ['half a head', 'HTTP/1.1 200 OK\r\n', 'timeout'],
])('without a head there is no answer: %s', async (_, text, reason) => {
  expect(await answerTo(text)).toEqual(none(reason));
});
