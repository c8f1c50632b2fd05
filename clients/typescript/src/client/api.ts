import { replayable } from '../generated/replayable.ts';
import { keepHeaders } from './answer-headers.ts';
import { readBaseUrl } from './base-url.ts';
import { Listing } from './listing.ts';
import type {
  AnswerOf,
  CursorPath,
  ItemOf,
  ListPath,
  Method,
  Operation,
  PathOf,
  QueryOf,
  PathParametersOf,
  RequestArguments,
  RequestOf,
} from './operation-types.ts';
import type { CallOptions, LatchkeyOptions } from './options.ts';
import { type Steps, stepsFrom } from './steps.ts';
import { Transport } from './transport.ts';

type Parameter = string | number | boolean | null | undefined;
type Query = Readonly<Record<string, Parameter | readonly string[]>>;

/** What a call is made of, whatever its operation. */
interface Request extends CallOptions {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Query | undefined;
  readonly body?: unknown;
}

/** POST that changes nothing. */
const harmless: ReadonlySet<string> = new Set([
  'POST /api-keys/{id}/test',
  'POST /api-keys/preview',
  'POST /api-keys/{id}/preview',
]);

/** Calls of one deployment's API, typed by its OpenAPI document. */
export class Api {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly #base: URL;
  readonly #transport: Transport;
  readonly #maxPages: number;

  /** @throws TypeError for a `baseUrl` that is none, or plain HTTP to another machine */
  constructor(options: LatchkeyOptions) {
    this.#base = readBaseUrl(options.baseUrl);
    this.baseUrl = this.#base.href.replace(/\/$/, '');
    this.#transport = new Transport(options);
    this.#maxPages = options.maxPages ?? 10_000;
  }

  /**
   * Makes any call of the API.
   *
   * @example await latchkey.request('GET', '/api-keys/{id}', { path: { id } })
   */
  async request<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...given: RequestArguments<RequestOf<Operation<M, P>>, CallOptions>
  ): Promise<AnswerOf<Operation<M, P>>> {
    const { path: parameters = {}, query = {}, body, ...options }: Request = given[0] ?? {};
    return (await this.#send(method, path, this.#addressOf(path, parameters, query), body, options))
      .body as never;
  }

  /** A list of the API, whichever it is: iterate it. */
  list<P extends ListPath>(path: P, ...given: RequestArguments<ReadOf<P>, CallOptions>): Listing<ItemOf<P>> {
    return new Listing(this.#stepsFrom(path, given[0] ?? {}));
  }

  /** The answers of a call that goes on where it stopped, each with what the ones before it had; the last is the whole. */
  async *steps<P extends CursorPath>(
    path: P,
    ...given: RequestArguments<ReadOf<P>, CallOptions>
  ): AsyncGenerator<AnswerOf<Operation<'GET', P>>, void, undefined> {
    for await (const { answer } of stepsFrom(this.#stepsFrom(path, given[0] ?? {})))
      yield answer.body as never;
  }

  #stepsFrom(path: string, { path: parameters = {}, query = {}, ...options }: Request): Steps {
    return {
      first: this.#addressOf(path, parameters, query),
      read: (url, chosen) => this.#send('GET', path, url, undefined, chosen),
      options,
      maxSteps: this.#maxPages,
    };
  }

  async #send(method: string, path: string, url: URL, content: unknown, options: CallOptions) {
    const call = `${method} ${path}`;
    const isWrite = method !== 'GET' && !harmless.has(call);
    const { ifMatch, idempotencyKey = replayable.includes(call) ? crypto.randomUUID() : undefined } = options;
    const body = content === undefined ? undefined : JSON.stringify(content);
    const headers = {
      Accept: 'application/json',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(ifMatch != null && { 'If-Match': ifMatch }),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    };
    const isRepeatable = !isWrite || (idempotencyKey !== undefined && replayable.includes(call));
    const answer = await this.#transport.send({ method, url, headers, body, isRepeatable, isWrite }, options);
    if (answer.body !== null) keepHeaders(answer.body as object, answer.headers);
    return answer;
  }

  #addressOf(path: string, parameters: Readonly<Record<string, string>>, query: Query): URL {
    const filled = path
      .slice(1)
      .replace(/\{(\w+)\}/g, (_, name: string) => segmentOf(name, parameters[name]));
    const url = new URL(filled, this.#base);
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined || value === null) continue;
      url.searchParams.set(name, Array.isArray(value) ? value.join(',') : String(value));
    }
    return url;
  }
}

type ReadOf<P extends CursorPath> = { readonly query?: QueryOf<Operation<'GET', P>> } & PathMember<P>;

type PathMember<P extends CursorPath> = [PathParametersOf<Operation<'GET', P>>] extends [never]
  ? { readonly path?: never }
  : { readonly path: PathParametersOf<Operation<'GET', P>> };

/** @throws TypeError for what would make another path: nothing, or a step up */
function segmentOf(name: string, value: unknown): string {
  if (typeof value !== 'string' || /^\.{0,2}$/.test(value))
    throw new TypeError(`${name}: must be a text, and no dots alone`);
  return encodeURIComponent(value);
}
