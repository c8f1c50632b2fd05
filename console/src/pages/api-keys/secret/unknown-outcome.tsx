import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { texts } from '../../../texts/texts.ts';
import type { Minting } from './use-mint.ts';

interface UnknownOutcomeProps<Body> {
  readonly minting: Minting<Body>;
}

/** An answer that was lost altogether: asked again under the same name, nothing is done twice. */
export function UnknownOutcome<Body>({ minting }: UnknownOutcomeProps<Body>) {
  const { lost: words } = texts.apiKey;
  return (
    <div role="alert">
      <Alert
        type="warning"
        header={words.unknown}
        action={
          <Button formAction="none" loading={minting.isPending} onClick={() => void minting.askAgain()}>
            {words.askAgain}
          </Button>
        }
      >
        {words.unknownDetail}
      </Alert>
    </div>
  );
}
