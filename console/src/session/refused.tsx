import { ProblemError } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { LonePage } from '../frame/lone-page.tsx';
import { useServices } from '../start/services.ts';
import { Named } from '../texts/named.tsx';
import { texts } from '../texts/texts.ts';

const refusals: Readonly<Record<string, { title: string; ask: string }>> = {
  USER_UNKNOWN: { title: texts.refused.unknown, ask: texts.refused.unknownAsk },
  USER_DISABLED: { title: texts.refused.disabled, ask: texts.refused.disabledAsk },
  USER_HAS_NO_ROLES: { title: texts.refused.noRoles, ask: texts.refused.noRolesAsk },
};

/** Whether the API refuses everything to whoever has signed in. */
export function isRefusalOfPerson(error: unknown): error is ProblemError {
  return error instanceof ProblemError && Object.hasOwn(refusals, error.code);
}

/** Names who has signed in, and what to ask for. */
export function Refused({ error }: { readonly error: ProblemError }) {
  const { session } = useServices();
  const { title = '', ask = '' } = refusals[error.code] ?? {};
  return (
    <LonePage
      title={title}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="primary" onClick={() => location.reload()}>
            {texts.states.tryAgain}
          </Button>
          <Button onClick={() => void session.signOut()}>{texts.refused.other}</Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="s">
        <Box>{ask}</Box>
        <Box variant="h2">
          <Named>{session.userName}</Named>
        </Box>
      </SpaceBetween>
    </LonePage>
  );
}
