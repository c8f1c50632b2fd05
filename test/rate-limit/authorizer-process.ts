import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as environment from '../../lambdas/contract/environment.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { authorizerEvent } from '../support/memory-events.ts';
import { settings } from '../support/memory-settings.ts';

export interface Reply {
  readonly context?: Readonly<Record<string, string>>;
  readonly error?: string;
  /** Milliseconds since the epoch, by the process itself. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** The authorizer in a process of its own, as Lambda has several at once. */
export class AuthorizerProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #calls = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: Reply & { id: number }) => this.#waiting.get(message.id)?.(message));
  }

  static async start(endpoint: string, { credentials }: Pick<Tables, 'credentials'>) {
    const child = fork(join(import.meta.dirname, 'authorizer-child.ts'), {
      execArgv: [],
      env: {
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        [environment.settings]: JSON.stringify(settings),
        [environment.credentialsTable]: credentials,
      },
    });
    await once(child, 'message');
    return new AuthorizerProcess(child);
  }

  call(plaintext: string): Promise<Reply> {
    const id = ++this.#calls;
    const event = authorizerEvent({ Authorization: `Bearer ${plaintext}` });
    return new Promise((resolve) => {
      this.#waiting.set(id, (reply) => {
        this.#waiting.delete(id);
        resolve(reply);
      });
      this.#child.send({ id, event });
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}
