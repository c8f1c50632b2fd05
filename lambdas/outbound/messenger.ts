import type { Clock } from '../domain/ports.ts';
import { Problem } from '../domain/problem.ts';
import type { Answer } from '../domain/webhooks/answer.ts';
import type { Endpoint } from '../domain/webhooks/endpoint.ts';
import { type ResolveAll, type Resolution, resolveTarget } from '../domain/webhooks/resolve-target.ts';
import { signedHeaders } from '../domain/webhooks/signature.ts';
import { type Masters, type SigningState, signingSecretsOf } from '../domain/webhooks/signing-secret.ts';
import type { TargetPolicy } from '../domain/webhooks/target-url.ts';
import type { PutOnBus } from './event-bus.ts';
import type { Post } from './https-post.ts';
import type { SendMail } from './mail.ts';
import type { OutgoingMessage } from './outgoing-message.ts';

export type Addressee = SigningState & Pick<Endpoint, 'kind' | 'url' | 'legacySignature'>;

/**
 * Makes one attempt to tell an endpoint of an event, and says what came of it.
 *
 * @throws what reading a master of secrets has thrown: then nothing was sent
 */
export type Send = (endpoint: Addressee, message: OutgoingMessage) => Promise<Answer>;

export interface MessengerDependencies {
  readonly masters: Pick<Masters, 'ofVersion'>;
  readonly resolveAll: ResolveAll;
  readonly post: Post;
  /** Null where the configuration names no event bus. */
  readonly putOnBus: PutOnBus | null;
  /** Null where the configuration does not say whom mail is from. */
  readonly sendMail: SendMail | null;
  readonly targets: TargetPolicy;
  readonly now: Clock['now'];
  /** For all of an attempt. @default - 15 seconds */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 15_000;
const noAddress: Answer = { kind: 'none', reason: 'address' };
const refused: Answer = { kind: 'none', reason: 'refused' };
const late: Answer = { kind: 'none', reason: 'timeout' };
const userAgent = 'Latchkey-Webhooks';

export function createMessenger(deps: MessengerDependencies): Send {
  const { putOnBus, sendMail, timeoutMs = defaultTimeoutMs } = deps;
  return async (endpoint, message) => {
    const { kind, url } = endpoint;
    if (kind === 'https') return await sendSigned(endpoint, message, deps, timeoutMs);
    const signal = AbortSignal.timeout(timeoutMs);
    if (kind === 'eventbridge') return putOnBus === null ? refused : await putOnBus(message, signal);
    return sendMail === null || url === null ? refused : await sendMail(url, message, signal);
  };
}

async function sendSigned(
  endpoint: Addressee,
  { id, body }: OutgoingMessage,
  { masters, resolveAll, post, targets, now }: MessengerDependencies,
  timeoutMs: number,
): Promise<Answer> {
  const attemptedAt = now();
  const secrets = await signingSecretsOf(endpoint, masters, attemptedAt);
  const signal = AbortSignal.timeout(timeoutMs);
  const resolution = await unlessAborted(signal, resolve(endpoint.url ?? '', resolveAll, targets));
  if (resolution === null) return late;
  if (resolution.kind !== 'found') return noAddress;
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': userAgent,
    ...signedHeaders({ id, attemptedAt, body }, secrets, endpoint),
  };
  return await post({ destination: resolution.destination, headers, body }, signal);
}

/** A URL that could be written once, and no longer can, leads nowhere. */
async function resolve(url: string, resolveAll: ResolveAll, targets: TargetPolicy): Promise<Resolution> {
  try {
    return await resolveTarget(url, resolveAll, targets);
  } catch (error) {
    if (error instanceof Problem) return { kind: 'unresolved' };
    throw error;
  }
}

function unlessAborted<T>(signal: AbortSignal, result: Promise<T>): Promise<T | null> {
  const aborted = new Promise<null>((done) => {
    signal.addEventListener('abort', () => done(null), { once: true });
  });
  return Promise.race([result, aborted]);
}
