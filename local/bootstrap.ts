import * as z from 'zod';
import { StartError } from './errors.ts';
import type { FunctionRegistry } from './functions/function-registry.ts';
import { readJson, writeAtomically } from './storage/atomic-file.ts';

/** The stack output that names the function which creates the first administrator. */
const outputKey = 'BootstrapFunctionName';

const storedBootstrap = z.object({
  url: z.string(),
  consoleUrl: z.string(),
  /** Null where nobody signs in with the local issuer. */
  issuer: z.string().nullable(),
  adminUserId: z.string(),
  adminKey: z.string(),
});

/** What scripts need for calling the server: where it is, and the key of its first administrator. */
export type Bootstrap = z.infer<typeof storedBootstrap>;

const minted = z.object({ adminUserId: z.string(), adminKey: z.string() });

/**
 * Reads `bootstrap.json`, or asks the stacks' bootstrap function for an admin key and writes the file.
 *
 * @returns null where the stacks name no such function
 * @throws StartError where the file or the function's answer is not usable
 */
export async function bootstrap(
  path: string,
  urls: Pick<Bootstrap, 'url' | 'consoleUrl' | 'issuer'>,
  outputs: ReadonlyMap<string, string>,
  functions: FunctionRegistry,
): Promise<{ readonly bootstrap: Bootstrap; readonly isNew: boolean } | null> {
  const stored = await readStored(path);
  if (stored !== null) {
    const current = { ...stored, ...urls };
    if (JSON.stringify(current) !== JSON.stringify(stored)) await write(path, current);
    return { bootstrap: current, isNew: false };
  }
  const [, functionName] = [...outputs].find(([name]) => name.endsWith(`.${outputKey}`)) ?? [];
  if (functionName === undefined) return null;
  const { adminUserId, adminKey } = await mintAdminKey(functions, functionName);
  const fresh = { ...urls, adminUserId, adminKey };
  await write(path, fresh);
  return { bootstrap: fresh, isNew: true };
}

async function readStored(path: string): Promise<Bootstrap | null> {
  const stored = storedBootstrap.nullable().safeParse(await readJson(path).catch(() => undefined));
  if (stored.success) return stored.data;
  throw new StartError(`${path} is damaged; delete it, and the next start mints a new admin key`);
}

async function mintAdminKey(
  functions: FunctionRegistry,
  functionName: string,
): Promise<z.infer<typeof minted>> {
  const result = await functions.use(functionName).invoke({ mintAdminKey: true });
  if (!result.ok) {
    throw new StartError(
      `the bootstrap function failed: ${result.error.errorType}: ${result.error.errorMessage}`,
    );
  }
  const answer = minted.safeParse(JSON.parse(result.payload));
  // The answer may hold a key, so the message does not quote it.
  if (!answer.success) throw new StartError('the bootstrap function answered without a user and a key');
  return answer.data;
}

function write(path: string, content: Bootstrap): Promise<void> {
  return writeAtomically(path, `${JSON.stringify(content, null, 2)}\n`);
}
