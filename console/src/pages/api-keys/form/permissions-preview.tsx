import { ProblemError, type ApiKeyPreview } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { GrantedPermissions } from '../../../permissions/granted-permissions.tsx';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import type { KeyDraft } from './key-draft.ts';

interface PermissionsPreviewProps {
  readonly draft: KeyDraft;
  readonly preview: ApiKeyPreview | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  /** Whether what is shown is of the form as it was a moment ago. */
  readonly isFormer: boolean;
}

/** What the key of a form will be able to do, as its form stands. */
export function PermissionsPreview({ draft, preview, error, retry, isFormer }: PermissionsPreviewProps) {
  const { preview: words } = texts.apiKey;
  return (
    <Container
      header={
        <Header variant="h2" info={isFormer && <Spinner />}>
          {words.title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {error === null ? null : isIncomplete(error) ? (
          <Box>{words.incomplete}</Box>
        ) : (
          <Failure error={error} retry={retry} />
        )}
        {preview === undefined && error === null && <Loading />}
        {preview !== undefined && (
          <SpaceBetween size="m">
            <LiveRegion hidden>{words.announced(formatNumber(preview.scopes.length))}</LiveRegion>
            <Refusal preview={preview} />
            {draft.scopes === null && draft.rights === null && (
              <Alert type="info" header={words.leastHeader}>
                {words.least}
              </Alert>
            )}
            {draft.type === 'end-user' && <Box variant="small">{words.endUser}</Box>}
            <GrantedPermissions preview={preview} />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Refusal({ preview: { refusal } }: { readonly preview: ApiKeyPreview }) {
  if (refusal === null || refusal.code === 'NAME_TAKEN') return null;
  const missing = refusal.missingScopes ?? [];
  return (
    <Alert type="warning" header={texts.apiKey.preview.refused}>
      {refusal.detail}
      {missing.length > 0 && ` ${texts.errors.missingScopes(missing.join(', '))}`}
    </Alert>
  );
}

function isIncomplete(error: Error): boolean {
  return error instanceof ProblemError && error.errors.length > 0;
}
