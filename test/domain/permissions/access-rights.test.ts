import fc from 'fast-check';
import {
  type AccessRights,
  allAccessRights,
  intersectAccessRights,
  isEmptyAccessRights,
  missingAccessRights,
  uniteAccessRights,
} from '../../../lambdas/domain/permissions/access-rights.ts';
import { accessRights } from '../../support/memory-arbitraries.ts';

const covers = (held: AccessRights, wanted: AccessRights): boolean =>
  isEmptyAccessRights(missingAccessRights(held, wanted));
const modules = (project: string, rights: Record<string, 'read' | 'write'>): AccessRights => ({
  projects: { [project]: { modules: rights } },
});
const environment = (
  project: string,
  name: string,
  actions: ('read' | 'execute' | 'deploy')[],
): AccessRights => ({ projects: { [project]: { environments: { [name]: actions } } } });
/** Rights are compared as the JSON that is stored and shown. */
const json = (rights: AccessRights): unknown => JSON.parse(JSON.stringify(rights));

describe('covering', () => {
  test.each([
    ['write implies read', modules('sales', { model: 'write' }), modules('sales', { model: 'read' }), true],
    [
      'read does not imply write',
      modules('sales', { model: 'read' }),
      modules('sales', { model: 'write' }),
      false,
    ],
    ['any project', modules('*', { model: 'read' }), modules('sales', { model: 'read' }), true],
    ['any module', modules('sales', { '*': 'read' }), modules('sales', { model: 'read' }), true],
    ['another project', modules('ops', { '*': 'write' }), modules('sales', { model: 'read' }), false],
    ['one does not cover all', modules('sales', { model: 'read' }), modules('*', { model: 'read' }), false],
    ['any environment', environment('sales', '*', ['read']), environment('sales', 'prod', ['read']), true],
    [
      'deploy does not imply read',
      environment('sales', 'p', ['deploy']),
      environment('sales', 'p', ['read']),
      false,
    ],
    [
      'execute does not imply read',
      environment('sales', 'p', ['execute']),
      environment('sales', 'p', ['read']),
      false,
    ],
    [
      'a module is no environment',
      modules('sales', { prod: 'write' }),
      environment('sales', 'prod', ['read']),
      false,
    ],
    ['nothing is covered by nothing', {}, {}, true],
    ['an empty project asks for nothing', {}, { projects: { sales: { modules: {} } } }, true],
  ])('%s', (_, held, wanted, expected) => {
    expect(covers(held, wanted)).toBe(expected);
  });

  test('all rights cover every right, and only what is covered by all of its parts is covered', () => {
    fc.assert(
      fc.property(accessRights, accessRights, (a, b) => {
        expect(covers(allAccessRights, a)).toBe(true);
        expect(covers(a, a)).toBe(true);
        expect(covers(a, uniteAccessRights([a, b]))).toBe(covers(a, b));
      }),
    );
  });
});

describe('the intersection', () => {
  test('write and read meet in read, wildcards in the name', () => {
    const left = modules('*', { model: 'write' });
    const right = modules('sales', { '*': 'read' });
    expect(json(intersectAccessRights(left, right))).toEqual(modules('sales', { model: 'read' }));
  });

  test('environment actions meet one by one', () => {
    const left = environment('sales', '*', ['read', 'deploy']);
    const right = environment('sales', 'prod', ['deploy', 'execute']);
    expect(json(intersectAccessRights(left, right))).toEqual(environment('sales', 'prod', ['deploy']));
  });

  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(accessRights, accessRights, accessRights, (a, b, c) => {
        const meet = intersectAccessRights;
        expect(json(meet(a, b))).toEqual(json(meet(b, a)));
        expect(json(meet(meet(a, b), c))).toEqual(json(meet(a, meet(b, c))));
        expect(json(meet(a, a))).toEqual(json(uniteAccessRights([a])));
      }),
    );
  });

  test('is covered by both, and covers whatever both cover', () => {
    fc.assert(
      fc.property(accessRights, accessRights, accessRights, (a, b, c) => {
        const both = intersectAccessRights(a, b);
        expect(covers(a, both) && covers(b, both)).toBe(true);
        if (covers(a, c) && covers(b, c)) expect(covers(both, c)).toBe(true);
      }),
    );
  });

  test('with all rights changes nothing, with none leaves nothing', () => {
    fc.assert(
      fc.property(accessRights, (a) => {
        expect(json(intersectAccessRights(a, allAccessRights))).toEqual(json(uniteAccessRights([a])));
        expect(intersectAccessRights(a, {})).toEqual({});
      }),
    );
  });
});

describe('the normal form', () => {
  test('drops what another right covers, and sorts', () => {
    const rights = uniteAccessRights([
      modules('sales', { model: 'read', view: 'write' }),
      modules('*', { model: 'write' }),
      environment('sales', 'prod', ['read', 'deploy', 'read']),
    ]);
    expect(JSON.stringify(rights)).toBe(
      '{"projects":{"*":{"modules":{"model":"write"}},' +
        '"sales":{"environments":{"prod":["deploy","read"]},"modules":{"view":"write"}}}}',
    );
  });

  test('is the same for sets that cover one another, and `{}` for none', () => {
    fc.assert(
      fc.property(accessRights, accessRights, (a, b) => {
        const left = uniteAccessRights([a, b]);
        expect(JSON.stringify(uniteAccessRights([b, a, left]))).toBe(JSON.stringify(left));
        expect(isEmptyAccessRights(a)).toBe(JSON.stringify(uniteAccessRights([a])) === '{}');
      }),
    );
  });

  test('a project called __proto__ is a project like any other', () => {
    const rights = JSON.parse('{"projects":{"__proto__":{"modules":{"__proto__":"read"}}}}') as AccessRights;
    expect(JSON.stringify(uniteAccessRights([rights]))).toBe(JSON.stringify(rights));
    expect(covers({}, rights)).toBe(false);
  });
});
