import fc from 'fast-check';
import type { Problem } from '../../lambdas/domain/problem.ts';
import { readJsonBody } from '../../lambdas/gateway/json-body.ts';
import { thrownBy } from '../support/memory-answers.ts';
import { anyCharacter } from '../support/any-character.ts';

const json = 'application/json';
const read = (text: string, contentType: string | undefined = json) =>
  readJsonBody(Buffer.from(text), contentType);
const refusal = (text: string | Uint8Array, contentType: string | undefined = json) =>
  thrownBy(() => readJsonBody(Buffer.from(text as string), contentType)) as Problem;
const fieldOf = ({ errors }: Problem) => errors?.map(({ field }) => field).join();

describe('a body that is read', () => {
  test('is what JSON says', () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: anyCharacter });
    fc.assert(
      fc.property(value, (sent) => {
        const text = JSON.stringify(sent);
        fc.pre(!text.includes('__proto__') && text.isWellFormed() && !/\\ud[89a-f]/i.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('is undefined where there is none, whatever its type', () => {
    expect(read('', undefined)).toBeUndefined();
    expect(read('', 'text/plain')).toBeUndefined();
  });

  test('may have one member name in several objects', () => {
    expect(read('{"a":{"x":1},"b":{"x":[{"x":1},{"x":2}]},"x":1}')).toMatchObject({ x: 1 });
  });

  test('may be nested 16 levels deep, not 17', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
    expect(read(nested(16))).toBeDefined();
    expect(refusal(nested(17)).code).toBe('INVALID');
  });
});

describe('the content type', () => {
  test.each([json, 'Application/JSON', `${json}; charset=utf-8`, `${json};charset="UTF-8"`, ` ${json} `])(
    '%j is read',
    (type) => {
      expect(read('{}', type)).toEqual({});
    },
  );

  test.each([
    undefined,
    '',
    'text/plain',
    'text/json',
    'application/jsonp',
    'application/problem+json',
    `${json}; charset=latin1`,
    `${json}; boundary=x`,
    `${json}, text/plain`,
  ])('%j is refused', (type) => {
    expect(thrownBy(() => readJsonBody(Buffer.from('{}'), type))).toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      status: 415,
    });
  });
});

describe('the size', () => {
  const bodyOf = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;

  test('a body just below 64 KB is read', () => {
    expect(read(bodyOf(65_535))).toHaveLength(65_533);
  });

  test('64 KB are too large, before type and content are looked at', () => {
    expect(refusal(bodyOf(65_536))).toMatchObject({ code: 'TOO_LARGE', status: 413 });
    expect(refusal('x'.repeat(65_537), 'text/plain').code).toBe('TOO_LARGE');
  });

  test('counts bytes, not characters', () => {
    expect(refusal(`"${'€'.repeat(21_846)}"`).code).toBe('TOO_LARGE');
  });
});

describe('what two readers could understand differently', () => {
  test.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a":{"b":{"c":1,"c":2}}}', 'a.b.c'],
    ['[[{"a":1,"b":2,"a":3}]]', '0.0.a'],
    ['{"a":1,"b":{"a":1},"a":3}', 'a'],
    ['{"__proto__":{}}', '__proto__'],
    ['{"a":[{"\\u005f_proto__":1}]}', 'a.0.__proto__'],
    ['{"a":"\\ud800"}', 'a'],
    ['{"a":["x","\\udc00\\ud800"]}', 'a.1'],
    ['"\\ud83d"', 'body'],
  ])('%s is refused, naming %s', (text, field) => {
    const refused = refusal(text);
    expect(refused).toMatchObject({ code: 'INVALID', status: 400 });
    expect(fieldOf(refused)).toBe(field);
  });

  test('half of a surrogate pair in a member’s name', () => {
    const refused = refusal('{"\\ud800":1}');
    expect(refused.code).toBe('INVALID');
    expect(fieldOf(refused)?.isWellFormed()).toBe(true);
  });

  test('a whole pair is a character like any other', () => {
    expect(read('{"\\ud83d\\ude00":"\\ud83d\\ude00"}')).toEqual({ '😀': '😀' });
  });
});

describe('what is no JSON', () => {
  test.each(['{', '{"a":1,}', "{'a':1}", '{a:1}', 'NaN', '01', '// x\n1', '{} {}', ' ', '"\t"', '\u00a0{}'])(
    '%j',
    (text) => {
      expect(refusal(text)).toMatchObject({ code: 'INVALID', errors: [{ field: 'body' }] });
    },
  );

  test.each([
    ['a cut character', [0x22, 0xe2, 0x82, 0x22]],
    ['an overlong one', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('invalid UTF-8: %s', (_, bytes) => {
    expect(refusal(Uint8Array.from(bytes))).toMatchObject({
      code: 'INVALID',
      message: 'The body is not UTF-8',
    });
  });

  test('never crashes, and never echoes the text, nor keeps it as a cause', () => {
    const secret = 'lk_leaked';
    fc.assert(
      fc.property(fc.string(), (text) => {
        const refused = refusal(`{"${secret}": ${secret} ${text}`);
        expect(refused.code).toBe('INVALID');
        const shown = JSON.stringify([refused.message, refused.errors, String(refused.cause)]);
        expect(shown).not.toContain(secret);
      }),
    );
  });
});

test('nesting as deep as 64 KB hold is refused without a crash', () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const depth = Math.floor(60_000 / (open.length + close.length));
    expect(refusal(`${open.repeat(depth)}1${close.repeat(depth)}`).code).toBe('INVALID');
    expect(refusal(open.repeat(Math.floor(60_000 / open.length))).code).toBe('INVALID');
  }
  expect(fieldOf(refusal('['.repeat(30_000) + ']'.repeat(30_000)))).toBe('body');
});
