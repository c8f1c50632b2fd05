import type { ServiceConfiguration } from '@latchkey/client';
import { type DefineCommand, examples } from '../../command.ts';
import type { Context } from '../../context.ts';
import { exitCodes } from '../../exit-code.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { findDeployment } from '../../session/deployment.ts';
import type { Credential, Profile } from '../../session/profile.ts';
import { inputOf } from '../../input.ts';
import { secretOf } from '../../session/session.ts';
import { momentFrom } from './moment-from.ts';

interface LoginOptions {
  readonly browser: boolean;
  readonly withToken?: boolean;
  readonly tokenOverride?: string;
  readonly userId?: string;
  readonly expiresAt?: string;
  readonly insecureStorage?: boolean;
}

/** `latchkey login` */
export const defineLogin: DefineCommand = (command, run) => {
  command
    .argument('[url]', "the API's or the console's address; that of the profile, if not given")
    .option('--no-browser', 'print the address, and take the one that the browser ends at (SSH, containers)')
    .option('--with-token', 'read a key, or an access token, from standard input')
    .option('--token-override <token>', 'the same from the command line, where others can read it')
    .option('--user-id <userId>', 'whose token it has to be')
    .option(
      '--expires-at <when>',
      'when the token ends: +3600 (seconds from now), seconds since 1970, or a time',
    )
    .option('--insecure-storage', 'keep the credential in a file that whoever gets to it can read')
    .addHelpText(
      'after',
      examples(
        'latchkey login https://keys.example.com',
        'latchkey login https://abc123.execute-api.eu-west-1.amazonaws.com/api/v1 --no-browser',
        'latchkey login --profile ci --with-token < key.txt',
      ),
    )
    .action(run(login));
};

async function login(context: Context, options: LoginOptions, url?: string): Promise<void> {
  const { session } = context;
  const address = url ?? session.givenUrl ?? (await session.profile())?.apiUrl;
  if (address === undefined)
    throw usageFailure('the address is missing', 'latchkey login https://keys.example.com');
  const store = session.store(options.insecureStorage === true ? 'file' : 'keyring');
  // Where nothing can be kept, nobody should sign in first.
  await store.read(session.profileName);
  const deployment = await findDeployment(context, address);
  const credential = await obtain(context, deployment, options);
  const { userId, apiKey } = await context.apiAt(deployment.apiUrl, secretOf(credential)).me();
  if (options.userId !== undefined && options.userId.toLowerCase() !== userId.toLowerCase()) {
    throw new Failure(`the token is of ${userId}`, exitCodes.forbidden, 'Nothing was kept.');
  }
  const isPerson = credential.kind === 'person';
  const profile: Profile = {
    apiUrl: deployment.apiUrl,
    consoleUrl: deployment.consoleUrl,
    userId,
    store: store.name,
    issuer: isPerson ? deployment.issuer : null,
    clientId: isPerson ? deployment.clientIds.commandLine : null,
  };
  const known = isPerson
    ? credential
    : { ...credential, expiresAt: credential.expiresAt ?? apiKey?.expiresAt ?? null };
  await session.keep(profile, known);
  if (store.name === 'file')
    await context.note('The credential is in a file: whoever gets to it can use it.');
  await context.note(`Signed in at ${deployment.apiUrl} as ${userId}.`);
}

async function obtain(
  context: Context,
  deployment: ServiceConfiguration,
  options: LoginOptions,
): Promise<Credential> {
  const { surroundings } = context;
  const given =
    options.tokenOverride ?? (options.withToken === true ? (await inputOf(surroundings)).trim() : null);
  if (given !== null) {
    if (!/^[\x21-\x7e]+$/.test(given))
      throw usageFailure('there is no token: it is one line of text without spaces');
    if (options.tokenOverride !== undefined) {
      await context.note(
        'warning: others can read the arguments of commands; --with-token reads standard input.',
      );
    }
    const { expiresAt } = options;
    return {
      kind: 'token',
      token: given,
      expiresAt: expiresAt === undefined ? null : momentFrom(expiresAt, surroundings.now()),
    };
  }
  if (options.userId !== undefined || options.expiresAt !== undefined) {
    throw usageFailure('--user-id and --expires-at are about a token: --with-token');
  }
  const { issuer, clientIds } = deployment;
  if (issuer === null || clientIds.commandLine === null) {
    throw new Failure(
      'this deployment has no sign-in for the command line',
      undefined,
      'Use a key: latchkey login --with-token; or ask its operator to set oidc.commandLineClientId.',
    );
  }
  const { signIn } = await import('../../session/sign-in/sign-in.ts');
  return await signIn(context, { issuer, clientId: clientIds.commandLine, hasBrowser: options.browser });
}
