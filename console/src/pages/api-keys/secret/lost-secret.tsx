import type { SecretLost } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import { useServices } from '../../../start/services.ts';
import { Failure } from '../../../states/failure.tsx';
import { formatMoment } from '../../../texts/formats.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { Question } from '../actions/question.tsx';
import { SecretOnce } from './secret-once.tsx';
import { useMint } from './use-mint.ts';

interface LostSecretProps {
  readonly lost: SecretLost;
  /** Called when the new secret was seen, or is not wanted, with the id of the key. */
  readonly close: (id: string) => void;
}

/** A key that there is, and a secret that nobody has: offers another. */
export function LostSecret({ lost, close }: LostSecretProps) {
  const { api } = useServices();
  const { lost: words } = texts.apiKey;
  const rotation = useMint((_: null, idempotencyKey) => api.keys.rotate(lost.id, {}, { idempotencyKey }));
  const { rotationEndsAt, name } = lost.record;
  if (rotation.minted !== null) return <SecretOnce minted={rotation.minted} close={() => close(lost.id)} />;
  return (
    <Question
      title={words.title}
      confirmLabel={words.rotate}
      confirm={() => {
        // A second answer that is lost is another intent: the first has no secret any more.
        if (rotation.lost !== null) rotation.reset();
        void rotation.mint(null);
      }}
      cancel={() => close(lost.id)}
      cancelLabel={words.toKey}
      isPending={rotation.isPending}
    >
      <Alert type="warning">
        <Named>{name}</Named> {words.detail}
        {rotationEndsAt !== null && ` ${words.formerEnds(formatMoment(rotationEndsAt))}`}
      </Alert>
      {rotation.error !== null && rotation.lost === null && <Failure error={rotation.error} />}
    </Question>
  );
}
