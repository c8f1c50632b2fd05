import fc from 'fast-check';
import { parametersOf } from '../../console/src/pages/apis/route-draft.ts';
import {
  draftOf,
  environmentActions,
  newEnvironment,
  newModule,
  newProject,
  rightsOf,
} from '../../console/src/permissions/rights-draft.ts';
import { faultsOf } from '../../console/src/permissions/rights-faults.ts';

const name = fc.oneof(fc.constant('*'), fc.stringMatching(/^[a-z]{1,6}$/), fc.constant('__proto__'));
const module = fc.constantFrom('read' as const, 'write' as const);
const actions = fc.subarray([...environmentActions], { minLength: 1 });
const few = { minKeys: 1, maxKeys: 3 };
const project = fc.record(
  { modules: fc.dictionary(name, module, few), environments: fc.dictionary(name, actions, few) },
  { requiredKeys: [] },
);

test('rights that are edited and left alone stay what they are', () => {
  fc.assert(
    fc.property(fc.dictionary(name, project, few), (projects) => {
      const draft = draftOf({ projects });
      expect(faultsOf(draft).size).toBe(0);
      expect(JSON.parse(JSON.stringify(rightsOf(draft)))).toEqual(JSON.parse(JSON.stringify({ projects })));
    }),
  );
  expect(rightsOf(draftOf({}))).toEqual({});
});

test('what has no name yet counts for nothing, and spaces around names are dropped', () => {
  const modules = [newModule(' orders '), newModule(' ')];
  const draft = [{ ...newProject(' sales '), modules, environments: [newEnvironment()] }, newProject()];
  expect(rightsOf(draft)).toEqual({ projects: { sales: { modules: { orders: 'read' }, environments: {} } } });
});

test('each row that is at fault is named, the later of two that are alike', () => {
  const [first, second, nameless] = [newModule('a'), newModule(' a '), newModule(' ')];
  const idle = { ...newEnvironment('test'), actions: [] };
  const one = { ...newProject('x'), modules: [first, second, nameless], environments: [idle] };
  const two = { ...newProject('y'), modules: [newModule('a')] };
  const again = newProject('x');
  expect(new Map(faultsOf([one, two, again]))).toEqual(
    new Map([
      [second.id, 'twice'],
      [nameless.id, 'missing'],
      [idle.id, 'actions'],
      [again.id, 'twice'],
    ]),
  );
});

test.each([
  ['/orders', []],
  ['/orders/{id}', ['{id}']],
  ['/{project}/models/{model}', ['{project}', '{model}']],
  ['/files/{proxy+}', []],
])('a right can be about these parameters of %s', (path, parameters) => {
  expect(parametersOf(path)).toEqual(parameters);
});
