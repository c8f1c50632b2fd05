import { type Deployment, deployedBundle, type FunctionName } from '../deployment/deployment.ts';
import { authorizerEventWith, type Call, handlerEvent } from '../deployment/synthetic-event.ts';
import { FunctionProcess } from '../function/function-process.ts';

/** A handler's answer, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Target of `rel="next"`, null on the last page. */
  readonly next: string | null;
}

/** The first administrator of a deployment, who calls the deployed functions as API Gateway would. */
export class Administrator {
  /** What the authorizer says of the administrator's key. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly #functions: Readonly<Record<'apiKeys' | 'directory', FunctionProcess>>;

  private constructor(
    context: Readonly<Record<string, unknown>>,
    functions: Readonly<Record<'apiKeys' | 'directory', FunctionProcess>>,
  ) {
    this.context = context;
    this.#functions = functions;
  }

  /** Bootstraps the deployment over an engine, and signs in with the key that this mints. */
  static async create(deployment: Deployment, worker: string, endpoint: string): Promise<Administrator> {
    const start = (name: FunctionName) =>
      FunctionProcess.start(worker, deployedBundle(deployment, name, endpoint));
    const bootstrap = await start('bootstrap');
    const authorizer = await start('authorizer');
    try {
      const minted = (await bootstrap.invoke({ mintAdminKey: true })) as { adminKey: string };
      const verdict = (await authorizer.invoke(authorizerEventWith(minted.adminKey))) as {
        context: Record<string, unknown>;
      };
      const functions = { apiKeys: await start('apiKeys'), directory: await start('directory') };
      return new Administrator(verdict.context, functions);
    } finally {
      bootstrap.stop();
      authorizer.stop();
    }
  }

  /** @throws Error for any answer that is not 2xx */
  async call(name: 'apiKeys' | 'directory', call: Call): Promise<Answer> {
    return answerIn(call, await this.#functions[name].invoke(handlerEvent(call, this.context)));
  }

  /** Mints a key and answers its record with the secret. */
  async mint(fields: Readonly<Record<string, unknown>>): Promise<MintedKey> {
    const { body } = await this.call('apiKeys', { method: 'POST', resource: '/v1/api-keys', body: fields });
    return body as unknown as MintedKey;
  }

  stop(): void {
    for (const running of Object.values(this.#functions)) running.stop();
  }
}

/**
 * What a handler answered to a call.
 *
 * @throws Error for any answer that is not 2xx
 */
export function answerIn(call: Call, answered: unknown): Answer {
  const { statusCode, headers, multiValueHeaders, body } = answered as {
    statusCode: number;
    headers?: Record<string, string>;
    multiValueHeaders?: Record<string, string[]>;
    body: string;
  };
  if (statusCode >= 300) throw new Error(`${call.method} ${call.resource} answered ${statusCode}: ${body}`);
  const link = headers?.['Link'] ?? multiValueHeaders?.['Link']?.[0] ?? '';
  return {
    status: statusCode,
    body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
    next: /<([^>]*)>; rel="next"/.exec(link)?.[1] ?? null,
  };
}

export interface MintedKey {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly userId: string;
  readonly createdAt: string;
}
