import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  readonly detail?: string;
  /** The next step. */
  readonly action?: ReactNode;
}

/** A list with nothing in it, or nothing that matches. */
export function Empty({ title, detail, action }: EmptyProps) {
  return (
    <Box textAlign="center" color="inherit" margin={{ vertical: 'l' }}>
      <SpaceBetween size="s">
        <Box variant="strong" color="inherit">
          {title}
        </Box>
        {detail !== undefined && (
          <Box variant="p" color="inherit">
            {detail}
          </Box>
        )}
        {action}
      </SpaceBetween>
    </Box>
  );
}
