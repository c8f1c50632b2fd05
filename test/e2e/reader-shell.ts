import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { LatchkeyProcess } from './latchkey-process.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** What a reader has whom the documentation has import something each night. */
const importScript = `#!/bin/sh
curl -sS "$LATCHKEY_URL/me" -H "X-Api-Key: $LATCHKEY_API_KEY"
`;

/**
 * The shell of somebody who reads the documentation, in a folder that is the repository's as far as it goes: they have the
 * command line and the Python client, and are signed in by variables, since nobody is there for a browser.
 */
export class ReaderShell {
  readonly #folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'));
  readonly #env: Readonly<Record<string, string | undefined>>;

  private constructor(server: LatchkeyProcess) {
    const programs = join(this.#folder, 'programs');
    mkdirSync(programs);
    symlinkSync(join(root, 'cli/dist/latchkey.cjs'), join(programs, 'latchkey'));
    symlinkSync(server.dataFolder, join(this.#folder, '.latchkey'));
    for (const name of ['cli', 'package.json']) symlinkSync(join(root, name), join(this.#folder, name));
    writeFileSync(join(this.#folder, 'import.sh'), importScript);
    chmodSync(join(this.#folder, 'import.sh'), 0o755);
    const { PATH } = process.env;
    this.#env = {
      PATH: `${programs}${delimiter}${PATH}`,
      PYTHONPATH: join(root, 'clients/python/src'),
      PYTHONDONTWRITEBYTECODE: '1',
      LATCHKEY_CONFIG_DIR: join(this.#folder, 'profiles'),
      LATCHKEY_URL: server.bootstrap.url,
      LATCHKEY_TOKEN: server.bootstrap.adminKey,
    };
  }

  /** Builds the command line. */
  static async open(server: LatchkeyProcess): Promise<ReaderShell> {
    await run('npm', ['run', '--silent', 'cli:build'], { cwd: root });
    return new ReaderShell(server);
  }

  /** @returns what commands printed. @throws where one of them fails */
  async paste(commands: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const options = { cwd: this.#folder, env: { ...this.#env, ...env } };
    return (await run('bash', ['-ec', commands], options)).stdout;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
