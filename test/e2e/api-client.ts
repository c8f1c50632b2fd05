import { contractOf } from './served-contract.ts';

/** One answer of the API, its JSON parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever came
  readonly body: any;
}

export interface CallOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Calls the API over HTTP with one credential, and holds every answer against the OpenAPI document.
 */
export class ApiClient {
  readonly baseUrl: string;
  readonly credential: string | null;

  constructor(baseUrl: string, credential: string | null) {
    this.baseUrl = baseUrl;
    this.credential = credential;
  }

  as(credential: string | null): ApiClient {
    return new ApiClient(this.baseUrl, credential);
  }

  async call(
    method: string,
    path: string,
    { body, rawBody, headers = {} }: CallOptions = {},
  ): Promise<Answer> {
    const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const url = new URL(path.startsWith('http') ? path : this.baseUrl + path);
    const sentHeaders = new Headers({
      ...(this.credential === null ? {} : { Authorization: `Bearer ${this.credential}` }),
      ...(content === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    });
    const contract = await contractOf(this.baseUrl);
    const response = await fetch(url, {
      method,
      headers: sentHeaders,
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
    contract.check({
      method,
      path: url.pathname + url.search,
      sentHeaders,
      sentBody: Buffer.from(content ?? '').toString(),
      status: answer.status,
      headers: answer.headers,
      body: text,
    });
    return answer;
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('GET', path, options);
  }

  post(path: string, body?: unknown, options?: CallOptions): Promise<Answer> {
    return this.call('POST', path, { ...(body === undefined ? {} : { body }), ...options });
  }

  patch(path: string, body: unknown, options?: CallOptions): Promise<Answer> {
    return this.call('PATCH', path, { body, ...options });
  }

  delete(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('DELETE', path, options);
  }

  /** Every item of a list, over the chain of its `Link` headers, and the length of each page. */
  async list(path: string): Promise<{ items: Record<string, unknown>[]; pages: number[] }> {
    const items: Record<string, unknown>[] = [];
    const pages: number[] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const { status, body, headers } = await this.get(next);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      items.push(...body);
      pages.push(body.length);
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    return { items, pages };
  }
}
