import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { Failure } from '../states/failure.tsx';
import { texts } from '../texts/texts.ts';

interface ConfirmationProps {
  readonly title: string;
  readonly confirm: string;
  readonly children: ReactNode;
  /** What has to be typed before it can be done; left out where it can be undone. */
  readonly typed?: string;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly act: () => void;
  readonly close: () => void;
}

/** Asks once more, says what follows, and stays open where it was refused. */
export function Confirmation(props: ConfirmationProps) {
  const { title, confirm, children, typed, isBusy, error, act, close } = props;
  const [text, setText] = useState('');
  const isMeant = typed === undefined || text === typed;
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={texts.frame.close}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              {texts.forms.cancel}
            </Button>
            <Button variant="primary" loading={isBusy} disabled={!isMeant} onClick={act}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant && !isBusy) act();
        }}
      >
        <SpaceBetween size="m">
          {children}
          {typed !== undefined && (
            <FormField
              label={
                <>
                  {texts.forms.typeName} <bdi className="name">{typed}</bdi>
                </>
              }
            >
              <Input value={text} autoComplete={false} onChange={({ detail }) => setText(detail.value)} />
            </FormField>
          )}
          {error !== null && <Failure error={error} />}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
