import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useServices } from '../../../start/services.ts';
import { Failure } from '../../../states/failure.tsx';
import { formatMoment } from '../../../texts/formats.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { SecretOnce } from './secret-once.tsx';
import { type Minting, useMint } from './use-mint.ts';
import type { SecretLost } from '@latchkey/client';

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
    <div role="alert">
      <SpaceBetween size="s">
        <Alert
          type="warning"
          header={words.title}
          action={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                variant="primary"
                loading={rotation.isPending}
                onClick={() => {
                  // A second answer that is lost is another intent: the first has no secret any more.
                  if (rotation.lost !== null) rotation.reset();
                  void rotation.mint(null);
                }}
              >
                {words.rotate}
              </Button>
              <Button onClick={() => close(lost.id)}>{words.toKey}</Button>
            </SpaceBetween>
          }
        >
          <Named>{name}</Named> {words.detail}
          {rotationEndsAt !== null && ` ${words.formerEnds(formatMoment(rotationEndsAt))}`}
        </Alert>
        {rotation.error !== null && rotation.lost === null && <Failure error={rotation.error} />}
      </SpaceBetween>
    </div>
  );
}

interface UnknownOutcomeProps<Body> {
  readonly minting: Minting<Body>;
  readonly askAgain: () => void;
}

/** An answer that was lost altogether: asked again under the same name, nothing is done twice. */
export function UnknownOutcome<Body>({ minting, askAgain }: UnknownOutcomeProps<Body>) {
  const { lost: words } = texts.apiKey;
  return (
    <div role="alert">
      <Alert
        type="warning"
        header={words.unknown}
        action={
          <Button loading={minting.isPending} onClick={askAgain}>
            {words.askAgain}
          </Button>
        }
      >
        {words.unknownDetail}
      </Alert>
    </div>
  );
}
