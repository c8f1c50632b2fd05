import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect } from 'react';
import { texts } from '../texts/texts.ts';

interface LonePageProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A page without the frame, for whoever cannot use it. */
export function LonePage({ title, children, actions }: LonePageProps) {
  useEffect(() => {
    document.title = `${title} – ${texts.product}`;
  }, [title]);
  return (
    <main className="lone-page">
      <Container header={<Header variant="h1">{title}</Header>}>
        <SpaceBetween size="l">
          <Box variant="div">{children}</Box>
          {actions}
        </SpaceBetween>
      </Container>
    </main>
  );
}
