import * as z from 'zod';
import { subjectOf } from '../issuer/cognito-tokens.ts';
import type { UserPool } from '../issuer/user-pool.ts';
import type { Accounts } from './accounts.ts';
import { invitationMail } from './invitation-mail.ts';

/** A refusal, which the SDK turns into an exception of that name. */
export class AccountError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface AccountDirectory {
  readonly accounts: Accounts;
  /** Keeps a mail, under a name without its folder and ending. */
  readonly keepMail: (name: string, content: string) => Promise<void>;
}

const request = z.object({
  UserPoolId: z.string(),
  Username: z.string().min(1).max(128),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })),
  DesiredDeliveryMediums: z.tuple([z.literal('EMAIL', 'there are no text messages here')]),
  MessageAction: z.undefined('RESEND and SUPPRESS are not supported here').optional(),
});

const emailPattern = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/**
 * `AdminCreateUser` for a pool whose people sign in by email, with the errors of the API reference: the account's name is
 * a UUID, and the mail is kept in a file.
 */
export async function adminCreateUser(
  input: unknown,
  pools: ReadonlyMap<string, UserPool>,
  { accounts, keepMail }: AccountDirectory,
): Promise<object> {
  const { data, error } = request.safeParse(input);
  // Not by a name that Cognito has: what the laptop lacks must not pass for a refusal of the address.
  if (error !== undefined) throw new AccountError('UnknownOperationException', z.prettifyError(error));
  const { UserPoolId, Username: email, UserAttributes } = data;
  const pool = pools.get(UserPoolId);
  if (pool === undefined) {
    throw new AccountError('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`);
  }
  if (!emailPattern.test(email)) {
    throw new AccountError('InvalidParameterException', 'Username should be an email.');
  }
  const at = new Date();
  const isNew = await accounts.add(email, (id) =>
    keepMail(
      `${at.toISOString().replaceAll(':', '-')}-${id}`,
      invitationMail(pool.invitation, { to: email, id, at }),
    ),
  );
  if (!isNew) {
    throw new AccountError('UsernameExistsException', 'An account with the given email already exists.');
  }
  const seconds = at.getTime() / 1_000;
  const subject = subjectOf(email.toLowerCase());
  return {
    User: {
      Username: subject,
      Attributes: [...UserAttributes, { Name: 'sub', Value: subject }],
      UserCreateDate: seconds,
      UserLastModifiedDate: seconds,
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
    },
  };
}
