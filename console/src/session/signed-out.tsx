import Button from '@cloudscape-design/components/button';
import { LonePage } from '../frame/lone-page.tsx';
import { texts } from '../texts/texts.ts';

export function SignedOut({ signIn }: { readonly signIn: () => void }) {
  return (
    <LonePage title={texts.session.signedOut} actions={<SignIn onClick={signIn} />}>
      {texts.session.signedOutDetail}
    </LonePage>
  );
}

interface SignInFailedProps {
  /** The issuer's; null where it gave none. */
  readonly reason: string | null;
  readonly signIn: () => void;
}

export function SignInFailed({ reason, signIn }: SignInFailedProps) {
  return (
    <LonePage title={texts.session.failed} actions={<SignIn onClick={signIn} />}>
      {reason === null ? texts.session.failedDetail : <bdi>{reason}</bdi>}
    </LonePage>
  );
}

function SignIn({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="primary" onClick={onClick}>
      {texts.session.signIn}
    </Button>
  );
}
