import { type DefineCommand, examples } from '../../command.ts';
import { revoke } from '../../session/sign-in/revoke.ts';

/** `latchkey logout` */
export const defineLogout: DefineCommand = (command, run) => {
  command.addHelpText('after', examples('latchkey logout', 'latchkey logout --profile ci')).action(
    run(async (context) => {
      const { session, surroundings } = context;
      const profile = await session.profile();
      if (profile === null) return await context.note('Nobody is signed in.');
      const store = session.store(profile.store);
      const credential = await store.read(session.profileName);
      await session.forget(profile);
      const isRevoked = credential?.kind !== 'person' || (await revoke(profile, credential, surroundings));
      await context.note(`Signed out ${profile.userId} of ${profile.apiUrl}.`);
      if (credential?.kind === 'token')
        await context.note('The key itself works on: latchkey keys delete ends it.');
      if (!isRevoked) await context.note('warning: the issuer did not end the session; it ends by itself.');
    }),
  );
};
