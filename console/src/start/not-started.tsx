import Button from '@cloudscape-design/components/button';
import { LonePage } from '../frame/lone-page.tsx';
import { texts } from '../texts/texts.ts';

/** What is shown where the console's own files cannot be read. */
export function NotStarted() {
  return (
    <LonePage
      title={texts.start.notStarted}
      actions={<Button onClick={() => location.reload()}>{texts.states.tryAgain}</Button>}
    >
      {texts.start.notStartedDetail}
    </LonePage>
  );
}

/** What is shown where the deployment names no client for the console at its issuer. */
export function NotConfigured() {
  return <LonePage title={texts.start.notConfigured}>{texts.start.notConfiguredDetail}</LonePage>;
}
