import { readFile } from 'node:fs/promises';
import { headersOf } from '@latchkey/client';
import { type DefineCommand, examples } from '../command.ts';
import type { Context } from '../context.ts';
import { usageFailure } from '../failure.ts';
import { inputOf } from '../input.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface ApiOptions {
  readonly body?: string;
  readonly ifMatch?: string;
  readonly include?: boolean;
}

/** `latchkey api` */
export const defineApi: DefineCommand = (command, run) => {
  command
    .argument('<method>', methods.join(', '))
    .argument('<path>', 'such as /api-keys?limit=5')
    .option('--body <json>', 'what is sent: JSON, @file, or - for standard input')
    .option('--if-match <etag>', 'the version that a change is meant for')
    .option('--include', 'print the headers of the answer, too')
    .addHelpText(
      'after',
      examples(
        'latchkey api GET /me',
        "latchkey api GET '/audit-events?limit=5'",
        'latchkey api POST /roles --body @role.json',
      ),
    )
    .action(
      run(async (context, options: ApiOptions, methodText: string, path: string) => {
        const method = methods.find((each) => each === methodText.toUpperCase());
        if (method === undefined) throw usageFailure(`the method is one of ${methods.join(', ')}`);
        const api = await context.api();
        const relative = pathWithin(api.baseUrl, path);
        const body = options.body === undefined ? undefined : await readBody(context, options.body);
        const { ifMatch } = options;
        const request = { ...(body !== undefined && { body }), ...(ifMatch !== undefined && { ifMatch }) };
        const answer: unknown = await api.request(method, relative as '/me', request);
        if (options.include === true && answer !== null) {
          for (const [name, value] of headersOf(answer as object) ?? [])
            await context.print.text(`${name}: ${value}\n`);
          await context.print.text('\n');
        }
        if (answer !== null) await context.print.text(`${JSON.stringify(answer, null, 2)}\n`);
      }),
    );
};

/** The path as the client takes it. @throws Failure for one that leads elsewhere: the credential is for this API alone */
export function pathWithin(baseUrl: string, path: string): string {
  const base = new URL(`${baseUrl}/`);
  const relative = path.replace(/^\/+/, '');
  const url = URL.canParse(relative, base.href) ? new URL(relative, base) : null;
  if (url?.origin !== base.origin || !url.pathname.startsWith(base.pathname) || path.includes('{')) {
    throw usageFailure('the path is one of the API, such as /api-keys');
  }
  return `/${relative}`;
}

async function readBody(context: Context, given: string): Promise<unknown> {
  const content =
    given === '-'
      ? await inputOf(context.surroundings)
      : given.startsWith('@')
        ? await fileAt(given.slice(1))
        : given;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw usageFailure('--body: that is no JSON');
  }
}

async function fileAt(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw usageFailure(`--body: ${path} cannot be read`);
  }
}
