import type { Resources } from '../resources/resources.ts';
import type { CacheSettings } from './verdict-cache.ts';

/** A name, or where it stands in the call. */
export type Named<Call extends readonly unknown[]> = string | ((...call: Call) => string | undefined);

/** What a call needs, and how it is found out; `Call` is what the framework hands over. */
export interface ProtectOptions<Call extends readonly unknown[]> {
  /** Its credential needs the scope `api-keys:verify`, and no other. */
  readonly latchkey: { readonly baseUrl: string; readonly verify: Resources['verify'] };
  /** All of them. */
  readonly scopes?: readonly string[];
  /** With `action`, and a `module` or an `environment`. */
  readonly project?: Named<Call>;
  readonly module?: Named<Call>;
  readonly environment?: Named<Call>;
  readonly action?: 'read' | 'write' | 'execute' | 'deploy';
  /** Calls that this one counts for. @default 1 */
  readonly cost?: number;
  /**
   * Addresses and ranges (CIDR) of the proxies before this server. `X-Forwarded-For` is read as far as they have written it.
   *
   * @default none: the address is the connection's
   */
  readonly trustedProxies?: readonly string[];
  /** Where the connection comes from. @default what the framework tells */
  readonly peerAddress?: (...call: Call) => string | undefined;
  /** Milliseconds for Latchkey to answer, else the call is answered 503. @default 3_000 */
  readonly timeoutMs?: number;
  /**
   * Believes a verdict for seconds. Revoking a key, pausing it or taking rights away then ends it only so much later, and
   * calls that were not asked about stand in no usage. Keys with a limit are asked about each time.
   *
   * @default none
   */
  readonly cache?: CacheSettings;
  /** Headers of every refusal, those of CORS for instance. @default none */
  readonly headers?: Readonly<Record<string, string>>;
}
