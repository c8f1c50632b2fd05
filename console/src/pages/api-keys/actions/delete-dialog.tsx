import { etagOf, type ApiKey, type UsageEntry } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from '../../../frame/notifications.tsx';
import { Failure } from '../../../states/failure.tsx';
import { useServices } from '../../../start/services.ts';
import { formatNumber, formatAgo } from '../../../texts/formats.ts';
import { isolated, Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { Question } from './question.tsx';

interface DeleteDialogProps {
  readonly apiKey: ApiKey;
  readonly close: (isDone: boolean) => void;
}

const dayMs = 86_400_000;
const readEntries = 100;
const shownCallers = 5;

/** Deletes a key for good, once its name was typed. Where it is in use, it says by what, and offers to pause it. */
export function DeleteDialog({ apiKey, close }: DeleteDialogProps) {
  const { delete: words } = texts.apiKey;
  const { api } = useServices();
  const notify = useNotify();
  const [typed, setTyped] = useState('');
  const [nowMs] = useState(Date.now);
  const [ifMatch, setIfMatch] = useState(() => etagOf(apiKey));
  const { id, name, lastUsedAt } = apiKey;
  const deletion = useMutation({
    mutationFn: () => api.keys.delete(id, { ifMatch }),
    onSuccess: () => {
      notify({
        type: 'success',
        content: (
          <>
            {words.deleted} <Named>{name}</Named>
          </>
        ),
      });
      close(true);
    },
  });
  const isInUse = lastUsedAt !== null && Date.parse(lastUsedAt) > nowMs - dayMs;
  return (
    <Question
      title={words.title}
      confirmLabel={words.confirm}
      confirm={() => deletion.mutate()}
      cancel={() => close(false)}
      isPending={deletion.isPending}
      disabledReason={typed === name ? undefined : words.typeName}
    >
      <div>{words.detail}</div>
      {isInUse && (
        <InUse
          apiKey={apiKey}
          lastUsedAt={lastUsedAt}
          nowMs={nowMs}
          ifMatch={ifMatch}
          onPaused={setIfMatch}
        />
      )}
      <FormField label={words.typeName} constraintText={<Named>{words.typeExactly(name)}</Named>}>
        <Input value={typed} autoComplete={false} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
      {deletion.error !== null && <Failure error={deletion.error} />}
    </Question>
  );
}

interface InUseProps {
  readonly apiKey: ApiKey;
  readonly lastUsedAt: string;
  readonly nowMs: number;
  readonly ifMatch: string | null;
  /** Called with the version that it has then. */
  readonly onPaused: (version: string | null) => void;
}

function InUse({ apiKey, lastUsedAt, nowMs, ifMatch, onPaused }: InUseProps) {
  const { delete: words } = texts.apiKey;
  const { api } = useServices();
  const from = new Date(nowMs - dayMs).toISOString();
  const { data } = useQuery({
    queryKey: ['api-keys', apiKey.id, 'callers', from],
    queryFn: async ({ signal }) =>
      (await api.usage.list(apiKey.id, { from, limit: readEntries }, { signal }).page()).items,
    gcTime: 0,
  });
  const pause = useMutation({
    mutationFn: () => api.keys.pause(apiKey.id, { ifMatch }),
    onSuccess: (paused) => onPaused(etagOf(paused)),
  });
  return (
    <Alert
      type="warning"
      header={words.used(formatAgo(lastUsedAt, nowMs))}
      action={
        apiKey.status === 'active' &&
        !pause.isSuccess && (
          <Button loading={pause.isPending} onClick={() => pause.mutate()}>
            {words.pauseInstead}
          </Button>
        )
      }
    >
      <SpaceBetween size="xs">
        {data !== undefined && data.length > 0 && (
          <div>
            {words.usedBy}
            <ul>
              {callersOf(data).map(({ entry, calls }) => (
                <li key={entry.requestId}>
                  <Named>
                    {words.usedLine(
                      formatNumber(calls),
                      isolated(entry.route ?? entry.path ?? texts.apiKey.usage.unknown),
                      entry.sourceIp ?? words.unknownAddress,
                      isolated(entry.userAgent ?? words.unknownAgent),
                    )}
                  </Named>
                </li>
              ))}
            </ul>
          </div>
        )}
        {data?.length === 0 && <div>{words.usedUnknown}</div>}
        <div>{words.pauseFirst}</div>
        {pause.isSuccess && <StatusIndicator type="success">{words.paused}</StatusIndicator>}
        {pause.error !== null && <Failure error={pause.error} />}
      </SpaceBetween>
    </Alert>
  );
}

/** Who calls, the most frequent first: calls of one path, address and program are one. */
function callersOf(entries: readonly UsageEntry[]): { readonly entry: UsageEntry; readonly calls: number }[] {
  const callers = new Map<string, { entry: UsageEntry; calls: number }>();
  for (const entry of entries) {
    const { route, path, sourceIp, userAgent } = entry;
    const caller = JSON.stringify([route ?? path, sourceIp, userAgent]);
    const calls = (callers.get(caller)?.calls ?? 0) + 1 + (entry.repeated ?? 0);
    callers.set(caller, { entry: callers.get(caller)?.entry ?? entry, calls });
  }
  return [...callers.values()].toSorted((a, b) => b.calls - a.calls).slice(0, shownCallers);
}
