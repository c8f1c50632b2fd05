import fc from 'fast-check';
import { findCredential, type HeaderValues } from '../../lambdas/verdict/request-credential.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { predictableRandom } from '../support/memory-ports.ts';

const { plaintext } = mintSecret('lk', predictableRandom());
const former = mintSecret('old', predictableRandom()).plaintext;
const jwt = 'eyJh.eyJz.c2ln';
const find = (headers: HeaderValues) => findCredential(headers, ['lk', 'old']);
const apiKey = { kind: 'api-key', plaintext };

describe('one credential', () => {
  test.each([
    ['Authorization', `Bearer ${plaintext}`],
    ['Authorization', `ApiToken ${plaintext}`],
    ['authorization', `bearer ${plaintext}`],
    ['AUTHORIZATION', `APITOKEN ${plaintext}`],
    ['Authorization', `bEaReR   ${plaintext}  `],
    ['X-Api-Key', plaintext],
    ['x-api-key', plaintext],
  ])('is found as %s', (name, value) => {
    expect(find({ Host: ['example.com'], [name]: [value] })).toEqual(apiKey);
  });

  test('may have a previous prefix', () => {
    expect(find({ 'X-Api-Key': [former] })).toEqual({ kind: 'api-key', plaintext: former });
  });

  test('is a JWT where a Bearer token has two dots', () => {
    expect(find({ Authorization: [`Bearer ${jwt}`] })).toEqual({ kind: 'jwt', token: jwt });
  });

  test.each([
    ['ApiToken never carries a JWT', { Authorization: [`ApiToken ${jwt}`] }],
    ['nor does X-Api-Key', { 'X-Api-Key': [jwt] }],
    ['a token with our prefix is a key, whatever its dots', { Authorization: ['Bearer lk_a.b.c'] }],
    ['one dot', { Authorization: ['Bearer a.b'] }],
    ['three dots', { Authorization: ['Bearer a.b.c.d'] }],
    ['a wrong checksum', { 'X-Api-Key': [`${plaintext.slice(0, -6)}000000`] }],
    ['another scheme', { Authorization: [`Basic ${plaintext}`] }],
    ['no scheme', { Authorization: [plaintext] }],
    ['a scheme alone', { Authorization: ['Bearer'] }],
    ['two tokens in one value', { Authorization: [`Bearer ${plaintext}, Bearer ${plaintext}`] }],
    ['a value that a proxy has joined', { 'X-Api-Key': [`${plaintext}, ${plaintext}`] }],
    ['an empty value', { Authorization: [''] }],
    ['an empty key', { 'X-Api-Key': [''] }],
    ['a key with spaces around it', { 'X-Api-Key': [` ${plaintext}`] }],
    ['10,000 characters', { 'X-Api-Key': [`lk_${'A'.repeat(9_997)}`] }],
    ['10,000 spaces', { Authorization: [`Bearer${' '.repeat(9_994)}`] }],
  ])('is malformed: %s', (_, headers) => {
    expect(find(headers)).toEqual({ kind: 'malformed' });
  });
});

describe('no credential', () => {
  test.each<[string, HeaderValues]>([
    ['no headers', {}],
    ['other headers', { 'X-Api-Keys': [plaintext], Cookie: [plaintext] }],
    ['a header without values', { Authorization: [] }],
    ['a header that is undefined', { 'X-Api-Key': undefined }],
  ])('%s', (_, headers) => {
    expect(find(headers)).toEqual({ kind: 'none' });
  });
});

describe('several credentials', () => {
  test.each<[string, HeaderValues]>([
    ['two different', { Authorization: [`Bearer ${jwt}`], 'X-Api-Key': [plaintext] }],
    ['two equal', { Authorization: [`Bearer ${plaintext}`], 'X-Api-Key': [plaintext] }],
    ['one header twice', { Authorization: [`Bearer ${plaintext}`, `Bearer ${plaintext}`] }],
    ['one header in two cases', { 'X-Api-Key': [plaintext], 'x-api-key': [plaintext] }],
    ['a good one and an empty one', { 'X-Api-Key': [plaintext, ''] }],
  ])('are refused: %s', (_, headers) => {
    expect(find(headers)).toEqual({ kind: 'several' });
  });
});

test('whatever the headers, a key is only what came as the one credential', () => {
  const value = fc.oneof(fc.string(), fc.constantFrom(plaintext, `Bearer ${plaintext}`, `Bearer ${jwt}`));
  const name = fc.constantFrom('Authorization', 'authorization', 'X-Api-Key', 'x-api-key', 'Cookie');
  fc.assert(
    fc.property(fc.dictionary(name, fc.array(value, { maxLength: 2 }), { maxKeys: 4 }), (headers) => {
      const sent = Object.entries(headers).flatMap(([header, values]) => (header === 'Cookie' ? [] : values));
      const found = find(headers);
      expect(found.kind === 'none').toBe(sent.length === 0);
      expect(found.kind === 'several').toBe(sent.length > 1);
      if (found.kind === 'api-key') expect(sent[0]).toContain(found.plaintext);
    }),
  );
});
