import { etagOf, type ApiKey, type ApiKeyRotation } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
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

interface RotateDialogProps {
  readonly apiKey: ApiKey;
  readonly close: (isDone: boolean) => void;
}

const graces = ['0s', '1h', '24h', '7d', '30d'] as const;

/** Gives a key another secret. The old one works on for as long as is chosen. */
export function RotateDialog({ apiKey, close }: RotateDialogProps) {
  const { rotate: words } = texts.apiKey;
  const { api } = useServices();
  const { data: settings } = useSettings();
  const [grace, setGrace] = useState<(typeof graces)[number]>('24h');
  const [chosen, setChosen] = useState<ExpiryDraft | null>(null);
  // Once sent, it is not retried against a later version: what was shown is what is rotated.
  const [ifMatch] = useState(() => etagOf(apiKey));
  const isExpired = apiKey.status === 'expired';
  const policy = settings?.keyPolicy ?? { requireExpiry: false, maxLifetimeDays: null };
  const [nowMs] = useState(Date.now);
  const expiry = chosen ?? defaultExpiry(policy, nowMs);
  const minting = useMint((body: ApiKeyRotation, idempotencyKey) =>
    api.keys.rotate(apiKey.id, body, { idempotencyKey, ifMatch }),
  );
  const { errorOf, failure } = keyErrorsOf(minting.error);
  const form = useErrorFocus(minting.error);
  const rotate = () => void minting.mint(isExpired ? expiryOf(expiry) : { gracePeriod: grace });
  const { minted, lost } = minting;
  if (minted !== null) return <SecretOnce minted={minted} close={() => close(true)} />;
  if (lost !== null) return <LostSecret lost={lost} close={() => close(true)} />;
  const options = graces.map((value) => ({ value, label: words.graces[value] }));
  return (
    <Question
      title={words.title}
      confirmLabel={words.confirm}
      confirm={rotate}
      cancel={() => close(minting.error !== null)}
      isPending={minting.isPending}
      disabledReason={minting.isUnknown ? texts.apiKey.lost.unknown : undefined}
    >
      <div>
        <Named>{apiKey.name}</Named>. {words.detail}
      </div>
      <div ref={form}>
        {isExpired ? (
          <ExpiryField
            expiry={expiry}
            change={setChosen}
            errorText={errorOf('expiresAt') ?? errorOf('expiresIn') ?? undefined}
          />
        ) : (
          <FormField label={words.grace} description={words.graceHint} errorText={errorOf('gracePeriod')}>
            <Select
              options={options}
              selectedOption={options.find(({ value }) => value === grace) ?? null}
              onChange={({ detail }) =>
                setGrace(graces.find((each) => each === detail.selectedOption.value) ?? grace)
              }
            />
          </FormField>
        )}
      </div>
      {isExpired && <Alert type="info">{words.expired}</Alert>}
      {apiKey.rotation !== null && <Alert type="warning">{words.overlapping}</Alert>}
      {minting.isUnknown ? (
        <UnknownOutcome minting={minting} />
      ) : (
        failure !== null && <Failure error={failure} />
      )}
    </Question>
  );
}
