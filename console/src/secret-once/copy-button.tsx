import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** What is said once it is in the clipboard. */
  readonly done: string;
  readonly variant?: 'primary' | 'normal';
  readonly onCopied?: () => void;
  readonly onRefused?: () => void;
}

/** Copies, and says whether it did: browsers can refuse it. */
export function CopyButton({ text, label, done, variant = 'normal', onCopied, onRefused }: CopyButtonProps) {
  const [result, setResult] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
      onCopied?.();
    } catch {
      setResult('refused');
      onRefused?.();
    }
  };
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <Button iconName="copy" variant={variant} onClick={() => void copy()}>
        {label}
      </Button>
      <span aria-live="polite">
        {result === 'copied' && <StatusIndicator type="success">{done}</StatusIndicator>}
        {result === 'refused' && (
          <StatusIndicator type="error">{texts.apiKey.secret.refused}</StatusIndicator>
        )}
      </span>
    </SpaceBetween>
  );
}
