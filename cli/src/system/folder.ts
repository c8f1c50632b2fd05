import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the command line keeps its files: LATCHKEY_CONFIG_DIR, or where the system has such folders. */
export function configurationFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const { LATCHKEY_CONFIG_DIR: own, XDG_CONFIG_HOME: xdg, APPDATA: roaming } = env;
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32' && roaming !== undefined && roaming !== '') return join(roaming, 'latchkey');
  return join(xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.config'), 'latchkey');
}
