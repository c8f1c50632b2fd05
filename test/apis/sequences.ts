import { registration } from './cloudformation.ts';
import { sequencesWithOthers } from './sequences-with-others.ts';
import { begun, orders, sales, type Step, taken, write } from './steps.ts';

const observed = { Enforcement: 'observe', Description: 'for now' };
const madeUp = 'shop-Auth-1X2Y3Z';

/**
 * CloudFormation's sequences (user guide, "Custom resource request types"):
 * it deletes what was replaced once all else is done, on a rollback it brings the former properties back and deletes what is
 * new, and it sends what got no answer again.
 *
 * What is registered reads `stage: name, routes, routes of before, resource`.
 */
export const sequences: Readonly<Record<string, readonly Step[]>> = {
  'a stack that comes and goes': [
    begun,
    ['create, again', ({ auth }) => auth.send('Create', orders('prod')), ['prod: orders read - shop.Auth']],
    ['delete', ({ auth }) => auth.delete(), []],
    ['delete, again', ({ auth }) => auth.delete(), []],
  ],
  'a create that is rolled back, and done again': [
    begun,
    ['rollback', ({ auth }) => auth.delete(), []],
    ['create', ({ auth }) => auth.create(orders('prod', write)), ['prod: orders write - shop.Auth']],
  ],
  'a create that fails, and its delete': [
    [
      'create',
      ({ auth }) => auth.create(orders('prod', [{ method: 'GET', path: 'orders' }])),
      [],
      /^routes\.0\.path: /,
    ],
    begun,
  ],
  'a create that got no answer, deleted under an id that CloudFormation made up': [
    begun,
    ['delete', ({ auth }) => auth.send('Delete', orders('prod'), madeUp), []],
  ],

  'other routes': [
    begun,
    ['update', ({ auth }) => auth.update(orders('prod', write)), ['prod: orders write read shop.Auth']],
    [
      'update, again',
      ({ auth }) => auth.update(orders('prod', write)),
      ['prod: orders write read shop.Auth'],
    ],
    ['delete', ({ auth }) => auth.delete(), []],
  ],
  'other routes, rolled back': [
    begun,
    ['update', ({ auth }) => auth.update(orders('prod', write)), ['prod: orders write read shop.Auth']],
    ['rollback', ({ auth }) => auth.rollBack(), ['prod: orders read write shop.Auth']],
  ],
  'an update that fails, rolled back': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(registration('sales', 'blue', [{ method: 'GET', path: 'orders' }])),
      ['prod: orders read - shop.Auth'],
      /^routes\.0\.path: /,
    ],
    ['rollback', ({ auth }) => auth.rollBack(), ['prod: orders read - shop.Auth']],
  ],

  'another stage': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(orders('blue', write)),
      ['blue: orders write - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    ['cleanup', ({ auth }) => auth.cleanUp(), ['blue: orders write - shop.Auth']],
    ['cleanup, again', ({ auth }) => auth.cleanUp(), ['blue: orders write - shop.Auth']],
  ],
  'another stage, rolled back': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(orders('blue', write)),
      ['blue: orders write - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    ['rollback', ({ auth }) => auth.rollBack(), ['prod: orders read - shop.Auth']],
  ],
  'another stage, and a third before the first is cleaned up': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(orders('blue', write)),
      ['blue: orders write - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    [
      'update',
      ({ auth }) => auth.update(orders('green')),
      ['blue: orders write - shop.Auth', 'green: orders read - shop.Auth'],
    ],
    ['cleanup', ({ auth }) => auth.cleanUp(), ['green: orders read - shop.Auth']],
  ],
  'another stage, and the stack deleted before the first is cleaned up': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(orders('blue', write)),
      ['blue: orders write - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    ['delete', ({ auth }) => auth.delete(), []],
  ],

  'another name': [
    begun,
    ['update', ({ auth }) => auth.update(sales('prod')), ['prod: sales write read shop.Auth']],
    ['update, again', ({ auth }) => auth.update(sales('prod')), ['prod: sales write read shop.Auth']],
    ['cleanup', ({ auth }) => auth.cleanUp(), ['prod: sales write read shop.Auth']],
  ],
  'another name, rolled back': [
    begun,
    ['update', ({ auth }) => auth.update(sales('prod')), ['prod: sales write read shop.Auth']],
    ['rollback', ({ auth }) => auth.rollBack(), ['prod: orders read write shop.Auth']],
  ],
  'another name and stage': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(sales('blue')),
      ['blue: sales write - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    ['cleanup', ({ auth }) => auth.cleanUp(), ['blue: sales write - shop.Auth']],
  ],
  'another name and stage, rolled back': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(sales('blue')),
      ['blue: sales write - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    ['rollback', ({ auth }) => auth.rollBack(), ['prod: orders read - shop.Auth']],
  ],

  'another logical id': [
    begun,
    ['create', ({ moved }) => moved.create(orders('prod')), ['prod: orders read - shop.Moved']],
    [
      'create, again',
      ({ moved }) => moved.send('Create', orders('prod')),
      ['prod: orders read - shop.Moved'],
    ],
    ['cleanup', ({ auth }) => auth.delete(), ['prod: orders read - shop.Moved']],
    ['cleanup, again', ({ auth }) => auth.delete(), ['prod: orders read - shop.Moved']],
    ['update', ({ moved }) => moved.update(orders('prod', write)), ['prod: orders write read shop.Moved']],
    ['delete', ({ moved }) => moved.delete(), []],
  ],
  'another logical id and all else, rolled back, and done again': [
    begun,
    [
      'create',
      ({ moved }) => moved.create(orders('prod', write, observed)),
      ['prod: orders write read observe shop.Moved'],
    ],
    ['rollback', ({ moved }) => moved.delete(), ['prod: orders read write shop.Auth']],
    ['rollback, again', ({ moved }) => moved.delete(), ['prod: orders read write shop.Auth']],
    ['create', ({ moved }) => moved.create(orders('prod', write)), ['prod: orders write read shop.Moved']],
    ['cleanup', ({ auth }) => auth.delete(), ['prod: orders write read shop.Moved']],
    ['delete', ({ moved }) => moved.delete(), []],
  ],
  'another logical id that got no answer, deleted under an id that CloudFormation made up': [
    begun,
    ['create', ({ moved }) => moved.create(orders('prod', write)), ['prod: orders write read shop.Moved']],
    [
      'rollback',
      ({ moved }) => moved.send('Delete', orders('prod', write), madeUp),
      ['prod: orders read write shop.Auth'],
    ],
  ],
  'another logical id, and a third before the first is cleaned up, rolled back': [
    begun,
    ['create', ({ moved }) => moved.create(orders('prod', write)), ['prod: orders write read shop.Moved']],
    ['create', ({ third }) => third.create(orders('prod')), ['prod: orders read write shop.Third']],
    ['cleanup', ({ auth }) => auth.delete(), ['prod: orders read write shop.Third']],
    ['rollback', ({ third }) => third.delete(), ['prod: orders write read shop.Moved']],
  ],
  'another logical id before another stage is cleaned up': [
    begun,
    [
      'update',
      ({ auth }) => auth.update(orders('blue')),
      ['blue: orders read - shop.Auth', 'prod: orders read - shop.Auth'],
    ],
    ['create', ({ moved }) => moved.create(orders('blue')), ['blue: orders read - shop.Moved']],
    ['cleanup', ({ auth }) => auth.delete(), ['blue: orders read - shop.Moved']],
  ],
  'another logical id together with another stage or name': [
    begun,
    ['create', ({ moved }) => moved.create(orders('blue')), ['prod: orders read - shop.Auth'], taken],
    [
      'create',
      ({ moved }) => moved.create(sales('prod')),
      ['prod: orders read - shop.Auth'],
      /^The stage belongs to the API orders$/,
    ],
  ],

  ...sequencesWithOthers,
};
