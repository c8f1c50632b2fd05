import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { texts } from '../texts/texts.ts';
import { PartMissing } from './part-missing.ts';

/** Stands where a page has thrown: the frame goes on. After a release, an open tab may miss a part of a former one. */
export function Broken({ error }: { readonly error: unknown }) {
  const isMissing = error instanceof PartMissing;
  return (
    <Alert
      type={isMissing ? 'warning' : 'error'}
      header={isMissing ? texts.states.partMissing : texts.states.broken}
      action={<Button onClick={() => location.reload()}>{texts.states.reload}</Button>}
    >
      {isMissing ? texts.states.partMissingDetail : texts.states.brokenDetail}
    </Alert>
  );
}
