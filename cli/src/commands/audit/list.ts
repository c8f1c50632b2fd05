import type { AuditEvent } from '@latchkey/client';
import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import type { View } from '../../output/view.ts';
import { first } from '../first.ts';
import { wholeNumber } from '../option-values.ts';
import { addRangeOptions, type RangeOptions, rangeOf } from '../range.ts';

const targetTypes = ['api_key', 'user', 'role', 'api', 'webhook'] as const;

interface ListOptions extends RangeOptions {
  readonly actor?: string;
  readonly target?: string;
  readonly targetType?: (typeof targetTypes)[number];
  readonly action?: AuditEvent['action'];
  readonly limit?: number;
}

const view: View<AuditEvent> = {
  columns: [
    { title: 'at', value: ({ at }) => at },
    { title: 'action', value: ({ action }) => action },
    { title: 'target', value: ({ target }) => target.name },
    { title: 'by', value: ({ actor }) => actor.userId },
    { title: 'changed', value: ({ changes }) => Object.keys(changes).join(', ') },
    { title: 'address', value: ({ sourceIp }) => sourceIp ?? '' },
  ],
  fields: [
    'eventId',
    'sequence',
    'previousHash',
    'hash',
    'at',
    'action',
    'actor',
    'target',
    'changes',
    'sourceIp',
    'userAgent',
    'requestId',
    'extendedRequestId',
  ],
  name: ({ eventId }) => eventId,
};

/** `latchkey audit list` */
export const addListEvents: AddCommand = (audit, run) => {
  const command = audit
    .command('list')
    .alias('ls')
    .description('list what was changed, by whom, newest first')
    .option('--actor <userId>', 'what this user did')
    .option('--target <id>', 'what was done to the key, user, role, API or webhook of this id')
    .addOption(
      new Option('--target-type <type>', 'what was done to targets of this kind').choices(targetTypes),
    )
    .option('--action <action>', 'events of this action, such as api_key.rotated')
    .option('--limit <count>', 'no more than these', wholeNumber('--limit'))
    .addHelpText(
      'after',
      examples(
        'latchkey audit list --limit 20',
        'latchkey audit list --action api_key.deleted --from 2027-06-01 --output csv > deleted.csv',
      ),
    )
    .action(
      run(async (context, options: ListOptions) => {
        const { actor, target, targetType, action, limit } = options;
        const query = {
          ...rangeOf(options),
          ...(actor !== undefined && { actor }),
          ...(target !== undefined && { targetId: target }),
          ...(targetType !== undefined && { targetType }),
          ...(action !== undefined && { action }),
          limit: Math.min(limit ?? 100, 100),
        };
        const api = await context.api();
        const { signal } = context.surroundings;
        await context.print.list(first(api.audit.list(query, { signal }), limit), view);
      }),
    );
  addRangeOptions(command);
};
