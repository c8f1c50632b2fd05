import type { Webhook, WebhookTest } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import { useMutation } from '@tanstack/react-query';
import { useServices } from '../../../start/services.ts';
import { Failure } from '../../../states/failure.tsx';
import { formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';

/** Receivers have 15 seconds to answer. */
const timeoutMs = 25_000;

export function useTest({ id }: Pick<Webhook, 'id'>) {
  const { api } = useServices();
  return useMutation({
    mutationFn: () => api.webhooks.test(id, { timeoutMs, retries: 0 }),
  });
}

/** What came of a test. */
export function TestResult({ data, error, isPending, mutate }: ReturnType<typeof useTest>) {
  if (error === null && data === undefined && !isPending) return null;
  // It is there while one waits: what comes into it is said.
  return (
    <div aria-live="polite">
      {error !== null && <Failure error={error} retry={() => mutate()} />}
      {data !== undefined && !isPending && <Answer {...data} />}
    </div>
  );
}

function Answer({ status, ms, error }: WebhookTest) {
  const { test: words, noAnswer } = texts.webhooks;
  const took = formatNumber(ms);
  if (error !== null) {
    return (
      <Alert type="error" header={words.failed(took)}>
        {noAnswer[error]}
      </Alert>
    );
  }
  const code = String(status);
  const isTaken = status !== null && status >= 200 && status < 300;
  return (
    <Alert type={isTaken ? 'success' : 'error'}>
      {isTaken ? words.taken(code, took) : words.refused(code, took)}
    </Alert>
  );
}
