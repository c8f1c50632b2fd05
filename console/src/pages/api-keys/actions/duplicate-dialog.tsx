import { etagOf, type ApiKey, type ApiKeyDuplication } from '@latchkey/client';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useSettings } from '../../../api/deployment.ts';
import { Failure } from '../../../states/failure.tsx';
import { useErrorFocus } from '../../../forms/field-errors.ts';
import { useServices } from '../../../start/services.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { defaultExpiry, type ExpiryDraft, expiryOf } from '../form/expiry.ts';
import { ExpiryField } from '../form/expiry-field.tsx';
import { keyErrorsOf } from '../form/key-errors.ts';
import { LostSecret } from '../secret/lost-secret.tsx';
import { SecretOnce } from '../secret/secret-once.tsx';
import { UnknownOutcome } from '../secret/unknown-outcome.tsx';
import { useMint } from '../secret/use-mint.ts';
import { Question } from './question.tsx';

interface DuplicateDialogProps {
  readonly apiKey: ApiKey;
  readonly close: (isDone: boolean) => void;
}

/** Makes a key with the fields of another: only its name is new, and its expiry where that one has one. */
export function DuplicateDialog({ apiKey, close }: DuplicateDialogProps) {
  const { duplicate: words, form: formWords } = texts.apiKey;
  const { api } = useServices();
  const router = useRouter();
  const { data: settings } = useSettings();
  const [nowMs] = useState(Date.now);
  const [name, setName] = useState(words.copyOf(apiKey.name));
  const [chosen, setChosen] = useState<ExpiryDraft | null>(null);
  const policy = settings?.keyPolicy ?? { requireExpiry: false, maxLifetimeDays: null };
  const expiry = chosen ?? defaultExpiry(policy, nowMs);
  const [ifMatch] = useState(() => etagOf(apiKey));
  const [isAttempted, setAttempted] = useState(false);
  const minting = useMint((body: ApiKeyDuplication, idempotencyKey) =>
    api.keys.duplicate(apiKey.id, body, { idempotencyKey, ifMatch }),
  );
  const { errorOf, failure } = keyErrorsOf(minting.error);
  const form = useErrorFocus(minting.error, isAttempted);
  const duplicate = () => {
    setAttempted(true);
    const body = { name: name.trim(), ...(apiKey.expiresAt !== null && expiryOf(expiry)) };
    if (body.name !== '') void minting.mint(body);
  };
  const open = (id: string) => {
    close(true);
    router.history.push(`/api-keys/${id}`);
  };
  const { minted, lost } = minting;
  if (minted !== null) return <SecretOnce minted={minted} close={() => open(minted.id)} />;
  if (lost !== null) return <LostSecret lost={lost} close={open} />;
  return (
    <Question
      title={words.title}
      confirmLabel={words.confirm}
      confirm={duplicate}
      cancel={() => close(minting.error !== null)}
      isPending={minting.isPending}
      disabledReason={minting.isUnknown ? texts.apiKey.lost.unknown : undefined}
    >
      <div>
        <Named>{apiKey.name}</Named>. {words.detail}
      </div>
      <div ref={form}>
        <FormField
          label={formWords.name}
          errorText={
            errorOf('name') ?? (isAttempted && name.trim() === '' ? formWords.nameMissing : undefined)
          }
        >
          <Input value={name} ariaRequired onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        {apiKey.expiresAt !== null && (
          <ExpiryField
            expiry={expiry}
            change={setChosen}
            errorText={errorOf('expiresAt') ?? errorOf('expiresIn')}
          />
        )}
      </div>
      {minting.isUnknown ? (
        <UnknownOutcome minting={minting} />
      ) : (
        failure !== null && <Failure error={failure} />
      )}
    </Question>
  );
}
