/**
 * The verdict room: all that turns a request's headers into a verdict. It has three doors, for a key
 * (`authenticate.ts`), for a person (there too) and for the explanation of a key (`explain-key.ts`), and a fourth for calls
 * to protected APIs (`apis/judge-call.ts`); all of them go by the rules in `decide.ts`. Functions import this file and no other of the room, but for what verifies tokens
 * (`#verdict/token`), which is loaded with the first token.
 */
export {
  type Authenticate,
  type AuthenticatePerson,
  type Authentication,
  createAuthenticate,
  createAuthenticatePerson,
} from './authenticate.ts';
export {
  type CallJudge,
  createCallJudge,
  type ForeignCall,
  type ForeignVerdict,
} from './apis/judge-call.ts';
export type { RateLimit } from './bucket.ts';
export { CostBeyondLimit } from './cost-beyond-limit.ts';
export type { Verdict } from './decide.ts';
export { connectVerdicts } from './dependencies.ts';
export { DynamoDbError } from './dynamodb/error.ts';
export { createExplainKey, type ExplainKey } from './explain-key.ts';
export { tierNamed } from './rate-limit-tier.ts';
export { findCredential, type HeaderValues } from './request-credential.ts';
export type { TokenVerifier } from './token.ts';
