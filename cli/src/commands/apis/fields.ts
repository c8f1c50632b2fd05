import type { ProtectedApiDefinition } from '@latchkey/client';
import { type Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { readDocument } from '../given-document.ts';
import { apiMembers } from '../apply/members.ts';
import { checkShape } from '../apply/shape.ts';

export interface ApiOptions {
  readonly file?: string;
  readonly description?: string;
  readonly enforcement?: ProtectedApiDefinition['enforcement'];
  readonly people?: boolean;
  readonly unauthenticated?: ProtectedApiDefinition['unauthenticated'];
}

/** Options for what a protected API is. */
export function addApiOptions(command: Command): Command {
  return command
    .option('--file <path>', 'gateway, routes and the rest, as YAML or JSON; - for standard input')
    .option('--description <text>', 'what it is')
    .addOption(
      new Option('--enforcement <mode>', 'who answers refusals; observe lets everything through').choices([
        'deny',
        'middleware',
        'observe',
      ]),
    )
    .option('--people', 'let people with access tokens in, too')
    .option('--no-people', 'let keys alone in')
    .addOption(
      new Option('--unauthenticated <status>', 'the answer to who is not authenticated').choices([
        '401',
        '403',
      ]),
    );
}

/** What was given, of the file and of options, which come first. @throws Failure where the file says what no API has */
export async function definitionOf(
  context: Context,
  { file, description, enforcement, people, unauthenticated }: ApiOptions,
): Promise<Partial<ProtectedApiDefinition>> {
  return {
    ...(file !== undefined && (await readDefinition(context, file))),
    ...(description !== undefined && { description }),
    ...(enforcement !== undefined && { enforcement }),
    ...(people !== undefined && { people }),
    ...(unauthenticated !== undefined && { unauthenticated }),
  };
}

async function readDefinition(context: Context, file: string): Promise<Partial<ProtectedApiDefinition>> {
  const document = await readDocument(context, file);
  const { name: _, ...members } = apiMembers;
  const [fault] = checkShape(document, { members }, '');
  if (fault !== undefined) throw usageFailure(`${file}: ${fault}`);
  return document as Partial<ProtectedApiDefinition>;
}
