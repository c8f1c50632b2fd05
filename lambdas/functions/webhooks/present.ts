import type * as z from 'zod';
import { isoTime } from '../../domain/time.ts';
import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import { etagOf } from '../../gateway/if-match.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { webhook } from './schemas.ts';

export function presentWebhook(endpoint: Endpoint, now: number): Presented<z.output<typeof webhook>> {
  const { id, name, url, kind, events, scope, status, disabledReason, legacySignature, userId } = endpoint;
  const { formerSecretEndsAt, createdAt, updatedAt } = endpoint;
  const isRotating = formerSecretEndsAt !== null && now < formerSecretEndsAt;
  return {
    id,
    name,
    url,
    kind,
    events,
    scope,
    status,
    disabledReason,
    legacySignature,
    userId,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    rotationEndsAt: isRotating ? isoTime(formerSecretEndsAt) : null,
  };
}

export function answerWith(endpoint: Endpoint, now: number) {
  return { body: presentWebhook(endpoint, now), headers: { ETag: etagOf(endpoint.version) } };
}
