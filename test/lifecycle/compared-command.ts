import type fc from 'fast-check';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { KeyModel, ModelKey } from './key-model.ts';
import type { ServedKeys } from './served-keys.ts';

/** Where calls come from. A key that is bound to an address is bound to the first. */
export const addresses = ['203.0.113.7', '2001:db8::7'] as const;

export type Command = fc.AsyncCommand<KeyModel, ServedKeys>;
type Step = (model: KeyModel, served: ServedKeys) => Promise<void>;

/** Does a step, then compares what every secret is worth. */
export function command(description: string, step: Step): Command {
  return {
    check: () => true,
    async run(model, served) {
      await step(model, served);
      const expected = addresses.map((address) => {
        const codes = model.secrets.map((secret) => model.verdict(secret, address));
        return { warm: codes, cold: codes };
      });
      expect(await served.verdicts(addresses)).toEqual(expected);
    },
    toString: () => description,
  };
}

/** A call about one of the keys there have been, deleted ones too, that has to get the model's status. */
export function callAbout(
  which: number,
  operationId: OperationId,
  body: (now: number, served: ServedKeys) => object | undefined,
  inModel: (model: KeyModel, key: ModelKey, now: number) => number,
): Step {
  return async (model, served) => {
    const key = model.keys[which % model.keys.length]!;
    const id = served.ids[which % served.ids.length]!;
    const sent = body(model.now, served);
    const { status } = await served.call(operationId, {
      at: { id },
      ...(sent === undefined ? {} : { body: sent }),
    });
    expect(status).toBe(inModel(model, key, model.now));
  };
}
