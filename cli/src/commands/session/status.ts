import { type DefineCommand, examples } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { moment } from '../../output/moments.ts';
import type { View } from '../../output/view.ts';

/** Who a command acts as, without asking the API. */
interface Status {
  readonly profile: string;
  readonly signedIn: boolean;
  readonly apiUrl: string | null;
  readonly consoleUrl: string | null;
  readonly userId: string | null;
  /** `variable`: LATCHKEY_TOKEN. */
  readonly store: 'keyring' | 'file' | 'variable' | null;
  readonly via: 'sign-in' | 'token' | null;
  /** Of the token; null for never, or unknown. */
  readonly expiresAt: string | null;
  /** Whether it is renewed by itself. */
  readonly renews: boolean;
}

const view: View<Status> = {
  columns: [
    { title: 'profile', value: ({ profile }) => profile },
    { title: 'signed in', value: ({ signedIn }) => (signedIn ? 'yes' : 'no') },
    { title: 'user', value: ({ userId }) => userId ?? 'unknown: latchkey whoami' },
    { title: 'API', value: ({ apiUrl }) => apiUrl ?? 'unknown' },
    { title: 'console', value: ({ consoleUrl }) => consoleUrl ?? 'none' },
    { title: 'kept in', value: ({ store }) => store ?? 'nothing' },
    {
      title: 'until',
      value: ({ expiresAt, renews }) =>
        expiresAt === null ? 'unknown' : `${moment(expiresAt)}${renews ? ', renewed by itself' : ''}`,
    },
  ],
  fields: ['profile', 'signedIn', 'apiUrl', 'consoleUrl', 'userId', 'store', 'via', 'expiresAt', 'renews'],
  name: ({ profile }) => profile,
};

/** `latchkey status` */
export const defineStatus: DefineCommand = (command, run) => {
  command.addHelpText('after', examples('latchkey status', 'latchkey status --output json')).action(
    run(async (context): Promise<ExitCode> => {
      const status = await statusOf(context);
      await context.print.record(status, view);
      return status.signedIn ? exitCodes.ok : exitCodes.notSignedIn;
    }),
  );
};

async function statusOf({ session, surroundings }: Context): Promise<Status> {
  const profile = await session.profile();
  const { profileName, givenToken, givenUrl } = session;
  const place = {
    profile: profileName,
    apiUrl: givenUrl ?? profile?.apiUrl ?? null,
    consoleUrl: profile?.consoleUrl ?? null,
  };
  const nobody = { ...place, userId: null, via: null, expiresAt: null, renews: false };
  if (givenToken !== null) return { ...nobody, signedIn: true, store: 'variable', via: 'token' };
  if (profile === null) return { ...nobody, signedIn: false, store: null };
  const { store, userId } = profile;
  const credential = await session.store(store).read(profileName);
  if (credential === null) return { ...nobody, userId, signedIn: false, store };
  const { expiresAt } = credential;
  const renews = credential.kind === 'person' && credential.refreshToken !== null;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= surroundings.now().getTime();
  return {
    ...place,
    signedIn: renews || !isOver,
    userId,
    store,
    via: credential.kind === 'person' ? 'sign-in' : 'token',
    expiresAt,
    renews,
  };
}
