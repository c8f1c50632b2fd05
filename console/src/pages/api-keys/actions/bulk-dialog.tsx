import type { ApiKey } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import LiveRegion from '@cloudscape-design/components/live-region';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { usePrincipal } from '../../../api/principal.ts';
import { useSettings } from '../../../api/deployment.ts';
import { useServices } from '../../../start/services.ts';
import { explain } from '../../../states/explain.ts';
import { formatNumber, formatAgo } from '../../../texts/formats.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { Prefix } from '../cells.tsx';
import { defaultExpiry, type ExpiryDraft, expiryOf } from '../form/expiry.ts';
import { ExpiryField } from '../form/expiry-field.tsx';
import { type KeyAction, reasonAgainst } from './reasons.ts';

interface BulkDialogProps {
  readonly action: Exclude<KeyAction, 'rotate' | 'duplicate'>;
  readonly keys: readonly ApiKey[];
  readonly close: (isDone: boolean) => void;
}

type Result = 'running' | 'done' | { readonly reason: string; readonly requestId: string | null };

/** As many at once: the API counts calls, and each key is a call. */
const atOnce = 3;

/** Does one thing to several keys: asks once, and tells what became of each. */
export function BulkDialog({ action, keys: given, close }: BulkDialogProps) {
  const { bulk: words, actions } = texts.apiKey;
  const { api } = useServices();
  const principal = usePrincipal();
  const { data: settings } = useSettings();
  const [keys] = useState(given);
  const [nowMs] = useState(Date.now);
  const [chosen, setChosen] = useState<ExpiryDraft | null>(null);
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const policy = settings?.keyPolicy ?? { requireExpiry: false, maxLifetimeDays: null };
  const expiry = chosen ?? defaultExpiry(policy, nowMs);
  const possible = keys.filter((key) => reasonAgainst(action, key, principal) === undefined);
  const isBegun = results.size > 0;
  const failed = [...results.values()].filter((result) => typeof result === 'object').length;
  const done = [...results.values()].filter((result) => result === 'done').length;
  const isFinished = isBegun && done + failed === possible.length;
  const tell = (id: string, result: Result) => setResults((former) => new Map(former).set(id, result));
  const act = async ({ id }: ApiKey) => {
    tell(id, 'running');
    try {
      if (action === 'pause') await api.keys.pause(id);
      else if (action === 'resume') await api.keys.resume(id);
      else if (action === 'delete') await api.keys.delete(id);
      else await api.keys.update(id, expiryOf(expiry));
      tell(id, 'done');
    } catch (error) {
      const { title, detail, requestId } = explain(error);
      tell(id, { reason: `${title}. ${detail}`, requestId });
    }
  };
  const run = async () => {
    const waiting = [...possible];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };
  const dismiss = () => {
    if (!isBegun || isFinished) close(isBegun);
  };
  const summary = words.finished(formatNumber(done), formatNumber(failed));
  return (
    <Modal
      visible
      header={words.titles[action]}
      onDismiss={dismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {!isBegun && (
              <Button variant="link" onClick={dismiss}>
                {actions.cancel}
              </Button>
            )}
            {isFinished ? (
              <Button variant="primary" onClick={dismiss}>
                {actions.close}
              </Button>
            ) : (
              <Button
                variant="primary"
                loading={isBegun}
                disabled={possible.length === 0}
                onClick={() => void run()}
              >
                {`${actions[action]} (${formatNumber(possible.length)})`}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <div>{words.details[action]}</div>
        {action === 'expiry' && !isBegun && (
          <ExpiryField expiry={expiry} change={setChosen} errorText={undefined} />
        )}
        {isFinished && <LiveRegion>{summary}</LiveRegion>}
        <ul className="plain-list key-results" aria-label={words.count(formatNumber(keys.length))}>
          {keys.map((key) => (
            <li key={key.id}>
              <div>
                <Named>{key.name}</Named> <Prefix {...key} />
                {key.lastUsedAt !== null && Date.parse(key.lastUsedAt) > nowMs - 86_400_000 && (
                  <Box variant="small" display="block">
                    {words.usedRecently(formatAgo(key.lastUsedAt, nowMs))}
                  </Box>
                )}
              </div>
              <ResultOf result={results.get(key.id)} reason={reasonAgainst(action, key, principal)} />
            </li>
          ))}
        </ul>
      </SpaceBetween>
    </Modal>
  );
}

interface ResultProps {
  readonly result: Result | undefined;
  /** Why nothing is done to this one. */
  readonly reason: string | undefined;
}

function ResultOf({ result, reason }: ResultProps) {
  const { bulk: words } = texts.apiKey;
  if (reason !== undefined) return <StatusIndicator type="stopped">{reason}</StatusIndicator>;
  if (result === undefined) return null;
  if (result === 'running') return <StatusIndicator type="in-progress">{words.running}</StatusIndicator>;
  if (result === 'done') return <StatusIndicator type="success">{words.done}</StatusIndicator>;
  return (
    <StatusIndicator type="error">
      {result.reason}
      {result.requestId !== null && ` ${texts.states.requestId}: ${result.requestId}`}
    </StatusIndicator>
  );
}
