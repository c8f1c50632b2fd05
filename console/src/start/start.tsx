import type { ReactNode } from 'react';
import { isOfDocs } from '../pages/docs/hrefs.ts';
import { openSession } from '../session/sign-in.ts';
import { ReturnedWindow } from '../session/returned-window.tsx';
import { SignedOut, SignInFailed } from '../session/signed-out.tsx';
import { type Configuration, readConfiguration } from './configuration.ts';
import { Application } from './application.tsx';
import { NotConfigured, NotStarted } from './not-started.tsx';

/** Shows the console once somebody has signed in, or what keeps it from being shown. The reference is for everybody. */
export function start(show: (page: ReactNode) => void): void {
  open(show).catch((error: unknown) => {
    console.error(error);
    show(<NotStarted />);
  });
}

async function open(show: (page: ReactNode) => void): Promise<void> {
  const configuration = await readConfiguration();
  if (movesToOwnAddress(configuration)) return;
  if (isOfDocs(location.pathname)) {
    const { Docs } = await import('../pages/docs/docs.tsx');
    show(<Docs configuration={configuration} />);
    return;
  }
  const { issuer, clientId } = configuration;
  if (issuer === null || clientId === null) {
    show(<NotConfigured />);
    return;
  }
  const opened = await openSession({ issuer, clientId, redirectUri: configuration.consoleUrl });
  switch (opened.kind) {
    case 'signed-in':
      show(<Application configuration={configuration} session={opened.session} />);
      break;
    case 'signed-out':
      show(<SignedOut signIn={opened.signIn} />);
      break;
    case 'failed':
      show(<SignInFailed reason={opened.reason} signIn={opened.signIn} />);
      break;
    case 'window':
      show(<ReturnedWindow />);
      break;
    case 'leaving':
  }
}

/** The issuer knows one address of the console: at any other, `localhost` for one, nobody could sign in. */
function movesToOwnAddress({ consoleUrl }: Configuration): boolean {
  const { origin } = new URL(consoleUrl);
  if (origin === location.origin) return false;
  location.replace(`${origin}${location.pathname}${location.search}${location.hash}`);
  return true;
}
