import { begun, orders, read, sales, type Step, taken, write } from './steps.ts';

const gateway = (stage: string) => ({ accountId: '123456789012', apiId: 'a1b2c3', stage });

/** Sequences of a stack beside another one, and beside administrators. */
export const sequencesWithOthers: Readonly<Record<string, readonly Step[]>> = {
  'a second stack of the same name': [
    begun,
    ['create', ({ rival }) => rival.create(orders('blue', write)), ['prod: orders read - shop.Auth'], taken],
  ],
  'a second stack of the same stage': [
    begun,
    [
      'create',
      ({ rival }) => rival.create(sales('prod')),
      ['prod: orders read - shop.Auth'],
      /^The stage belongs to the API orders$/,
    ],
  ],
  'a second stack of the same name and stage, before and after the first is deleted': [
    begun,
    ['create', ({ rival }) => rival.create(orders('prod', write)), ['prod: orders read - shop.Auth'], taken],
    ['delete', ({ auth }) => auth.delete(), []],
    ['create', ({ rival }) => rival.create(orders('prod', write)), ['prod: orders write - rival.Auth']],
    ['delete, again', ({ auth }) => auth.delete(), ['prod: orders write - rival.Auth']],
  ],
  'a second stack that takes the name or stage of one by an update': [
    begun,
    [
      'create',
      ({ rival }) => rival.create(sales('blue')),
      ['blue: sales write - rival.Auth', 'prod: orders read - shop.Auth'],
    ],
    [
      'update',
      ({ rival }) => rival.update(orders('blue')),
      ['blue: sales write - rival.Auth', 'prod: orders read - shop.Auth'],
      taken,
    ],
    [
      'rollback',
      ({ rival }) => rival.rollBack(),
      ['blue: sales write - rival.Auth', 'prod: orders read - shop.Auth'],
    ],
    [
      'update',
      ({ rival }) => rival.update(sales('prod')),
      ['blue: sales write - rival.Auth', 'prod: orders read - shop.Auth'],
      /^The stage belongs to the API orders$/,
    ],
    [
      'rollback',
      ({ rival }) => rival.rollBack(),
      ['blue: sales write - rival.Auth', 'prod: orders read - shop.Auth'],
    ],
  ],
  'a second stack while a resource of the first is replaced': [
    begun,
    ['create', ({ moved }) => moved.create(orders('prod')), ['prod: orders read - shop.Moved']],
    ['create', ({ rival }) => rival.create(orders('prod')), ['prod: orders read - shop.Moved'], taken],
    ['cleanup', ({ auth }) => auth.delete(), ['prod: orders read - shop.Moved']],
  ],

  'an administrator who deletes it': [
    begun,
    ['over HTTP', ({ admin }) => admin('deleteApi', { at: { name: 'orders' } }), []],
    ['update', ({ auth }) => auth.update(orders('prod', write)), ['prod: orders write - shop.Auth']],
  ],
  'an administrator who moves it': [
    begun,
    [
      'over HTTP',
      ({ admin }) =>
        admin('replaceApi', {
          at: { name: 'orders' },
          body: { gateway: gateway('emergency'), routes: read },
        }),
      ['emergency: orders read - shop.Auth'],
    ],
    ['update', ({ auth }) => auth.update(orders('prod', write)), ['prod: orders write - shop.Auth']],
  ],
  'an administrator who moves it while its resource is replaced': [
    begun,
    ['create', ({ moved }) => moved.create(orders('prod')), ['prod: orders read - shop.Moved']],
    [
      'over HTTP',
      ({ admin }) =>
        admin('replaceApi', {
          at: { name: 'orders' },
          body: { gateway: gateway('emergency'), routes: read },
        }),
      ['emergency: orders read - shop.Moved'],
    ],
    ['cleanup', ({ auth }) => auth.delete(), ['emergency: orders read - shop.Moved']],
    ['delete', ({ moved }) => moved.delete(), []],
  ],
  'what was registered over HTTP': [
    [
      'over HTTP',
      ({ admin }) =>
        admin('registerApi', { body: { name: 'orders', gateway: gateway('prod'), routes: read } }),
      ['prod: orders read - HTTP'],
    ],
    [
      'create',
      ({ auth }) => auth.create(orders('prod', write)),
      ['prod: orders read - HTTP'],
      /^An API orders is registered over HTTP$/,
    ],
  ],
};
