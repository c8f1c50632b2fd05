import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { sleep } from '../background.ts';
import { StartError } from '../errors.ts';
import { commandLine, endProcess } from '../process.ts';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { type EngineAddress, EngineProcess } from './engine-process.ts';
import { indexStreamRecords } from './stream-index.ts';

const firstRestartDelayMs = 200;
const maxRestartDelayMs = 5_000;

const processRecord = z.object({ pid: z.int() });

/** The embedded DynamoDB with its tables in the data folder. It is started again when it dies. */
export class Engine {
  readonly #folder: DataFolder;
  readonly #stopping = new AbortController();
  readonly #supervising: Promise<void>;
  #process: EngineProcess;

  private constructor(folder: DataFolder, engine: EngineProcess) {
    this.#folder = folder;
    this.#process = engine;
    this.#supervising = this.#supervise(this.#stopping.signal);
  }

  /**
   * Starts the engine, after ending one that a killed server left behind.
   *
   * @throws StartError where there is no engine for this machine, or it does not come up
   */
  static async start(folder: DataFolder): Promise<Engine> {
    await endOrphan(folder);
    try {
      return new Engine(folder, await startProcess(folder));
    } catch (error) {
      throw error instanceof StartError
        ? new StartError(`${error.message}\n${readLog(folder)}`.trim())
        : error;
    }
  }

  get endpoint(): string {
    return this.#process.endpoint;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#process.stop();
    await this.#supervising;
    rmSync(pidFile(this.#folder), { force: true });
  }

  /** Starts the engine again whenever it has ended, at the same address: clients and functions know no other. */
  async #supervise(signal: AbortSignal): Promise<void> {
    const { address } = this.#process;
    for (let delayMs = firstRestartDelayMs; ; ) {
      await this.#process.ended;
      await sleep(delayMs, signal);
      if (signal.aborted) return;
      console.error('the DynamoDB engine ended; starting it again');
      try {
        this.#process = await startProcess(this.#folder, address);
        delayMs = firstRestartDelayMs;
      } catch {
        delayMs = Math.min(delayMs * 2, maxRestartDelayMs);
      }
      if (signal.aborted) await this.#process.stop();
    }
  }
}

async function startProcess(folder: DataFolder, address?: EngineAddress): Promise<EngineProcess> {
  const log = openSync(folder.file('engine.log'), 'w', 0o600);
  try {
    const engine = await EngineProcess.start({
      database: databaseFile(folder),
      address,
      log,
      // Otherwise Ctrl-C in the terminal would end the engine before the functions are done.
      isDetached: true,
      onSpawn: (pid) => void writeAtomically(pidFile(folder), `${JSON.stringify({ pid })}\n`),
    });
    indexStreamRecords(databaseFile(folder));
    return engine;
  } finally {
    closeSync(log);
  }
}

/** Ends the engine of a server that was killed. Another program with the same process id is left alone. */
async function endOrphan(folder: DataFolder): Promise<void> {
  const { data: left } = processRecord.safeParse(await readJson(pidFile(folder)).catch(() => null));
  if (left === undefined) return;
  const isOrphan = () => {
    const command = commandLine(left.pid) ?? '';
    return command.includes('dynoxide') && command.includes(databaseFile(folder));
  };
  if (isOrphan()) await endProcess(left.pid, () => !isOrphan());
}

function pidFile(folder: DataFolder): string {
  return folder.file('engine.json');
}

function databaseFile(folder: DataFolder): string {
  return folder.file('dynamodb.sqlite');
}

function readLog(folder: DataFolder): string {
  return readFileSync(folder.file('engine.log'), 'utf8').slice(-2_000).trim();
}
