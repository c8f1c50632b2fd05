import fc from 'fast-check';
import { AnswerReader } from '../../../lambdas/verdict/dynamodb/answer.ts';
import { answer } from './stand-in.ts';

function read(bytes: Buffer, cuts: readonly number[] = []) {
  const reader = new AnswerReader();
  const edges = [0, ...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return edges.slice(1).reduce<ReturnType<AnswerReader['push']>>((done, edge, position) => {
    expect(done).toBeNull();
    return reader.push(bytes.subarray(edges[position], edge));
  }, null);
}

const text = '{"name":"Zoë 🔑","pad":"\\r\\n0\\r\\n\\r\\n"}';
const chunked = (parts: readonly string[]) =>
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n${parts
    .map((part) => `${Buffer.byteLength(part).toString(16)};x=y\r\n${part}\r\n`)
    .join('')}0\r\nTrailer: 1\r\n\r\n`;

test.each([
  ['of a known length', answer(200, text)],
  ['in chunks', chunked([text.slice(0, 9), text.slice(9), '\r\n\r\n'])],
])('a body %s comes out the same however it comes in', (_, bytes) => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
      const whole = read(Buffer.from(bytes), cuts);
      expect(whole?.status).toBe(200);
      expect(whole?.body.toString('utf8').trim()).toBe(text);
    }),
  );
});

test('a body without a byte is one', () => {
  expect(read(Buffer.from(answer(400, '')))?.body.length).toBe(0);
  expect(read(Buffer.from(chunked([])))?.body.length).toBe(0);
});

test.each([
  ['HTTP/1.1 200 OK', true],
  ['HTTP/1.0 200 OK', false],
  ['HTTP/1.1 200 OK\r\nConnection: Close', false],
  ['HTTP/1.1 200', true],
])('%j leaves a connection that can be used again: %s', (head, isReusable) => {
  expect(read(Buffer.from(`${head}\r\nContent-Length: 0\r\n\r\n`))?.isReusable).toBe(isReusable);
});

test.each([
  'HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n',
  'HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nmore',
])('%j is malformed', (bytes) => {
  expect(() => read(Buffer.from(bytes))).toThrow(expect.objectContaining({ reason: 'malformed' }));
});

test.each([
  'x'.repeat(16_385),
  `HTTP/1.1 200 OK\r\nPad: ${'x'.repeat(16_385)}\r\n\r\n`,
  'HTTP/1.1 200 OK\r\nContent-Length: 16777217\r\n\r\n',
])('there is a limit to how large it may be', (bytes) => {
  expect(() => read(Buffer.from(bytes))).toThrow(expect.objectContaining({ reason: 'too-large' }));
});

test('and to how large it may be in chunks', () => {
  const reader = new AnswerReader();
  reader.push(Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n'));
  const piece = Buffer.alloc(9_000_000);
  expect(reader.push(piece)).toBeNull();
  expect(() => reader.push(piece)).toThrow(expect.objectContaining({ reason: 'too-large' }));
});
