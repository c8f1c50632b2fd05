import { attempts } from './attempts.ts';
import { bench } from './bench.ts';
import { call, type HeaderLines, shown } from './wire.ts';

/** Names under which a page of somebody else could reach the server (DNS rebinding). */
export function hosts(): void {
  let origin: string;
  let key: string;

  beforeAll(async () => {
    ({ origin } = new URL(bench.admin.baseUrl));
    ({ key } = await bench.mint(bench.admin, { type: 'admin' }));
  }, 60_000);

  const asked = async (lines: HeaderLines) => shown(await call(origin, 'GET /api/v1/me', lines));

  const foreignHosts = (port: string) => ({
    'another name': `evil.example.com:${port}`,
    'its own name in front': `127.0.0.1.evil.example.com:${port}`,
    'localhost in front': `localhost.evil.example.com:${port}`,
    'no port': '127.0.0.1',
    'another port': '127.0.0.1:1',
    'localhost without a port': 'localhost',
    'a dot behind': `localhost.:${port}`,
    'a decimal address': `2130706433:${port}`,
    'a hexadecimal address': `0x7f000001:${port}`,
    'a short address': `127.1:${port}`,
    'another address of loopback': `127.0.0.2:${port}`,
    'the address of everything': `0.0.0.0:${port}`,
    'a mapped address': `[::ffff:127.0.0.1]:${port}`,
    'a user in front': `x@127.0.0.1:${port}`,
    'a path behind': `127.0.0.1:${port}/`,
    'a name of API Gateway': 'abc123.execute-api.us-east-1.amazonaws.com',
    'two in a list': `127.0.0.1:${port}, evil.example.com`,
    nothing: '',
  });
  attempts<string>(
    'a host that is not this server’s',
    Object.keys(foreignHosts('')).map((what) => [what, what, '403 INSUFFICIENT_PERMISSIONS']),
    async (what) => {
      const named: Record<string, string> = foreignHosts(new URL(origin).port);
      return asked([
        ['Host', named[what] ?? ''],
        ['X-Api-Key', key],
      ]);
    },
  );
  attempts<HeaderLines>(
    'a host named twice, or elsewhere',
    [['two Host headers', [['Host', 'evil.example.com']], '403 INSUFFICIENT_PERMISSIONS']],
    (lines) => asked([['Host', new URL(origin).host], ...lines, ['X-Api-Key', key]]),
  );
}
