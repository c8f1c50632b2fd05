import { type AddCommand, examples } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { completeWith } from '../completion/candidates.ts';
import { addFieldOptions, type FieldOptions, fieldsOf } from './fields.ts';
import { keyId, keyNames } from './find.ts';
import { keyView } from './view.ts';

interface UpdateOptions extends FieldOptions {
  readonly endRotation?: string;
}

/** `latchkey keys update` */
export const addUpdateKey: AddCommand = (keys, run) => {
  const command = keys
    .command('update')
    .description('change what an API key is and may do; what is not given stays')
    .argument('<key>', 'its id or its name')
    .option('--end-rotation <when>', 'when its former secret ends: now, or a time')
    .addHelpText(
      'after',
      examples(
        "latchkey keys update 'CI Pipeline' --scopes database:read,logs:read",
        "latchkey keys update 'CI Pipeline' --expires 2027-12-31 --allow-ip 203.0.113.0/24",
        "latchkey keys update 'CI Pipeline' --end-rotation now",
      ),
    )
    .action(
      run(async (context, options: UpdateOptions, key: string) => {
        const { endRotation } = options;
        const endsAt = endRotation === 'now' ? context.surroundings.now().toISOString() : endRotation;
        const changes = { ...fieldsOf(options), ...(endsAt !== undefined && { rotationEndsAt: endsAt }) };
        if (Object.keys(changes).length === 0)
          throw usageFailure('there is nothing to change', 'See: latchkey keys update --help');
        const api = await context.api();
        await context.print.record(await api.keys.update(await keyId(api, key), changes), keyView);
      }),
    );
  addFieldOptions(command);
  completeWith(command, keyNames);
};
