import fc from 'fast-check';
import { Problem } from '../../../lambdas/domain/problem.ts';
import { isPublic } from '../../../lambdas/domain/webhooks/public-address.ts';
import { resolveTarget } from '../../../lambdas/domain/webhooks/resolve-target.ts';
import { readTargetUrl, type TargetPolicy } from '../../../lambdas/domain/webhooks/target-url.ts';

function refusal(url: string, policy?: TargetPolicy): string {
  try {
    readTargetUrl(url, policy);
  } catch (error) {
    const { code, errors = [] } = error as Problem;
    expect([code, errors.length, errors[0]?.field]).toEqual(['INVALID', 1, 'url']);
    return errors[0]!.message;
  }
  throw new Error(`${url} was accepted`);
}

const notPublic: [what: string, ...addresses: string[]][] = [
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['this host', '0.0.0.0', '0.1.2.3', '::'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1'],
  ['link-local', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
  ['metadata', '169.254.169.254', '169.254.170.2', 'fd00:ec2::254'],
  ['shared', '100.64.0.1', '100.127.255.255'],
  ['reserved', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1'],
  ['documentation', '2001:db8::1', '3fff::1'],
  ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
  ['mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '0:0:0:0:0:ffff:a9fe:a9fe'],
  ['IPv4-compatible', '::127.0.0.1', '::7f00:1', '::8.8.8.8'],
  ['translated', '::ffff:0:127.0.0.1', '::ffff:0:8.8.8.8'],
  ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b::808:808', '64:ff9b:1::1'],
  ['6to4', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2002:808:808::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001::1'],
  ['of protocols', '2001:2::1', '2001:10::1', '2001:20::1', '2001:30::1', '100::1', '5f00::1', '192.88.99.1'],
];
const publicOnes = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '2001:4860:4860::8888',
  '2606:4700:4700::1111',
  '2a00:1450:4001:81b::200e',
];

describe('an address', () => {
  test.each(notPublic)('that is %s is not public', (_, ...addresses) => {
    for (const address of addresses) expect([address, isPublic(address)]).toEqual([address, false]);
  });

  test.each(publicOnes)('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  test.each([
    '',
    'localhost',
    '8.8.8',
    '134744072',
    '0x8.8.8.8',
    '010.8.8.8',
    '8.8.8.8.',
    '8.8.8.8/32',
    ' 8.8.8.8',
  ])('is not %p', (text) => {
    expect(isPublic(text)).toBe(false);
  });

  test('of IPv6 is public only within 2000::/3, and no IPv4 address is embedded in it', () => {
    const outside = fc.ipV6().filter((text) => !/^[23][0-9a-f]{3}:/i.test(text));
    fc.assert(fc.property(outside, (text) => expect(isPublic(text)).toBe(false)));
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), (high, low) => {
        const ipv4 = `${high.toString(16)}:${low.toString(16)}`;
        for (const text of [`::ffff:${ipv4}`, `64:ff9b::${ipv4}`, `::${ipv4}`, `2002:${ipv4}::1`])
          expect(isPublic(text)).toBe(false);
      }),
    );
  });
});

