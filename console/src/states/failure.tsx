import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { formatNumber } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';
import { explain } from './explain.ts';

interface FailureProps {
  readonly error: unknown;
  /** Left out where trying again is the page's own affair. */
  readonly retry?: () => void;
}

/** What has gone wrong, with the request id to copy, and another attempt as soon as it makes sense. */
export function Failure(props: FailureProps) {
  // With another error the wait begins anew.
  return <FailureAlert key={explain(props.error).requestId} {...props} />;
}

function FailureAlert({ error, retry }: FailureProps) {
  const { title, detail, requestId, retryAfterSeconds } = explain(error);
  const seconds = useCountdown(retryAfterSeconds);
  return (
    <Alert
      type="error"
      header={title}
      action={
        retry !== undefined && (
          <Button formAction="none" onClick={retry} disabled={seconds > 0}>
            {seconds > 0 ? texts.states.tryAgainIn(formatNumber(seconds)) : texts.states.tryAgain}
          </Button>
        )
      }
    >
      <SpaceBetween size="xs">
        <div>{detail}</div>
        {requestId !== null && (
          <div>
            {texts.states.requestId}:{' '}
            <CopyToClipboard
              variant="inline"
              textToCopy={requestId}
              copyButtonAriaLabel={texts.states.copyRequestId}
              copySuccessText={texts.states.copied}
              copyErrorText={texts.states.notCopied}
            />
          </div>
        )}
      </SpaceBetween>
    </Alert>
  );
}

/** Whole seconds that are left. */
function useCountdown(from: number): number {
  const [left, setLeft] = useState(from);
  useEffect(() => {
    const endsAtMs = Date.now() + from * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((endsAtMs - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [from]);
  return left;
}
