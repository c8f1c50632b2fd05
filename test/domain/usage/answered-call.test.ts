import fc from 'fast-check';
import { describeUserAgent } from '../../../lambdas/domain/usage/answered-call.ts';
import { mintSecret } from '../../../lambdas/domain/keys/secret.ts';
import { predictableRandom } from '../../support/memory-ports.ts';

const random = predictableRandom();
const keys = ['lk', 'old', 'elsewhere'].map((prefix) => mintSecret(prefix, random).plaintext) as string[];
const [key = '', former = ''] = keys;

const escaped = (text: string) => `%${text.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with its underscore percent-encoded': (text) => text.replace('_', '%5f'),
  'percent-encoded whole': (text) => text.replace(/./g, escaped),
  'percent-encoded here and there': (text) => text.replace(/[a-m_]/g, escaped),
  'percent-encoded twice': (text) =>
    text.replace('_', '%255F').replace(/[N-Z]/g, (each) => `%25${escaped(each).slice(1)}`),
};
/** What is left of a text once its percent-encoding is undone. */
const decoded = (text: string): string => {
  const once = text.replace(/%([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  return once === text ? text : decoded(once);
};

describe('a key in a User-Agent', () => {
  test.each(Object.entries(encodings))('is masked %s, alone and several in a row', (_, encode) => {
    for (const separator of ['', ' ', '_', '/', '%20', ',', '\u200b', 'x']) {
      const text = describeUserAgent(`curl/8 ${keys.map(encode).join(separator)} (x)`);
      expect(decoded(text ?? '')).not.toMatch(/[0-9A-Za-z]{12}/);
      expect(text).toMatch(/^curl\/8 .*\[masked key\].* \(x\)$/);
    }
  });

  test('is masked whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = describeUserAgent(`${before}${key}${former}${after}`) ?? '';
        for (const secret of [key, former]) expect(text).not.toContain(secret.slice(-10));
      }),
    );
  });

  test('is masked before the rest is cut', () => {
    const text = describeUserAgent(`${'x '.repeat(120)}${key}`);
    expect(text).toBe(`${'x '.repeat(120)}[masked key]`);
  });
});

test.each([
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'aws-sdk-js/3.1162.0 ua/2.1 os/linux#6.8.0-1021-aws lang/js md/nodejs#24.21.0 api/dynamodb#3.1162.0 m/E,N',
  'python-requests/2.32.3',
  'क्‍ष می‌خواهم',
])('a User-Agent without a key stays as it is: %s', (text) => {
  expect(describeUserAgent(text)).toBe(text);
});

test('characters that nobody sees, and those that control a terminal, are left out', () => {
  expect(
    describeUserAgent('a\u0000b\u001b[31mc\u007f\u0085\u009bd\u202ee\u2066f\ufeffg\u00adh\u{e0041}i'),
  ).toBe('ab[31mcdefghi');
});

test('there may be none', () => {
  expect([describeUserAgent(null), describeUserAgent(undefined), describeUserAgent('')]).toEqual([
    null,
    null,
    '',
  ]);
});
