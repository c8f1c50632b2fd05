import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useBlocker } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { Named } from '../texts/named.tsx';
import { texts } from '../texts/texts.ts';
import { CopyButton } from './copy-button.tsx';
import type { EnvironmentFile } from './environment-file.ts';

/** A secret, with where it goes and how it is used. */
export interface ShownSecret {
  /** Of what it is the secret. */
  readonly name: string;
  readonly secret: string;
  readonly file: EnvironmentFile;
  /** How it is used: lines to copy, without the secret. */
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly words: {
    readonly use: string;
    /** What follows where it was not copied. */
    readonly leaveDetail: string;
  };
}

interface ShownOnceProps {
  readonly shown: ShownSecret;
  readonly close: () => void;
}

/** A secret, shown this once. Whoever leaves before it was copied is asked first. */
export function ShownOnce({ shown, close }: ShownOnceProps) {
  const { secret: words } = texts.apiKey;
  const { name, secret, file, lines } = shown;
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
            detail={shown.words.leaveDetail}
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
          {words.once} <Named>{name}</Named>
        </Alert>
        <SpaceBetween size="xs">
          <Box variant="awsui-key-label" id={labelId}>
            {words.label}
          </Box>
          {/* What somebody copies by hand counts, too. */}
          <code className="secret" ref={secretBox} aria-labelledby={labelId} onCopy={() => setKept(true)}>
            {secret}
          </code>
          <SpaceBetween direction="horizontal" size="xs">
            <CopyButton
              text={secret}
              variant="primary"
              label={words.copy}
              done={words.copied}
              onCopied={() => setKept(true)}
              onRefused={() => select(secretBox.current)}
            />
            <Button
              iconName="download"
              onClick={() => {
                download(file.name, file.content);
                setKept(true);
              }}
            >
              {words.download}
            </Button>
          </SpaceBetween>
        </SpaceBetween>
        <Box variant="p">{shown.words.use}</Box>
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
  readonly detail: string;
  readonly stay: () => void;
  readonly leave: () => void;
}

function LeaveQuestion({ detail, stay, leave }: LeaveQuestionProps) {
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
        {detail}
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
