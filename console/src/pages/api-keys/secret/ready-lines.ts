import { type EnvironmentFile, environmentFileOf } from '../../../secret-once/environment-file.ts';

const variable = 'LATCHKEY_API_KEY';

export function environmentFile(name: string, secret: string): EnvironmentFile {
  return environmentFileOf(name, 'api-key', variable, secret);
}

/** A call that says who the key is. The secret comes from the environment: histories of shells keep what is typed. */
export function curlLine(apiUrl: string): string {
  return `curl -H "Authorization: Bearer $${variable}" ${apiUrl}/me`;
}

export function typescriptLines(apiUrl: string): string {
  return [
    "import { Latchkey } from '@latchkey/client';",
    '',
    'const latchkey = new Latchkey({',
    `  baseUrl: '${apiUrl}',`,
    `  credential: process.env.${variable},`,
    '});',
    'console.log(await latchkey.me());',
  ].join('\n');
}

/** The client takes the key from the environment by itself. */
export function pythonLines(apiUrl: string): string {
  return [
    'import latchkey',
    '',
    `client = latchkey.Client(base_url="${apiUrl}")  # with ${variable}`,
    'print(client.me())',
  ].join('\n');
}

/** The command line takes its credential from a variable of its own name, since it is for people, too. */
export function commandLine(apiUrl: string): string {
  return `LATCHKEY_TOKEN="$${variable}" latchkey whoami --url ${apiUrl}`;
}
