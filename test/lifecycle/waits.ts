import fc from 'fast-check';
import { span, spans } from './asked-expiry.ts';
import { command } from './compared-command.ts';

export const wait = fc.tuple(span, fc.nat(999)).map(([text, moreMs]) =>
  command(`wait ${text} and ${moreMs} ms`, async (model, served) => {
    model.now += spans[text] + moreMs;
    served.setClock(model.now);
  }),
);

/** To the moment, or a millisecond beside it, at which something ends: that is where mistakes are. */
export const waitForEnd = fc.tuple(fc.nat(11), fc.constantFrom(-1, 0, 0, 1)).map(([which, besideMs]) =>
  command(`wait for end ${which}, ${besideMs} ms`, async (model, served) => {
    const ends = [
      ...model.keys.flatMap((key) => [key.expiresAt, model.goneAt(key)]),
      ...model.secrets.map(({ retiresAt }) => retiresAt),
    ].filter((end) => end > model.now && Number.isFinite(end));
    if (ends.length > 0) model.now = Math.max(model.now, ends[which % ends.length]! + besideMs);
    served.setClock(model.now);
  }),
);

export const removeGone = fc.constant(
  command('DynamoDB removes what is past its ttl', (_, served) => served.removeGone()),
);
