import fc from 'fast-check';
import { noValue, references, resolve, type Scope } from '../../local/template/intrinsics.ts';

const scope: Scope = {
  ref(name) {
    if (name === 'AWS::NoValue') return noValue;
    if (name === 'Fn') return 'my-function';
    throw new Error(`no ${name}`);
  },
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  importValue: (name) => `imported ${name}`,
  stackOutput: (stack, name) => `${stack}'s ${name}`,
  condition: (name) => name === 'Yes',
};

test.each([
  [{ Ref: 'Fn' }, 'my-function'],
  [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Fn/Arn'],
  [{ 'Fn::GetAtt': 'Fn.Nested.Arn' }, 'Fn/Nested.Arn'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Fn' }]] }, 'a-my-function'],
  [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  [{ 'Fn::Sub': '${Fn} ${Fn.Arn} ${!Literal}' }, 'my-function Fn/Arn ${Literal}'],
  [{ 'Fn::Sub': ['${own}', { own: { Ref: 'Fn' } }] }, 'my-function'],
  [{ 'Fn::ImportValue': 'x' }, 'imported x'],
  [{ 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } }, "s's o"],
  [{ 'Fn::If': ['Yes', 1, 2] }, 1],
  [{ 'Fn::If': ['No', 1, { Ref: 'Fn' }] }, 'my-function'],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] }, true],
  [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
])('resolves %j', (value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

test('refuses what it does not know', () => {
  expect(() => resolve({ 'Fn::FindInMap': ['a', 'b', 'c'] }, scope)).toThrow(
    'Fn::FindInMap is not supported',
  );
  expect(() => resolve({ Ref: 'Missing' }, scope)).toThrow('no Missing');
  expect(() => resolve({ 'Fn::Select': [3, ['a']] }, scope)).toThrow('no item 3');
});

test('finds references wherever they stand', () => {
  const value = { a: [{ Ref: 'A' }], b: { 'Fn::Sub': '${B.Arn}-${C}' }, d: { 'Fn::GetAtt': ['D', 'Arn'] } };
  expect([...references(value)].toSorted()).toEqual(['A', 'B', 'C', 'D']);
});

test('leaves values without intrinsics alone', () => {
  const key = fc
    .string()
    .filter((name) => !name.startsWith('Fn::') && !['Ref', 'Condition', '__proto__'].includes(name));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(fc.property(tree, (value) => expect(resolve(value, scope)).toEqual(value)));
});
