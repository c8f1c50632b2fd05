import type { Socket } from 'node:net';
import { all, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';
import { answersTo, dial } from './wire.ts';

export function sockets(): void {
  let origin: string;

  beforeAll(() => {
    ({ origin } = new URL(bench.admin.baseUrl));
  });

  const refused = '400 INVALID';
  const tooLarge = '431 TOO_LARGE';
  const health = 'GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\n';
  const closing = 'Connection: close\r\n\r\n';
  /** A body with the head of another request, which nobody may take for one. */
  const smuggled = 'GET /api/v1/users HTTP/1.1\r\nHost: {host}\r\nX-Api-Key: {key}\r\n\r\n';
  const posting = 'POST /api/v1/verify HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n';

  /** Sends the text with this server's host and the administrator's key filled in. */
  async function send(text: string): Promise<string> {
    const { adminKey } = bench.server.bootstrap;
    const bytes = text.replaceAll('{host}', new URL(origin).host).replaceAll('{key}', adminKey);
    return answersTo(origin, bytes);
  }

  attempts<string>(
    'two lengths of a body (request smuggling)',
    all(refused, {
      'a length and chunks': `${posting}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      'chunks and a length': `${posting}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${smuggled}`,
      'two lengths that differ': `${posting}Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
      'two lengths that agree': `${posting}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${smuggled}`,
      'a list of lengths': `${posting}Content-Length: 0, 0\r\n\r\n${smuggled}`,
      'a negative length': `${posting}Content-Length: -1\r\n\r\n${smuggled}`,
      'a length with a sign': `${posting}Content-Length: +0\r\n\r\n${smuggled}`,
      'a hexadecimal length': `${posting}Content-Length: 0x0\r\n\r\n${smuggled}`,
      'a length that is no whole number': `${posting}Content-Length: 1.5\r\n\r\n${smuggled}`,
      'a length of nothing': `${posting}Content-Length: \r\n\r\n${smuggled}`,
      'a length over all bounds': `${posting}Content-Length: 99999999999999999999\r\n\r\n`,
      'a length with a space in it': `${posting}Content-Length: 0 0\r\n\r\n${smuggled}`,
      'an unknown coding': `${posting}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
      'chunks, but not last': `${posting}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
      'chunks twice': `${posting}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`,
      'chunks behind a vertical tab': `${posting}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n${smuggled}`,
      'a space before the colon': `${posting}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      'a folded header': `${posting}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      'a chunk without a size': `${posting}Transfer-Encoding: chunked\r\n\r\n\r\n${smuggled}`,
      'a chunk of no hexadecimal size': `${posting}Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n${smuggled}`,
      'a chunk of a negative size': `${posting}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${smuggled}`,
      'a chunk over all bounds': `${posting}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
      'a chunk without its end': `${posting}Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n${smuggled}`,
      'line feeds alone between chunks': `${posting}Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n${smuggled}`,
      'a chunk’s size behind a line break': `${posting}Transfer-Encoding: chunked\r\n\r\n2;x=\n{}\r\n0\r\n\r\n${smuggled}`,
    }),
    send,
  );

  attempts<string>(
    'what is not HTTP/1.1',
    [
      ['nothing but a line break', '\r\n\r\n\r\n\0', refused],
      ['HTTP/0.9', 'GET /api/v1/users\r\n\r\n', '403 INSUFFICIENT_PERMISSIONS'],
      ['HTTP/2 in plain text', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', refused],
      ['HTTP/3.0', `${health.replace('1.1', '3.0')}${closing}`, refused],
      ['HTTP/1.10', `${health.replace('1.1', '1.10')}${closing}`, refused],
      ['no version', 'GET /api/v1/health HTTP/\r\n\r\n', refused],
      ['another protocol', 'GET /api/v1/health FTP/1.1\r\n\r\n', refused],
      ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', refused],
      ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n', refused],
      ['Redis', '*1\r\n$4\r\nPING\r\n', refused],
      ['SMTP', 'EHLO evil.example\r\n', refused],
      ['a method in lower case', `${health.replace('GET', 'get')}${closing}`, refused],
      ['a method of its own', `${health.replace('GET', 'STEAL')}${closing}`, refused],
      ['a method with NUL', `${health.replace('GET', 'GE\0T')}${closing}`, refused],
      ['a tab before the path', `${health.replace('GET ', 'GET\t')}${closing}`, refused],
      ['no path', `${health.replace('/api/v1/health', '')}${closing}`, refused],
      ['a path without a slash', `${health.replace('/api', 'api')}${closing}`, refused],
      ['a path with a space', `${health.replace('health', 'hea lth')}${closing}`, refused],
      ['a path with NUL', `${health.replace('health', 'hea\0lth')}${closing}`, refused],
      ['a tunnel', `CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n${closing}`, refused],
      ['a tunnel to this server', `CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n${closing}`, refused],
    ],
    send,
  );

  attempts<string>(
    'a malformed header',
    all(refused, {
      'no colon': `${health}X-Api-Key\r\n${closing}`,
      'no name': `${health}: {key}\r\n${closing}`,
      'a name with a space': `${health}X Api Key: {key}\r\n${closing}`,
      'a name with NUL': `${health}X-Api\0-Key: {key}\r\n${closing}`,
      'a name that is no ASCII': `${health}X-\xc4pi-Key: {key}\r\n${closing}`,
      'a name in brackets': `${health}(X): {key}\r\n${closing}`,
      'a value with NUL': `${health}X-A: a\0b\r\n${closing}`,
      'a value with a carriage return': `${health}X-A: a\rb\r\n${closing}`,
      'a value with a delete': `${health}X-A: a\x7fb\r\n${closing}`,
      'a fold at the beginning': `GET /api/v1/health HTTP/1.1\r\n Host: {host}\r\n${closing}`,
      'a carriage return alone at a line’s end': `GET /api/v1/health HTTP/1.1\rHost: {host}\r${closing}`,
    }),
    send,
  );

  attempts<string>(
    'no host, or another',
    [
      ['none', `GET /api/v1/health HTTP/1.1\r\n${closing}`, '403 INSUFFICIENT_PERMISSIONS'],
      ['none, in HTTP/1.0', `GET /api/v1/health HTTP/1.0\r\n${closing}`, '403 INSUFFICIENT_PERMISSIONS'],
      ['two', `${health}Host: {host}\r\n${closing}`, '403 INSUFFICIENT_PERMISSIONS'],
      [
        'another in the whole URL, too',
        `GET http://evil.example/api/v1/users HTTP/1.1\r\nHost: evil.example\r\n${closing}`,
        '403 INSUFFICIENT_PERMISSIONS',
      ],
      [
        'another in the whole URL alone',
        `GET http://evil.example/api/v1/users HTTP/1.1\r\nHost: {host}\r\n${closing}`,
        '401 UNAUTHENTICATED',
      ],
      [
        'a whole URL of another kind',
        `GET file:///etc/passwd HTTP/1.1\r\nHost: {host}\r\n${closing}`,
        '404 NOT_FOUND',
      ],
      ['everything', `OPTIONS * HTTP/1.1\r\nHost: {host}\r\n${closing}`, '404 NOT_FOUND'],
    ],
    send,
  );

  attempts<string>(
    'a head that is too large',
    all(tooLarge, {
      'a path of 10,240 bytes': `GET /api/v1/health?${'x'.repeat(10_240)} HTTP/1.1\r\nHost: {host}\r\n${closing}`,
      'a path of 100,000 bytes': `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: {host}\r\n${closing}`,
      'a value of 10,240 bytes': `${health}X-A: ${'x'.repeat(10_240)}\r\n${closing}`,
      'a value of 100,000 bytes': `${health}X-A: ${'x'.repeat(100_000)}\r\n${closing}`,
      'a name of 100,000 bytes': `${health}${'x'.repeat(100_000)}: a\r\n${closing}`,
      'two thousand headers': `${health}${'X-A: a\r\n'.repeat(2_000)}${closing}`,
      'twenty thousand headers': `${health}${'X-A: a\r\n'.repeat(20_000)}${closing}`,
      'a thousand cookies': `${health}Cookie: ${'a=b; '.repeat(3_000)}\r\n${closing}`,
    }),
    send,
  );
  attempts<string>(
    'a body that is too large',
    all('413 TOO_LARGE', {
      'said to be 64 KB': `${posting}X-Api-Key: {key}\r\nConnection: close\r\nContent-Length: 65536\r\n\r\n{"key":"${'x'.repeat(65_526)}"}`,
      'said to be 11 MB': `${posting}X-Api-Key: {key}\r\nConnection: close\r\nContent-Length: ${11 * 1_024 * 1_024}\r\n\r\n{`,
      '64 KB in chunks': `${posting}X-Api-Key: {key}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${' '.repeat(4_096)}\r\n`.repeat(17)}0\r\n\r\n`,
    }),
    send,
  );

  attempts<string>(
    'more than one request on a connection',
    [
      [
        'the second without the first’s credential',
        `GET /api/v1/me HTTP/1.1\r\nHost: {host}\r\nX-Api-Key: {key}\r\n\r\nGET /api/v1/me HTTP/1.1\r\nHost: {host}\r\n${closing}`,
        '200, 401 UNAUTHENTICATED',
      ],
      [
        'the second for another host',
        `${health}\r\nGET /api/v1/me HTTP/1.1\r\nHost: evil.example\r\nX-Api-Key: {key}\r\n${closing}`,
        '200, 403 INSUFFICIENT_PERMISSIONS',
      ],
      [
        'the second in the body of the first',
        `${posting}Content-Length: ${'{}'.length}\r\nConnection: close\r\n\r\n{}${smuggled}`,
        refused,
      ],
      ['the second behind an end', `${health}${closing}${smuggled}`, refused],
      ['the second behind a malformed first', `${health}X A: b\r\n\r\n${smuggled}`, refused],
      [
        'the second in a body of GET',
        `${health}Content-Length: 3\r\n\r\nabcGET /api/v1/users HTTP/1.1\r\nHost: {host}\r\n${closing}`,
        '415 UNSUPPORTED_MEDIA_TYPE, 401 UNAUTHENTICATED',
      ],
    ],
    send,
  );

  attempts<string>(
    'an upgrade, and what is expected',
    [
      [
        'a web socket',
        `GET /api/v1/users HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: close, Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
        '401 UNAUTHENTICATED',
      ],
      [
        'HTTP/2',
        `GET /api/v1/users HTTP/1.1\r\nHost: {host}\r\nUpgrade: h2c\r\nConnection: close, Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n`,
        '401 UNAUTHENTICATED',
      ],
      [
        'a body that is waited for',
        `${posting}Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
        '100, 401 UNAUTHENTICATED',
      ],
      [
        'what nobody knows',
        `${posting}Expect: 200-ok\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
        '401 UNAUTHENTICATED',
      ],
      [
        'trailers with a credential',
        `${posting}Trailer: X-Api-Key\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\nX-Api-Key: {key}\r\n\r\n`,
        '401 UNAUTHENTICATED',
      ],
      [
        'a credential named as of the connection',
        `GET /api/v1/me HTTP/1.1\r\nHost: {host}\r\nConnection: close, X-Api-Key\r\n\r\n`,
        '401 UNAUTHENTICATED',
      ],
    ],
    send,
  );

  attempts<string>(
    'two hundred connections that never finish, and then somebody else',
    all('200', {
      'say nothing': '',
      'send half a request line': 'GET /api/v1/he',
      'send half a head': `${health}X-A: `,
      'send half a body': `${posting}Content-Length: 100\r\n\r\n{`,
      'send half a chunk': `${posting}Transfer-Encoding: chunked\r\n\r\nff\r\n{`,
    }),
    async (text) => {
      const sockets: Socket[] = await Promise.all(Array.from({ length: 200 }, () => dial(origin)));
      const bytes = text.replaceAll('{host}', new URL(origin).host);
      for (const socket of sockets) socket.on('error', () => {}).write(bytes, 'latin1');
      const answer = shownAs(await bench.admin.get('/me'));
      for (const socket of sockets) socket.destroy();
      return answer;
    },
  );
}
