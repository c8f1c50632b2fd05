const variable = 'LATCHKEY_API_KEY';

/** What the `.env` file has. */
export function environmentLine(secret: string): string {
  return `${variable}=${secret}\n`;
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

/** A file name that every system takes. */
export function fileNameOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain || 'api-key'}.env`;
}
