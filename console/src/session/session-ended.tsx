import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, useSyncExternalStore } from 'react';
import { texts } from '../texts/texts.ts';
import type { Session } from './session.ts';

/** Stands over the page when the session has ended, and lets people sign in again without losing what they have typed. */
export function SessionEnded({ session }: { readonly session: Session }) {
  const isEnded = useSyncExternalStore(session.listen, () => session.isEnded);
  const [isRefused, setRefused] = useState(false);
  const signIn = async () => setRefused(!(await session.signInAgain()));
  if (!isEnded) return null;
  return (
    <Modal
      visible
      header={texts.session.ended}
      onDismiss={() => {}}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => void session.signOut()}>
              {texts.session.signOut}
            </Button>
            <Button variant="primary" onClick={() => void signIn()}>
              {texts.session.signIn}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>{texts.session.endedDetail(session.userName)}</Box>
        {isRefused && <Alert type="warning">{texts.session.noWindow}</Alert>}
      </SpaceBetween>
    </Modal>
  );
}
