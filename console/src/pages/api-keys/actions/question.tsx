import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { texts } from '../../../texts/texts.ts';

interface QuestionProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly confirm: () => void;
  readonly cancel: () => void;
  readonly cancelLabel?: string;
  readonly isPending?: boolean;
  readonly disabledReason?: string | undefined;
}

/** Asks before something is done to a key. */
export function Question(props: QuestionProps) {
  const { title, children, confirmLabel, confirm, cancel, isPending = false, disabledReason } = props;
  const { cancelLabel = texts.apiKey.actions.cancel } = props;
  // What is under way could still answer, with a secret.
  const dismiss = () => {
    if (!isPending) cancel();
  };
  return (
    <Modal
      visible
      header={title}
      onDismiss={dismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={isPending} onClick={dismiss}>
              {cancelLabel}
            </Button>
            <Button
              variant="primary"
              loading={isPending}
              disabled={disabledReason !== undefined}
              {...(disabledReason !== undefined && { disabledReason })}
              onClick={confirm}
            >
              {confirmLabel}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </Modal>
  );
}
