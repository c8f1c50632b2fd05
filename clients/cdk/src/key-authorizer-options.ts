import type { Latchkey } from './latchkey.ts';

/** What REST APIs and HTTP APIs are protected with alike. */
export interface KeyAuthorizerOptions {
  /** The deployment that the keys belong to. */
  readonly latchkey: Latchkey;

  /** What Latchkey calls the API: 1 to 64 characters of a–z, 0–9 and -, unique in the deployment. */
  readonly name: string;

  /**
   * Shown beside the name.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * `deny`: the gateway answers every refusal. `middleware`: the backend answers those of callers who are authenticated,
   * with `protect()`; Lambda proxy integrations only. `observe`: everything is let through, and usage tells the verdict.
   *
   * @default 'deny'
   */
  readonly enforcement?: 'deny' | 'middleware' | 'observe';

  /**
   * Whether access tokens of people pass, as keys do.
   *
   * @default false
   */
  readonly people?: boolean;
}
