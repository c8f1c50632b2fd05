import { type DefineCommand, examples } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { View } from '../../output/view.ts';
import { readDocument } from '../given-document.ts';
import { type PlannedStep, planOf, type Step } from './plan.ts';
import { readWanted } from './wanted.ts';

const view: View<Step> = {
  columns: [
    { title: '', value: ({ action }) => ({ create: '+', update: '~', none: '=' })[action] },
    { title: 'kind', value: ({ kind }) => kind },
    { title: 'name', value: ({ name }) => name },
    { title: 'difference', value: differenceText },
  ],
  fields: ['kind', 'name', 'action', 'changes'],
  name: ({ name }) => name,
};

/** `latchkey apply` */
export const defineApply: DefineCommand = (command, run) => {
  command
    .requiredOption('-f, --file <path>', 'YAML or JSON; - for standard input')
    .addHelpText(
      'after',
      `
The difference is shown first. What the file does not name is not touched, and nothing is deleted; a list that it
names is replaced whole.

  roles:
    - { name: reader, scopes: [database:read] }
  users:
    - { userId: ci-bot@example.com, displayName: CI, roles: [reader], status: active }
  apis:
    - name: orders
      gateway: { accountId: "123456789012", apiId: a1b2c3, stage: prod }
      routes: [{ method: GET, path: /orders, scopes: [database:read] }]
${examples('latchkey apply -f latchkey.yaml --dry-run', 'latchkey apply -f latchkey.yaml --yes')}`,
    )
    .action(
      run(async (context, { file }: { file: string }) => {
        const wanted = readWanted(await readDocument(context, file), file);
        const steps = await planOf(await context.api(), wanted);
        await context.print.list(
          steps.map(({ kind, name, action, changes }) => ({ kind, name, action, changes })),
          view,
        );
        if (context.options.dryRun !== true) await take(context, steps);
      }),
    );
};

async function take(context: Context, steps: readonly PlannedStep[]): Promise<void> {
  const pending = steps.filter(({ action }) => action !== 'none');
  if (pending.length === 0) return await context.tell('Everything is as the file says.');
  await context.confirm(`Make ${counted(pending.length)}?`);
  for (const [done, step] of pending.entries()) {
    try {
      await step.take();
    } catch (error) {
      await context.note(
        `${step.kind} ${step.name} was refused, or is in doubt. ${done} of ${counted(pending.length)} had been made; ` +
          'apply the file again when it is mended.',
      );
      throw error;
    }
  }
  await context.tell(`Made ${counted(pending.length)}.`);
}

const counted = (count: number) => (count === 1 ? '1 change' : `${count} changes`);

function differenceText({ action, changes }: Step): string {
  return Object.entries(changes)
    .map(([name, { from, to }]) =>
      action === 'create'
        ? `${name}: ${JSON.stringify(to)}`
        : `${name}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
    )
    .join('; ');
}