describe('a URL', () => {
  test.each(notPublic)('of an address that is %s is refused', (_, ...addresses) => {
    for (const address of addresses) {
      const isV6 = address.includes(':');
      expect(refusal(isV6 ? `https://[${address}]/` : `https://${address}/hook`)).toMatch(
        /not public|https:/,
      );
    }
  });

  test.each([
    ['decimal', 'https://2130706433/', 'https://2852039166/', 'https://134744072/'],
    [
      'octal',
      'https://0177.0.0.1/',
      'https://017700000001/',
      'https://0251.0376.0251.0376/',
      'https://010.8.8.8/',
    ],
    [
      'hexadecimal',
      'https://0x7f000001/',
      'https://0x7f.0.0.1/',
      'https://0xA9FEA9FE/',
      'https://0x08080808/',
    ],
    ['short', 'https://127.1/', 'https://10.1/', 'https://8.526344/', 'https://0/'],
    [
      'wide',
      'https://127。0。0。1/',
      'https://１２７.０.０.１/',
      'https://①②⑦.⓪.⓪.①/',
      'https://８.８.８.８/',
    ],
    ['escaped', 'https://127%2e0.0.1/', 'https://%31%32%37.0.0.1/', 'https://8%2e8.8.8/'],
    ['dotted', 'https://127.0.0.1./', 'https://8.8.8.8./'],
  ])('of an address in %s form is refused', (_, ...urls) => {
    for (const url of urls) expect(refusal(url)).toMatch(/usual form/);
  });

  test.each([
    ['http://hooks.example.com/', /begins with https/],
    ['ftp://hooks.example.com/', /begins with https/],
    ['file:///etc/passwd', /begins with https/],
    ['javascript:alert(1)', /begins with https/],
    ['//hooks.example.com/', /begins with https/],
    ['https:hooks.example.com', /begins with https/],
    ['https:///hooks.example.com', /begins with https/],
    ['https://', /begins with https/],
    ['https://?', /begins with https/],
    ['https://[::1', /begins with https/],
    ['https://1.2.3.4.5/', /begins with https/],
    ['https://256.1.1.1/', /begins with https/],
    ['', /begins with https/],
    ['hooks.example.com', /begins with https/],
    ['https://ann@hooks.example.com/', /user name/],
    ['https://ann:secret@hooks.example.com/', /user name/],
    ['https://@hooks.example.com/', /user name/],
    ['https://hooks.example.com@127.0.0.1/', /user name/],
    ['https://hooks.example.com:8443/', /port 443/],
    ['https://hooks.example.com:80/', /port 443/],
    ['https://127.0.0.1:22/', /port 443/],
    ['https://hooks.example.com/#part', /fragment/],
    ['https://hooks.example.com./', /dot at the end/],
    ['https://localhost./', /dot at the end/],
    ['https://localhost/', /whole name/],
    ['https://metadata/', /whole name/],
    ['https://hooks_1.example.com/', /name of a host/],
    ['https://-hooks.example.com/', /name of a host/],
    ['https://hooks..example.com/', /name of a host/],
    ['https://.example.com/', /name of a host/],
    ['https://*.example.com/', /name of a host/],
    ['https://ex%61mple.com/', /name of a host/],
    [`https://${'a'.repeat(64)}.example.com/`, /name of a host/],
    [`https://${'a.'.repeat(126)}example/`, /name of a host/],
    ['https:\\\\hooks.example.com\\', /backslashes/],
    ['https://hooks.example.com\\@127.0.0.1/', /backslashes/],
    ['https://hooks.example.com/ hook', /spaces/],
    [' https://hooks.example.com/', /spaces/],
    ['https://hooks.exa\tmple.com/', /spaces/],
    ['https://hooks.example.com/\n', /spaces/],
    ['https://hooks.exam\u00adple.com/', /invisible/],
    ['https://hooks.\u202eexample.com/', /invisible/],
    [`https://hooks.example.com/${'a'.repeat(1_024)}`, /1024 characters/],
  ])('such as %p is refused with one error that names the field', (url, message) => {
    expect(refusal(url)).toMatch(message);
  });

  test.each([
    ['https://hooks.example.com', 'https://hooks.example.com/', 'hooks.example.com'],
    ['HTTPS://Hooks.Example.COM:443/In?a=b', 'https://hooks.example.com/In?a=b', 'hooks.example.com'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/', 'xn--bcher-kva.example'],
    ['https://8.8.8.8/', 'https://8.8.8.8/', '8.8.8.8'],
    ['https://[2606:4700:4700:0::1111]/', 'https://[2606:4700:4700::1111]/', '2606:4700:4700::1111'],
  ])('%s is %s', (text, url, host) => {
    expect(readTargetUrl(text)).toEqual({ url, host, port: 443 });
  });

  test('may be on another port and a loopback for trying, and nothing else', () => {
    expect(readTargetUrl('https://localhost:8443/', 'any')).toMatchObject({ host: 'localhost', port: 8_443 });
    expect(readTargetUrl('https://127.0.0.1:1/', 'any')).toMatchObject({ host: '127.0.0.1', port: 1 });
    expect(readTargetUrl('https://[::1]/', 'any')).toMatchObject({ host: '::1', port: 443 });
    expect(refusal('http://localhost:8080/', 'any')).toMatch(/https/);
    expect(refusal('https://0x7f000001/', 'any')).toMatch(/usual form/);
    expect(refusal('https://ann@localhost/', 'any')).toMatch(/user name/);
  });

  test('that is taken leads to no address that is not public, however it is written', () => {
    const text = fc.oneof(
      fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
      fc.stringMatching(/^https:\/\/[0-9a-fx.:[\]@%]{1,20}\/?$/),
      fc.nat(0xffffffff).map((number) => `https://${number}/`),
    );
    fc.assert(
      fc.property(text, (url) => {
        let target;
        try {
          target = readTargetUrl(url);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          return;
        }
        expect(target.host.includes('.') || target.host.includes(':')).toBe(true);
        if (/^[\d.]+$|:/.test(target.host)) expect(isPublic(target.host)).toBe(true);
        expect(readTargetUrl(target.url)).toEqual(target);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a name', () => {
  const resolve = (addresses: readonly string[], policy?: TargetPolicy) =>
    resolveTarget('https://hooks.example.com/in', async () => addresses, policy);

  test('leads to an address that was checked, IPv4 before IPv6', async () => {
    expect(await resolve(['2606:4700:4700::1111', '8.8.8.8'])).toEqual({
      kind: 'found',
      destination: {
        url: 'https://hooks.example.com/in',
        host: 'hooks.example.com',
        port: 443,
        address: '8.8.8.8',
        family: 4,
      },
    });
    expect(await resolve(['2606:4700:4700::1111'])).toMatchObject({
      destination: { address: '2606:4700:4700::1111', family: 6 },
    });
  });

  test.each(notPublic)('of which one address is %s is not sent to', async (_, ...addresses) => {
    for (const address of addresses) {
      for (const all of [[address], ['8.8.8.8', address], [address, '8.8.8.8']])
        expect(await resolve(all)).toEqual({ kind: 'not public' });
    }
  });

  test('that changes between two look-ups is judged at each', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']];
    const resolveAll = async () => answers.shift()!;
    expect(await resolveTarget('https://hooks.example.com/', resolveAll)).toMatchObject({ kind: 'found' });
    expect(await resolveTarget('https://hooks.example.com/', resolveAll)).toEqual({ kind: 'not public' });
    expect(answers).toEqual([]);
  });

  test('without an address, or with what is none, is not found', async () => {
    expect(await resolve([])).toEqual({ kind: 'unresolved' });
    expect(await resolve(['8.8.8.8', '134744072'])).toEqual({ kind: 'unresolved' });
    const fail = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await resolveTarget('https://hooks.example.com/', fail)).toEqual({ kind: 'unresolved' });
  });

  test('may lead to loopback for trying', async () => {
    expect(await resolve(['::1', '127.0.0.1'], 'any')).toMatchObject({
      destination: { address: '127.0.0.1' },
    });
  });

  test('is not asked for where the URL has an address', async () => {
    const never = () => Promise.reject(new Error('asked'));
    expect(await resolveTarget('https://8.8.8.8/', never)).toMatchObject({
      destination: { address: '8.8.8.8' },
    });
    await expect(resolveTarget('https://127.0.0.1/', never)).rejects.toThrow('not public');
  });
});
