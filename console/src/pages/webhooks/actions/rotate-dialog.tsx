import { etagOf, LatchkeyError, ProblemError, type Webhook } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirmation } from '../../../forms/confirmation.tsx';
import { useServices } from '../../../start/services.ts';
import { texts } from '../../../texts/texts.ts';
import { WithHeader } from '../cells.tsx';
import { useSecret } from '../secret/use-secret.ts';
import { WebhookSecret } from '../secret/webhook-secret.tsx';

interface RotateDialogProps {
  readonly webhook: Webhook;
  readonly close: () => void;
}

const graces = ['0s', '1h', '24h', '7d', '30d'] as const;

/** Gives a webhook another secret. Messages are signed with the old one as well for as long as is chosen. */
export function RotateDialog({ webhook, close }: RotateDialogProps) {
  const { rotate: words, secret } = texts.webhooks;
  const { api } = useServices();
  const queries = useQueryClient();
  const [gracePeriod, setGrace] = useState<(typeof graces)[number]>('24h');
  const rotation = useSecret(() =>
    api.webhooks.rotateSecret(webhook.id, { gracePeriod }, { ifMatch: etagOf(webhook) }),
  );
  const { made, isPending, error } = rotation;
  const rotate = async () => {
    await rotation.make(null);
    // The version is another then, also where the answer was lost.
    await queries.invalidateQueries({ queryKey: ['webhooks'] });
  };
  if (made !== null && made.secret !== null)
    return <WebhookSecret name={made.name} secret={made.secret} close={close} />;
  const options = graces.map((value) => ({ value, label: words.graces[value] }));
  return (
    <Confirmation
      title={words.title}
      confirm={words.confirm}
      isBusy={isPending}
      error={error instanceof Error ? error : null}
      act={() => void rotate()}
      close={() => {
        if (!isPending) close();
      }}
    >
      <Box variant="p">{words.detail}</Box>
      <FormField label={words.grace} description={words.graceHint}>
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === gracePeriod) ?? null}
          onChange={({ detail }) =>
            setGrace(graces.find((each) => each === detail.selectedOption.value) ?? gracePeriod)
          }
        />
      </FormField>
      {webhook.legacySignature && (
        <Box variant="p">
          <WithHeader>{words.legacy}</WithHeader>
        </Box>
      )}
      {webhook.rotationEndsAt !== null && <Alert type="warning">{words.overlapping}</Alert>}
      {error instanceof LatchkeyError && !(error instanceof ProblemError) && error.mayHaveHappened && (
        <Alert type="warning">{secret.unknown}</Alert>
      )}
    </Confirmation>
  );
}
