export { type ChainFault, type ChainReport, verifyChain } from './audit/verify-chain.ts';
export { ConnectionError, LatchkeyError, TimeoutError, UnexpectedAnswerError } from './client/errors.ts';
export { etagOf, headersOf } from './client/answer-headers.ts';
export { Latchkey } from './latchkey.ts';
export type { Listing, Page } from './client/listing.ts';
export type { MintedKey } from './client/minted.ts';
export type { CallOptions, LatchkeyOptions } from './client/options.ts';
export type { Pacing } from './client/pacing.ts';
export { ProblemError } from './client/problem-error.ts';
export { SecretLost } from './client/secret-lost.ts';
export * from './generated/problem-errors.ts';
export type * from './generated/api.ts';
export {
  verifyWebhook,
  type WebhookEvent,
  type WebhookHeaders,
  type WebhookOptions,
} from './webhooks/verify-webhook.ts';
export { type WebhookFault, WebhookVerificationError } from './webhooks/webhook-verification-error.ts';
