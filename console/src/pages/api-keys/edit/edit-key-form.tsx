import { etagOf, type ApiKey, type ApiKeyChanges } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ChangedMeanwhile } from '../../../forms/changed-meanwhile.tsx';
import { useErrorFocus } from '../../../forms/field-errors.ts';
import { LeaveGuard } from '../../../forms/leave-guard.tsx';
import { useSave } from '../../../forms/use-save.ts';
import { useFollow } from '../../../frame/follow.ts';
import { useNotify } from '../../../frame/notifications.tsx';
import { faultsOf } from '../../../permissions/rights-faults.ts';
import { isPassing } from '../../../states/explain.ts';
import { Failure } from '../../../states/failure.tsx';
import { useServices } from '../../../start/services.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { changesOf, draftOfKey, narrowedDraftOf } from '../form/key-draft.ts';
import { KeyFields } from '../form/key-fields.tsx';
import { PermissionsPreview } from '../form/permissions-preview.tsx';
import { keyErrorsOf } from '../form/key-errors.ts';
import { differencesOf } from './key-differences.ts';

interface EditKeyFormProps {
  /** The key as the form was opened; what comes later is compared with it. */
  readonly opened: ApiKey;
  /** Whether the form begins with the limits that leave the key what it used. */
  readonly isNarrowed: boolean;
  readonly restart: () => void;
  readonly close: () => void;
}

export function EditKeyForm({ opened, isNarrowed, restart, close }: EditKeyFormProps) {
  const { edit: words, form: formWords } = texts.apiKey;
  const { api } = useServices();
  const queries = useQueryClient();
  const notify = useNotify();
  const follow = useFollow();
  // A refreshed query does not change what somebody is editing.
  const [base] = useState(opened);
  const [draft, setDraft] = useState(() => (isNarrowed ? narrowedDraftOf(base) : draftOfKey(base)));
  const [attempt, setAttempt] = useState<object | null>(null);
  const changes = changesOf(draft, base);
  const isUnchanged = Object.keys(changes).length === 0;
  const preview = useChangePreview(base, changes);
  const saving = useSave<ApiKey, ApiKeyChanges>({
    base,
    save: (body, seen) => api.keys.update(base.id, body, { ifMatch: etagOf(seen) }),
    reload: () => api.keys.get(base.id),
    done: (key) => {
      notify({
        type: 'success',
        content: (
          <>
            {words.saved} <Named>{key.name}</Named>
          </>
        ),
      });
      void queries.invalidateQueries({ queryKey: ['api-keys'] });
      close();
    },
  });
  const { theirs } = saving;
  const { errorOf, failure } = keyErrorsOf(saving.error);
  const foreseen = keyErrorsOf(preview.error).errorOf;
  const form = useErrorFocus(saving.error, attempt);
  const nameFault = draft.name.trim() === '' ? formWords.nameMissing : undefined;
  const submit = () => {
    setAttempt({});
    const isComplete = nameFault === undefined && faultsOf(draft.rights ?? []).size === 0;
    if (isComplete && theirs === null && !isUnchanged) saving.save(changes);
  };
  return (
    <ContentLayout header={<Header variant="h1">{words.title}</Header>}>
      <LeaveGuard isChanged={!isUnchanged && !saving.isSaving && !saving.isSaved} />
      <div ref={form} className="beside">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Form
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" formAction="none" href={`/api-keys/${base.id}`} onFollow={follow}>
                  {formWords.cancel}
                </Button>
                <Button
                  variant="primary"
                  loading={saving.isSaving}
                  disabled={isUnchanged || theirs !== null}
                  disabledReason={theirs === null ? words.nothing : texts.meanwhile.title}
                >
                  {formWords.save}
                </Button>
              </SpaceBetween>
            }
          >
            <SpaceBetween size="l">
              <KeyFields
                draft={draft}
                change={(changed) => setDraft((former) => ({ ...former, ...changed }))}
                errorOf={(field) =>
                  errorOf(field) ??
                  foreseen(field) ??
                  (attempt !== null && field === 'name' ? nameFault : undefined)
                }
                deadScopes={preview.data?.dead.scopes ?? []}
                isChecked={attempt !== null}
                current={base}
              />
              {theirs !== null && (
                <ChangedMeanwhile
                  differences={differencesOf(base, theirs, changes)}
                  keepMine={saving.keepMine}
                  takeTheirs={() => {
                    queries.setQueryData(['api-keys', base.id], theirs);
                    restart();
                  }}
                />
              )}
              {theirs === null && failure !== null && (
                <Failure error={failure} {...(isPassing(failure) && { retry: submit })} />
              )}
            </SpaceBetween>
          </Form>
        </form>
        <aside aria-label={texts.apiKey.preview.title}>
          <PermissionsPreview
            draft={draft}
            preview={preview.data}
            error={preview.error}
            isFormer={preview.isPlaceholderData}
            retry={() => void preview.refetch()}
          />
        </aside>
      </div>
    </ContentLayout>
  );
}

const pauseMs = 300;

/** Asks what the key could do then, once nothing more is typed. */
function useChangePreview({ id, name }: ApiKey, changes: ApiKeyChanges) {
  const { api } = useServices();
  // The name changes nothing of what a key can do; without any field the API refuses.
  const asked = JSON.stringify({ name, ...changes });
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), pauseMs);
    return () => clearTimeout(timer);
  }, [asked]);
  return useQuery({
    queryKey: ['previews', id, settled],
    queryFn: ({ signal }) => {
      const body = JSON.parse(settled) as ApiKeyChanges;
      return api.request('POST', '/api-keys/{id}/preview', { path: { id }, body, signal });
    },
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}
