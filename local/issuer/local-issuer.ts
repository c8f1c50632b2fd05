import type { IncomingMessage, ServerResponse } from 'node:http';
import { StartError } from '../errors.ts';
import type { Site } from '../http/listener.ts';
import { sendResponse } from '../http/response.ts';
import { type IssuerFile, prepareIssuerFile } from './issuer-file.ts';
import { fetchKnownUsers } from './known-users.ts';
import type { SignInOptions } from './sign-in.ts';
import { issuerPath, type UserPool } from './user-pool.ts';

/** The lifetime of the token with which the issuer lists the API's users. */
const listingSeconds = 60;

export interface LocalIssuerOptions {
  /** The server's origin. */
  readonly url: string;
  /** The file with the keys. */
  readonly file: string;
  readonly isPasswordless: boolean;
}

/** Where the API is, and a user who may list its users. */
export interface UserDirectory {
  readonly apiUrl: string;
  readonly administrator: string;
}

/** An OpenID Connect issuer in the place of a user pool, under `/oidc` of the laptop server. */
export class LocalIssuer {
  readonly #file: IssuerFile;
  readonly #handle: Promise<Handle>;
  #directory: UserDirectory | null = null;

  private constructor(file: IssuerFile, pool: UserPool, { url, isPasswordless }: LocalIssuerOptions) {
    this.#file = file;
    const knownUsers = () => this.#knownUsers();
    this.#handle = load(file, pool, url, { isPasswordless, knownUsers });
    // The failure is reported by the first request.
    this.#handle.catch(() => {});
  }

  /** @throws StartError where the pool has no client, or the stored keys are not usable */
  static async open(pool: UserPool, options: LocalIssuerOptions): Promise<LocalIssuer> {
    const [client] = pool.clients;
    if (client === undefined) throw new StartError('the user pool of the templates has no client');
    const file = await prepareIssuerFile(options.file, `${options.url}${issuerPath}`, client.id);
    return new LocalIssuer(file, pool, options);
  }

  get url(): string {
    return this.#file.issuer;
  }

  /** Lets the sign-in page show the users that the API has. */
  listUsersOf(directory: UserDirectory): void {
    this.#directory = directory;
  }

  readonly site: Site = async (request, response, requestId) => {
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const handle = await this.#handle;
    await handle(request, response, requestId);
  };

  async #knownUsers() {
    if (this.#directory === null) return [];
    const { apiUrl, administrator } = this.#directory;
    const { signAccessToken } = await import('./access-token.ts');
    const token = await signAccessToken(this.#file, administrator, listingSeconds);
    return await fetchKnownUsers(apiUrl, token);
  }
}

type Handle = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/** Loads the provider. It is the server's largest dependency, so the start does not wait for it. */
async function load(file: IssuerFile, pool: UserPool, url: string, options: SignInOptions): Promise<Handle> {
  const [{ createProvider }, { signIn }, { userInfo }] = await Promise.all([
    import('./provider.ts'),
    import('./sign-in.ts'),
    import('./user-info.ts'),
  ]);
  const provider = createProvider(file, pool, url);
  const callback = provider.callback();
  return async (request, response, requestId) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith(`${issuerPath}/sign-in/`)) {
      const page = await signIn(provider, request, response, options);
      if (page !== null) sendResponse(response, requestId, page);
    } else if (path === `${issuerPath}/userinfo`) {
      sendResponse(response, requestId, await userInfo(request, file));
    } else {
      // From these two the provider sees under which path it is mounted.
      const mounted = Object.assign(request, { originalUrl: request.url });
      mounted.url = (request.url ?? '').slice(issuerPath.length) || '/';
      await callback(mounted, response);
    }
  };
}
