import fc from 'fast-check';
import { type AskedExpiry, expiry, expiryOrNone, span, spans } from './asked-expiry.ts';
import { callAbout, command } from './compared-command.ts';
import { address, ipsOf, name, which } from './key-fields.ts';
import { patch } from './patch.ts';
import { removeGone, wait, waitForEnd } from './waits.ts';

const nothing = () => undefined;

/** What every history begins with, so that there always is a key. */
export const create = fc.tuple(name, expiry, address).map(([name, asked, address]) =>
  command(`create ${name}, expires ${asked.name}, from ${address}`, async (model, served) => {
    const body = { name: served.nameOf(name), ...asked.fields(model.now), allowedIps: ipsOf(address) };
    const { status } = await served.call('createApiKey', { body });
    expect(status).toBe(model.create(name, expiryOf(asked, model.now), address));
  }),
);

const expiryOf = (asked: AskedExpiry, now: number) => asked.at(now) ?? Number.POSITIVE_INFINITY;

const duplicate = fc.tuple(which, name, expiryOrNone).map(([which, name, asked]) =>
  command(
    `duplicate ${which} as ${name}, expires ${asked.name}`,
    callAbout(
      which,
      'duplicateApiKey',
      (now, served) => ({ name: served.nameOf(name), ...asked.fields(now) }),
      (model, key, now) => model.duplicate(key, name, asked.at(now)),
    ),
  ),
);

const rotate = fc.tuple(which, span, expiryOrNone).map(([which, gracePeriod, asked]) =>
  command(
    `rotate ${which}, grace ${gracePeriod}, expires ${asked.name}`,
    callAbout(
      which,
      'rotateApiKey',
      (now) => ({ gracePeriod, ...asked.fields(now) }),
      (model, key, now) => model.rotate(key, spans[gracePeriod], asked.at(now)),
    ),
  ),
);

const pauseOrResume = fc
  .tuple(which, fc.constantFrom('pauseApiKey', 'resumeApiKey'))
  .map(([which, operationId]) =>
    command(
      `${operationId} ${which}`,
      callAbout(which, operationId, nothing, (model, key) =>
        model.patch(key, { isPaused: operationId === 'pauseApiKey' }),
      ),
    ),
  );

const remove = which.map((which) =>
  command(
    `delete ${which}`,
    callAbout(which, 'deleteApiKey', nothing, (model, key) => model.delete(key)),
  ),
);

/** Whatever can happen to keys; few are made, so that much happens to each. */
export const keyCommands = fc.commands(
  [
    create,
    duplicate,
    rotate,
    rotate,
    rotate,
    pauseOrResume,
    pauseOrResume,
    remove,
    patch,
    patch,
    patch,
    wait,
    waitForEnd,
    waitForEnd,
    waitForEnd,
    removeGone,
  ],
  { maxCommands: 25, size: 'max' },
);
