import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useBlocker } from '@tanstack/react-router';
import { texts } from '../texts/texts.ts';

/** Asks before what is typed is lost. Whoever has saved goes on with `ignoreBlocker`. */
export function LeaveGuard({ isChanged }: { readonly isChanged: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => true,
    enableBeforeUnload: () => isChanged,
    disabled: !isChanged,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  const { forms } = texts;
  return (
    <Modal
      visible
      header={forms.leave}
      closeAriaLabel={texts.frame.close}
      onDismiss={reset}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={reset}>
              {forms.stay}
            </Button>
            <Button variant="primary" onClick={proceed}>
              {forms.discard}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {forms.leaveDetail}
    </Modal>
  );
}
