import type { ApiKey } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { PageLink } from '../../frame/page-link.tsx';
import { RightsList } from '../../permissions/rights-list.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

/** How many projects a key's own rights name; opens what is allowed in each. */
export function Projects({ id, name, accessRights }: Pick<ApiKey, 'id' | 'name' | 'accessRights'>) {
  const { keys, rights } = texts;
  if (accessRights === null) return <>{keys.allOfUser}</>;
  const projects = Object.keys(accessRights.projects ?? {});
  if (projects.length === 0) return <NoProjects />;
  return (
    <Popover
      header={rights.title}
      renderWithPortal
      dismissAriaLabel={texts.frame.close}
      content={
        <SpaceBetween size="s">
          <RightsList rights={accessRights} />
          <PageLink href={`/api-keys/${id}?tab=permissions`}>{keys.toPermissions}</PageLink>
        </SpaceBetween>
      }
    >
      {projects.includes('*') ? rights.allProjects : keys.projects(formatNumber(projects.length))}{' '}
      <span className="said-only">{keys.projectsOf(name)}</span>
    </Popover>
  );
}

/** Rights of its own that allow nothing anywhere: seldom what somebody meant. */
function NoProjects() {
  return (
    <>
      <StatusIndicator type="warning">{texts.keys.noProjects}</StatusIndicator>
      <Box variant="small" color="text-status-warning" display="block">
        {texts.keys.noProjectsDetail}
      </Box>
    </>
  );
}
