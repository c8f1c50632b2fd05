import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useFollow } from '../../frame/follow.ts';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';

/** From nothing to the first call that is let through. */
export function FirstSteps({ isOwn }: { readonly isOwn: boolean }) {
  const { steps } = texts.overview;
  const { configuration } = useServices();
  const follow = useFollow();
  const call = `curl -sS ${configuration.apiUrl}/me -H "Authorization: Bearer $LATCHKEY_API_KEY"`;
  const create = (
    <Button variant="primary" href="/api-keys/new" onFollow={follow}>
      {steps.createAction}
    </Button>
  );
  const parts = [
    { title: steps.create, detail: steps.createDetail, content: create },
    {
      title: steps.copy,
      detail: steps.copyDetail,
      content: <Line text="export LATCHKEY_API_KEY=…" label={steps.copyExport} />,
    },
    { title: steps.call, detail: steps.callDetail, content: <Line text={call} label={steps.copyCall} /> },
  ];
  return (
    <Container
      header={
        <Header variant="h2" description={steps.description}>
          {isOwn ? steps.ownTitle : steps.title}
        </Header>
      }
      footer={
        <StatusIndicator type="in-progress" wrapText>
          {steps.waiting}
        </StatusIndicator>
      }
    >
      <ol className="steps">
        {parts.map(({ title, detail, content }) => (
          <li key={title}>
            <SpaceBetween size="xs">
              <Box variant="h3" padding="n">
                {title}
              </Box>
              <div>{detail}</div>
              {content}
            </SpaceBetween>
          </li>
        ))}
      </ol>
    </Container>
  );
}

function Line({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <code className="name">
      <CopyToClipboard
        variant="inline"
        textToCopy={text}
        copyButtonAriaLabel={label}
        copySuccessText={texts.states.copied}
        copyErrorText={texts.states.notCopied}
      />
    </code>
  );
}
