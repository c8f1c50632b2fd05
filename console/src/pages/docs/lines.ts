import type { Operation } from './operations.ts';

const variable = 'LATCHKEY_API_KEY';

/**
 * A call of an operation for a shell. Parameters of the path are variables of the shell, and so is the credential:
 * histories of shells keep what is typed.
 */
export function curlLines({ method, path, server, isPublic, request }: Operation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${shellName(name)}`);
  const isPlain = method === 'GET' || (method === 'POST' && request !== null);
  return [
    `curl ${isPlain ? '' : `-X ${method} `}"${server}${filled}"`,
    ...(isPublic ? [] : [`-H "Authorization: Bearer $${variable}"`]),
    ...(request === null
      ? []
      : ['-H "Content-Type: application/json"', `-d ${quoted(JSON.stringify(request.example ?? {}))}`]),
  ].join(' \\\n  ');
}

/** `userId` is `$USER_ID`. */
function shellName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The same for the TypeScript client. Parameters of the path are variables. Null for what the client has no call of: what
 * is not where all else is.
 *
 * @param baseUrl of the API, with `/v1`
 */
export function typescriptLines(operation: Operation, baseUrl: string): string | null {
  const { server, isPublic } = operation;
  if (server !== baseUrl) return null;
  const credential = isPublic ? '' : `, credential: process.env.${variable}`;
  return [
    "import { Latchkey } from '@latchkey/client';",
    '',
    `const latchkey = new Latchkey({ baseUrl: '${baseUrl}'${credential} });`,
    ...callLines(operation),
  ].join('\n');
}

function callLines({ method, path, parameters, request, answers }: Operation): string[] {
  const names = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  const given = [
    ...(names.length === 0 ? [] : [`path: { ${names.join(', ')} }`]),
    ...(request === null ? [] : [`body: ${JSON.stringify(request.example ?? {}, null, 2)}`]),
  ];
  const options = given.length === 0 ? '' : `, { ${given.join(', ')} }`;
  const isList = parameters.some(({ name }) => name === 'cursor') && Array.isArray(answers[0]?.body?.example);
  if (isList) return [`for await (const each of latchkey.list('${path}'${options})) console.log(each);`];
  return [`const answer = await latchkey.request('${method}', '${path}'${options});`];
}
