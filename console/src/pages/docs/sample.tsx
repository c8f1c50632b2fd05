import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../../texts/texts.ts';

interface SampleProps {
  readonly label: string;
  readonly text: string;
}

/** Lines to read, and to copy. */
export function Sample({ label, text }: SampleProps) {
  return (
    <SpaceBetween size="xxs">
      <div className="sample-head">
        <Box variant="awsui-key-label">{label}</Box>
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={texts.docs.copy(label)}
          copySuccessText={texts.states.copied}
          copyErrorText={texts.states.notCopied}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and so must be reached */}
      <pre className="code-lines sample" tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </SpaceBetween>
  );
}

/** A body as JSON. */
export function JsonSample({ label, value }: { readonly label: string; readonly value: unknown }) {
  return <Sample label={label} text={JSON.stringify(value, null, 2)} />;
}
