import fc from 'fast-check';
import { checkTemplate, escapeForJson, substitute } from '../../local/rest-api/context-variables.ts';
import { anyCharacter } from '../support/any-character.ts';

const context = new Map([
  ['requestId', 'r-1'],
  ['authorizer.code', 'API_KEY_PAUSED'],
  ['error.messageString', '"no"'],
]);

test('substitutes variables by their longest name, and only those', () => {
  const template =
    '{"type":"/openapi.json#/components/$context.authorizer.code","d":$context.error.messageString,"m":"$context.nothing.","s":"$stageVariables.name"}';
  expect(substitute(template, context, { name: 'v' })).toBe(
    '{"type":"/openapi.json#/components/API_KEY_PAUSED","d":"no","m":".","s":"v"}',
  );
  expect(substitute('$context.a $context.requestId', context, {}, '-')).toBe('- r-1');
});

test.each([
  '#if($context.x) #end',
  '$input.body',
  '$util.escapeJavaScript(1)',
  '${context.requestId}',
  "#set($a='b')",
])('refuses %s', (template) => {
  expect(() => checkTemplate(template)).toThrow('only $context variables');
});

test('takes what gateway responses of the stack look like', () => {
  expect(() =>
    checkTemplate('{"type":"/api/v1/openapi.json#/components/responses/$context.x"}'),
  ).not.toThrow();
});

test('an escaped value keeps JSON valid and on one line, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (value) => {
      const line = substitute('{"v":"$context.v"}', new Map([['v', value]]), {}, '-', escapeForJson);
      expect(line).not.toContain('\n');
      expect(JSON.parse(line)).toEqual({ v: value });
    }),
  );
});
