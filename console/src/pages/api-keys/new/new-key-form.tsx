import type { NewApiKey, Settings } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useState } from 'react';
import { useErrorFocus } from '../../../forms/field-errors.ts';
import { usePrincipal } from '../../../api/principal.ts';
import { LeaveGuard } from '../../../forms/leave-guard.tsx';
import { useFollow } from '../../../frame/follow.ts';
import { faultsOf } from '../../../permissions/rights-faults.ts';
import { useServices } from '../../../start/services.ts';
import { isPassing } from '../../../states/explain.ts';
import { Failure } from '../../../states/failure.tsx';
import { texts } from '../../../texts/texts.ts';
import { defaultExpiry } from '../form/expiry.ts';
import { type KeyDraft, newKeyOf } from '../form/key-draft.ts';
import { KeyFields } from '../form/key-fields.tsx';
import { PermissionsPreview } from '../form/permissions-preview.tsx';
import { keyErrorsOf } from '../form/key-errors.ts';
import { LostSecret } from '../secret/lost-secret.tsx';
import { SecretOnce } from '../secret/secret-once.tsx';
import { UnknownOutcome } from '../secret/unknown-outcome.tsx';
import { useMint } from '../secret/use-mint.ts';
import { draftOf, type Prefill } from './prefill.ts';

interface NewKeyFormProps {
  readonly prefill: Prefill;
  readonly settings: Settings;
}

export function NewKeyForm({ prefill, settings }: NewKeyFormProps) {
  const { form: words } = texts.apiKey;
  const { api } = useServices();
  const { userId } = usePrincipal();
  const queries = useQueryClient();
  const router = useRouter();
  const follow = useFollow();
  const [first] = useState(() => draftOf(prefill, defaultExpiry(settings.keyPolicy, Date.now())));
  const [draft, setDraft] = useState(first);
  const [attempt, setAttempt] = useState<object | null>(null);
  const minting = useMint((body: NewApiKey, idempotencyKey) => api.keys.create(body, { idempotencyKey }));
  const body = newKeyOf(draft, userId);
  const preview = usePreview(body);
  const { errorOf, failure } = keyErrorsOf(minting.error);
  const form = useErrorFocus(minting.error, attempt);
  const submit = () => {
    // A key may be there by now: another of the same form would be a second one.
    if (minting.isUnknown) return;
    setAttempt({});
    if (faultOf(draft, 'name') === undefined && faultsOf(draft.rights ?? []).size === 0)
      void minting.mint(body);
  };
  const open = (id: string) => {
    void queries.invalidateQueries({ queryKey: ['api-keys'] });
    router.history.push(`/api-keys/${id}`, undefined, { ignoreBlocker: true });
  };
  const { minted, lost } = minting;
  const again = isPassing(failure) ? { retry: submit } : {};
  const isTyped = JSON.stringify(draft) !== JSON.stringify(first);
  const foreseen = keyErrorsOf(preview.error).errorOf;
  const takenName = preview.data?.refusal?.code === 'NAME_TAKEN' ? preview.data.refusal.detail : undefined;
  return (
    <ContentLayout header={<Header variant="h1">{texts.keys.create}</Header>}>
      <LeaveGuard isChanged={isTyped && !minting.isPending && minted === null && lost === null} />
      {minted !== null && <SecretOnce minted={minted} close={() => open(minted.id)} />}
      {lost !== null && <LostSecret lost={lost} close={open} />}
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
                <Button variant="link" formAction="none" href="/api-keys" onFollow={follow}>
                  {words.cancel}
                </Button>
                <Button
                  variant="primary"
                  loading={minting.isPending}
                  disabled={minting.isUnknown}
                  disabledReason={texts.apiKey.lost.unknown}
                >
                  {texts.keys.create}
                </Button>
              </SpaceBetween>
            }
          >
            <SpaceBetween size="l">
              <KeyFields
                draft={draft}
                change={(changes) => setDraft((former) => ({ ...former, ...changes }))}
                errorOf={(field) =>
                  errorOf(field) ??
                  (attempt === null ? undefined : faultOf(draft, field)) ??
                  foreseen(field) ??
                  (field === 'name' ? takenName : undefined)
                }
                deadScopes={preview.data?.dead.scopes ?? []}
                isChecked={attempt !== null}
              />
              {minting.isUnknown ? (
                <UnknownOutcome minting={minting} />
              ) : (
                lost === null && failure !== null && <Failure error={failure} {...again} />
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

/** What the form itself knows to be missing. */
function faultOf(draft: KeyDraft, field: string): string | undefined {
  return field === 'name' && draft.name.trim() === '' ? texts.apiKey.form.nameMissing : undefined;
}

const pauseMs = 300;

/** Asks what would come of the key, once nothing more is typed. */
function usePreview(body: NewApiKey) {
  const { api } = useServices();
  // A name is needed: one that nobody has.
  const [placeholder] = useState(() => crypto.randomUUID());
  const asked = useDeferredValue(JSON.stringify({ ...body, name: body.name || placeholder }));
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), pauseMs);
    return () => clearTimeout(timer);
  }, [asked]);
  return useQuery({
    queryKey: ['previews', settled],
    queryFn: ({ signal }) =>
      api.request('POST', '/api-keys/preview', { body: JSON.parse(settled) as NewApiKey, signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}
