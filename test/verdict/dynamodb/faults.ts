import { answer, type Reply, refuses, sends, sendsJson } from './stand-in.ts';

/** What a stand-in does instead of its work. */
export type Fault = [name: string, reply: Reply];

/** One item of those that the tests ask for. */
export const found = { Responses: { Credentials: [{ pk: { S: 'C#1' } }] }, UnprocessedKeys: {} };

const cutsAfter =
  (bytes: string): Reply =>
  (socket) =>
    void socket.end(bytes);
const hangs: Reply = () => {};

/** After these a read is tried again. */
export const passing: Fault[] = [
  ['throttling', refuses('ThrottlingException')],
  ['a table at its limit', refuses('ProvisionedThroughputExceededException')],
  ['an account at its limit', refuses('RequestLimitExceeded')],
  ['a transaction in the way', refuses('TransactionConflictException')],
  ['500', refuses('InternalServerError', 500)],
  ['503 by something that is not DynamoDB', sends(answer(503, '<html>Service Unavailable</html>'))],
  ['403 by something that is not DynamoDB', sends(answer(403, '<html>Forbidden</html>'))],
  ['a redirect', sends(answer(302, '{}'))],
  ['a connection reset before an answer', (socket) => void socket.resetAndDestroy()],
  ['a connection closed before an answer', cutsAfter('')],
  ['a connection closed among the headers', cutsAfter('HTTP/1.1 200 OK\r\nContent-')],
  ['a body cut off', cutsAfter(answer(200, JSON.stringify(found), { 'Content-Length': 5_000 }))],
  ['a body of no known length', cutsAfter(`HTTP/1.1 200 OK\r\n\r\n${JSON.stringify(found)}`)],
  ['JSON cut off', sends(answer(200, JSON.stringify(found).slice(0, -5)))],
  ['a wrong checksum', sendsJson(found, { 'x-amz-crc32': 1 })],
  ['an empty object', sendsJson({})],
  ['null', sendsJson(null)],
  ['another table', sendsJson({ Responses: { Registry: [] }, UnprocessedKeys: {} })],
  ['an item that was not asked for', sendsJson({ Responses: { Credentials: [{ pk: { S: 'C#2' } }] } })],
  ['an item twice', sendsJson({ Responses: { Credentials: [{ pk: { S: 'C#1' } }, { pk: { S: 'C#1' } }] } })],
  ['an item without values', sendsJson({ Responses: { Credentials: [{ pk: 'C#1' }] } })],
  ['what is not HTTP', sends('SSH-2.0-OpenSSH\r\n\r\n')],
  ['bytes after the end', sends(`${answer(200, JSON.stringify(found))}more`)],
  ['no answer at all', hangs],
];

/** Refusals that waiting does not mend, by DynamoDB's name for them. */
export const lasting: Fault[] = [
  ['ValidationException', refuses('ValidationException')],
  ['ResourceNotFoundException', refuses('ResourceNotFoundException')],
  ['AccessDeniedException', refuses('AccessDeniedException')],
];

/** Refusals of a write that has certainly changed nothing. */
export const withoutEffect: Fault[] = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionConflictException',
].map((type) => [type, refuses(type)]);

/** After these nobody knows whether a write was made: what the client calls the failure. */
export const unknown: [...Fault, reason: string][] = [
  ['500', refuses('InternalServerError', 500), 'unavailable'],
  ['503', sends(answer(503, '<html></html>')), 'unavailable'],
  ['a reset connection', (socket) => void socket.resetAndDestroy(), 'disconnected'],
  ['half an answer', (socket) => void socket.end('HTTP/1.1 200 OK\r\n'), 'disconnected'],
  ['no answer', hangs, 'timeout'],
  ['no attributes', sendsJson({}), 'malformed'],
  ['no JSON', sends(answer(200, '{')), 'malformed'],
  ['a wrong checksum', sendsJson({ Attributes: {} }, { 'x-amz-crc32': 1 }), 'malformed'],
];
