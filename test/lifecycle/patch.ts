import fc from 'fast-check';
import { expiryOrNone, spans } from './asked-expiry.ts';
import { callAbout, command } from './compared-command.ts';
import { address, ipsOf, name, which } from './key-fields.ts';
import type { ModelPatch } from './key-model.ts';
import type { ServedKeys } from './served-keys.ts';

export const patch = fc
  .tuple(
    which,
    expiryOrNone,
    fc.record({ name, address, isPaused: fc.boolean() }, { requiredKeys: [] }),
    // Milliseconds from now: an end that has passed is one at once.
    fc.option(fc.integer({ min: -1_000, max: spans['5h'] }), { nil: undefined, freq: 2 }),
  )
  .filter(
    ([, asked, fields, end]) =>
      asked.at(0) !== undefined || Object.keys(fields).length > 0 || end !== undefined,
  )
  .map(([which, asked, fields, endsInMs]) =>
    command(
      `patch ${which} ${JSON.stringify(fields)}, expires ${asked.name}, rotation ends in ${endsInMs} ms`,
      callAbout(
        which,
        'updateApiKey',
        (now, served) => ({
          ...asked.fields(now),
          ...bodyOf(fields, served),
          ...endOf(endsInMs, now, timeText),
        }),
        (model, key, now) => {
          const expiresAt = asked.at(now);
          const asItIs = expiresAt === undefined ? {} : { expiresAt };
          return model.patch(key, { ...fields, ...asItIs, ...endOf(endsInMs, now, Number) });
        },
      ),
    ),
  );

const timeText = (time: number) => new Date(time).toISOString();

function endOf<T>(inMs: number | undefined, now: number, as: (time: number) => T): { rotationEndsAt?: T } {
  return inMs === undefined ? {} : { rotationEndsAt: as(now + inMs) };
}

function bodyOf({ name, address, isPaused }: ModelPatch, served: ServedKeys): object {
  return {
    ...(name === undefined ? {} : { name: served.nameOf(name) }),
    ...(address === undefined ? {} : { allowedIps: ipsOf(address) }),
    ...(isPaused === undefined ? {} : { status: isPaused ? 'paused' : 'active' }),
  };
}
