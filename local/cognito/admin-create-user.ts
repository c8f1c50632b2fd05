import * as z from 'zod';
import { subjectOf } from '../issuer/cognito-tokens.ts';
import { ServiceError } from '../http/json-service.ts';
import type { UserPool } from '../issuer/user-pool.ts';
import type { Accounts } from './accounts.ts';
import { type KeepMail, mailName } from '../mail/mail-message.ts';
import { invitationMail } from './invitation-mail.ts';

export interface AccountDirectory {
  readonly accounts: Accounts;
  readonly keepMail: KeepMail;
}

const request = z.object({
  UserPoolId: z.string(),
  Username: z.string(),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })),
  DesiredDeliveryMediums: z.tuple([z.literal('EMAIL', 'there are no text messages here')]),
  MessageAction: z.undefined('RESEND and SUPPRESS are not supported here').optional(),
});

const maxUsernameLength = 128;
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
  if (error !== undefined) throw new ServiceError('UnknownOperationException', z.prettifyError(error));
  const { UserPoolId, Username: email, UserAttributes } = data;
  const pool = pools.get(UserPoolId);
  if (pool === undefined) {
    throw new ServiceError('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`);
  }
  checkEmail(email, UserAttributes.find(({ Name }) => Name === 'email')?.Value);
  const at = new Date();
  const isNew = await accounts.add(email, async (id) => {
    const mail = invitationMail(pool.invitation, { to: email, id, at });
    if (mail !== null) await keepMail(mailName({ at, id }), mail);
  });
  if (!isNew) {
    throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.');
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

/** The API reference has no texts: they are as met with Cognito (boto3 3836, cognito-local 102, aws-sdk-net 3565). */
function checkEmail(username: string, attribute: string | undefined): void {
  const refuse = (message: string) => new ServiceError('InvalidParameterException', message);
  if (username.length === 0 || username.length > maxUsernameLength) {
    const bound =
      username.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${maxUsernameLength}`;
    throw refuse(
      `1 validation error detected: Value '${username}' at 'username' failed to satisfy constraint: ` +
        `Member must have length ${bound}`,
    );
  }
  if (!emailPattern.test(username)) throw refuse('Username should be an email.');
  if (attribute !== undefined && attribute !== username) {
    throw refuse('User email should be empty or same as username, since username attribute is email');
  }
}
