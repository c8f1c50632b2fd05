import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { texts } from '../texts/texts.ts';

/** Stands where a page has thrown: the frame goes on. After a release, an open tab may miss a part of the former one. */
export function Broken() {
  return (
    <Alert
      type="error"
      header={texts.states.broken}
      action={<Button onClick={() => location.reload()}>{texts.states.reload}</Button>}
    >
      {texts.states.brokenDetail}
    </Alert>
  );
}
