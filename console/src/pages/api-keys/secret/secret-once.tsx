import type { MintedKey } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useBlocker } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { useServices } from '../../../start/services.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { CopyButton } from './copy-button.tsx';
import {
  commandLine,
  curlLine,
  environmentLine,
  fileNameOf,
  pythonLines,
  typescriptLines,
} from './ready-lines.ts';

interface SecretOnceProps {
  readonly minted: MintedKey;
  readonly close: () => void;
}

/** The secret of a key, shown this once. Whoever leaves before it was copied is asked first. */
export function SecretOnce({ minted, close }: SecretOnceProps) {
  const { secret: words } = texts.apiKey;
  const { configuration } = useServices();
  const [isKept, setKept] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const isLeaving = useRef(false);
  const labelId = useId();
  const secretBox = useRef<HTMLElement>(null);
  const blocker = useBlocker({
    shouldBlockFn: () => !isKept && !isLeaving.current,
    enableBeforeUnload: () => !isKept,
    withResolver: true,
  });
  const leave = () => {
    isLeaving.current = true;
    close();
  };
  const isBlocked = blocker.status === 'blocked';
  const lines = [
    { label: words.curl, text: curlLine(configuration.apiUrl) },
    { label: words.commandLine, text: commandLine(configuration.apiUrl) },
    { label: words.typescript, text: typescriptLines(configuration.apiUrl) },
    { label: words.python, text: pythonLines(configuration.apiUrl) },
  ];
  return (
    <Modal
      visible
      size="large"
      header={words.title}
      onDismiss={() => (isKept ? leave() : setAsked(true))}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={() => (isKept ? leave() : setAsked(true))}>
            {words.done}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        {(isAsked || isBlocked) && !isKept && (
          <LeaveQuestion
            stay={() => {
              setAsked(false);
              if (isBlocked) blocker.reset();
            }}
            leave={() => {
              isLeaving.current = true;
              if (isBlocked) blocker.proceed();
              else leave();
            }}
          />
        )}
        <Alert type="info">
          {words.once} <Named>{minted.name}</Named>
        </Alert>
        <SpaceBetween size="xs">
          <Box variant="awsui-key-label" id={labelId}>
            {words.label}
          </Box>
          {/* What somebody copies by hand counts, too. */}
          <code className="secret" ref={secretBox} aria-labelledby={labelId} onCopy={() => setKept(true)}>
            {minted.key}
          </code>
          <SpaceBetween direction="horizontal" size="xs">
            <CopyButton
              text={minted.key}
              variant="primary"
              label={words.copy}
              done={words.copied}
              onCopied={() => setKept(true)}
              onRefused={() => select(secretBox.current)}
            />
            <Button
              iconName="download"
              onClick={() => {
                download(fileNameOf(minted.name), environmentLine(minted.key));
                setKept(true);
              }}
            >
              {words.download}
            </Button>
          </SpaceBetween>
        </SpaceBetween>
        <Box variant="p">{words.use}</Box>
        {lines.map(({ label, text }) => (
          <FormField key={label} label={label} stretch>
            <SpaceBetween size="xs">
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and so must be reached */}
              <pre className="code-lines" tabIndex={0} aria-label={label}>
                {text}
              </pre>
              <CopyButton text={text} label={words.copyLines(label)} done={words.linesCopied} />
            </SpaceBetween>
          </FormField>
        ))}
      </SpaceBetween>
    </Modal>
  );
}

interface LeaveQuestionProps {
  readonly stay: () => void;
  readonly leave: () => void;
}

function LeaveQuestion({ stay, leave }: LeaveQuestionProps) {
  const { secret: words } = texts.apiKey;
  return (
    <div role="alert">
      <Alert
        type="warning"
        header={words.leave}
        action={
          <SpaceBetween direction="horizontal" size="xs">
            <FocusedButton onClick={stay}>{words.stay}</FocusedButton>
            <Button onClick={leave}>{words.leaveAnyway}</Button>
          </SpaceBetween>
        }
      >
        {words.leaveDetail}
      </Alert>
    </div>
  );
}

function FocusedButton({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Button ref={(button) => button?.focus()} variant="primary" onClick={onClick}>
      {children}
    </Button>
  );
}

function select(element: HTMLElement | null): void {
  if (element !== null) getSelection()?.selectAllChildren(element);
}

/** A file that the browser makes: its address says nothing of what is in it, and ends at once. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
