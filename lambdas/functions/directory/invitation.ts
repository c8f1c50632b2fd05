import * as environment from '../../contract/environment.ts';
import type { Origin } from '../../domain/audit/audit.ts';
import { invalid, Problem } from '../../domain/problem.ts';
import { logWarning } from '../../log.ts';
import type { AccountOutcome, MakeAccount } from './cognito-accounts.ts';

/** Whether the invited person was sent a mail, or has an account already. */
export type Invitation = Extract<AccountOutcome, 'sent' | 'existing'>;

/** Cognito's bound of a user name. */
const maxEmailLength = 128;
const emailPattern = /^[^@|:]+@[^@|:]+\.[^@|:]+$/;

/**
 * Answers of Cognito that say nothing about the request (API reference, AdminCreateUser). After the first there is an
 * account, whose person was not told: the same request then finds it `existing`.
 */
const passing = new Set([
  'CodeDeliveryFailureException',
  'InternalErrorException',
  'TooManyRequestsException',
]);

/** What makes accounts is loaded for the first invitation; null where people do not sign in by a user pool of ours. */
export function accountMaker(): MakeAccount | null {
  const userPoolId = process.env[environment.userPoolId];
  if (userPoolId === undefined || userPoolId === '') return null;
  let maker: Promise<MakeAccount> | undefined;
  return async (email) => {
    maker ??= import('#directory/cognito-accounts').then(({ createMakeAccount }) =>
      createMakeAccount(userPoolId),
    );
    return (await maker)(email);
  };
}

/** @throws Problem `INVALID` where nobody can be invited, or not by this `userId`, which is the token's email */
export function checkInvitable(userId: string, makeAccount: MakeAccount | null): MakeAccount {
  if (makeAccount === null) {
    throw invalid(
      'invite',
      'People do not sign in through Cognito here: there is nobody who would invite them',
    );
  }
  if (userId.length > maxEmailLength || !emailPattern.test(userId)) throw unfitAddress();
  return makeAccount;
}

/** @throws Problem `INVALID` for an address that Cognito does not take; `UNAVAILABLE` where nobody was invited */
export async function invite(email: string, makeAccount: MakeAccount): Promise<Invitation> {
  const outcome = await makeAccount(email).catch(refuse);
  if (outcome === 'address refused') throw unfitAddress();
  if (outcome === 'limit reached') {
    throw new Problem('UNAVAILABLE', {
      detail: 'Cognito sends no more mail for now; an operator can connect the user pool to Amazon SES',
    });
  }
  return outcome;
}

/** A mail that went out for nothing: no audit event tells of it, since there is no user whose event it could be. */
export function warnOfMail(email: string, { actor, requestId }: Pick<Origin, 'actor' | 'requestId'>): void {
  logWarning('somebody was invited, and no user was created', { actor, target: email, requestId });
}

function refuse(error: unknown): never {
  const { name, $metadata } = error as Error & { readonly $metadata?: { httpStatusCode?: number } };
  // The SDK notes its attempts on every error that an attempt ended with; without a status there was no answer.
  const isUnanswered = $metadata !== undefined && ($metadata.httpStatusCode ?? 500) >= 500;
  if (isUnanswered || passing.has(name)) throw new Problem('UNAVAILABLE', { cause: error });
  throw error;
}

function unfitAddress(): Problem {
  return invalid(
    'userId',
    'An invitation goes to an email address of 128 characters at most: give that as userId',
  );
}
