import { join } from 'node:path';
import * as z from 'zod';
import { StartError } from './errors.ts';
import { signAccessToken } from './issuer/access-token.ts';
import { readIssuerFile } from './issuer/issuer-file.ts';
import { readUserId } from './issuer/user-id.ts';
import { readSettings } from './settings.ts';
import { readJson } from './storage/atomic-file.ts';
import { DataFolder } from './storage/data-folder.ts';

/** The same as after a sign-in with Cognito. */
const lifetimeSeconds = 3_600;

/** Prints an access token of the running server's issuer for a user, and nothing else. */
try {
  console.log(await mintToken(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function mintToken(args: readonly string[]): Promise<string> {
  const userId = args.length === 1 ? readUserId(args[0] ?? '') : null;
  if (userId === null) throw new StartError('usage: npm run --silent token -- <userId>');
  const { dataFolder } = readSettings([], process.env);
  if (!DataFolder.isInUse(dataFolder)) {
    throw new StartError(`no server runs with LATCHKEY_DATA=${dataFolder}; start it with npm start`);
  }
  const issuer = await issuerOf(join(dataFolder, 'bootstrap.json'));
  const file = await readIssuerFile(join(dataFolder, 'issuer.json'));
  if (file === null || file.issuer !== issuer) {
    throw new StartError(`the server with LATCHKEY_DATA=${dataFolder} has no local issuer`);
  }
  return await signAccessToken(file, userId, lifetimeSeconds);
}

/** The issuer that the running server names. */
async function issuerOf(bootstrapFile: string): Promise<string | null> {
  const bootstrap = z
    .object({ issuer: z.string().nullable() })
    .nullable()
    .safeParse(await readJson(bootstrapFile).catch(() => undefined));
  if (!bootstrap.success)
    throw new StartError(`${bootstrapFile} is damaged; delete it, and start the server again`);
  if (bootstrap.data === null) throw new StartError('the server is still starting; try again in a moment');
  return bootstrap.data.issuer;
}
