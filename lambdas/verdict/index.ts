/**
 * The verdict room: all that turns a request's headers into a verdict. It has three doors, for a key, for a person and
 * for the explanation of a key, and all of them give what `decide.ts` decides. Functions import this file and no other
 * of the room.
 */
export {
  type Authenticate,
  type AuthenticatePerson,
  type Authentication,
  createAuthenticate,
  createAuthenticatePerson,
} from './authenticate.ts';
export type { RateLimit } from './bucket.ts';
export { CostBeyondLimit } from './cost-beyond-limit.ts';
export type { Verdict } from './decide.ts';
export { connectVerdicts } from './dependencies.ts';
export { DynamoDbError } from './dynamodb/error.ts';
export { createExplainKey, type ExplainKey } from './explain-key.ts';
export { tierNamed } from './rate-limit-tier.ts';
export { findCredential } from './request-credential.ts';
export type { TokenVerifier } from './token.ts';
