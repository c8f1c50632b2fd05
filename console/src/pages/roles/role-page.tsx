import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { PageLink } from '../../frame/page-link.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useScopes } from '../../api/deployment.ts';
import { RightsView } from '../../permissions/rights-view.tsx';
import { ScopesView } from '../../permissions/scopes-view.tsx';
import { PagePending } from '../../states/page-pending.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { DeleteRole } from './delete-role.tsx';
import { Holders } from './holders.tsx';
import { builtInRole, roleHref, rolesHref } from './hrefs.ts';
import { useRole } from './use-role.ts';

const route = getRouteApi('/roles/$name');

/** One role: what it grants, and to whom. */
export function RolePage() {
  const { name } = route.useParams();
  const { roles } = texts;
  useTrail({ text: roles.title, href: rolesHref }, { text: name, href: roleHref(name) });
  const { data: role, error, refetch } = useRole(name);
  const { data: catalogue = [] } = useScopes();
  const principal = usePrincipal();
  const follow = useFollow();
  const [isDeleting, setDeleting] = useState(false);
  if (role === undefined) {
    return <PagePending title={name} error={error} retry={() => void refetch()} />;
  }
  const isBuiltIn = name === builtInRole;
  const isEditor = may(principal, 'roles:manage');
  const reason = isBuiltIn ? { disabled: true, disabledReason: roles.builtIn } : {};
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={role.description === '' ? undefined : <Named>{role.description}</Named>}
          actions={
            isEditor && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button {...reason} onClick={() => setDeleting(true)}>
                  {roles.delete}
                </Button>
                <Button {...reason} variant="primary" href={`${roleHref(name)}/edit`} onFollow={follow}>
                  {roles.edit}
                </Button>
              </SpaceBetween>
            )
          }
        >
          {role.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {isBuiltIn && <Alert type="info">{roles.builtIn}</Alert>}
        <Container header={<Header variant="h2">{texts.scopes.title}</Header>}>
          <ScopesView scopes={role.scopes} catalogue={catalogue} />
        </Container>
        <Container header={<Header variant="h2">{texts.rights.title}</Header>}>
          <RightsView rights={role.accessRights} />
        </Container>
        {may(principal, 'users:read') || may(principal, 'users:manage') ? (
          <Holders name={name} />
        ) : (
          <Box color="text-body-secondary">{roles.holdersHidden}</Box>
        )}
        {may(principal, 'api-keys:manage') && (
          <PageLink href={`/api-keys?role=${encodeURIComponent(name)}`}>{roles.keysOfHolders}</PageLink>
        )}
      </SpaceBetween>
      {isDeleting && <DeleteRole role={role} close={() => setDeleting(false)} />}
    </ContentLayout>
  );
}
