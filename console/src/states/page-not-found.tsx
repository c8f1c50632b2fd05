import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useFollow } from '../frame/follow.ts';
import { texts } from '../texts/texts.ts';

export function PageNotFound() {
  const follow = useFollow();
  return (
    <ContentLayout header={<Header variant="h1">{texts.states.notFound}</Header>}>
      <SpaceBetween size="s">
        <Box variant="p">{texts.states.notFoundDetail}</Box>
        <Button href="/api-keys" onFollow={follow}>
          {texts.states.toKeys}
        </Button>
      </SpaceBetween>
    </ContentLayout>
  );
}
