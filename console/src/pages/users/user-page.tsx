import Button from '@cloudscape-design/components/button';
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { User } from '@latchkey/client';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { PageLink } from '../../frame/page-link.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { Moment } from '../../texts/moment.tsx';
import { PagePending } from '../../states/page-pending.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { type Deed, UserDeed } from './user-deed.tsx';
import { keysHref, userHref, usersHref } from './hrefs.ts';
import { Status } from './status.tsx';
import { useUser } from './use-user.ts';

const route = getRouteApi('/users/$userId');

/** One user: what they hold, and what can be done about them. */
export function UserPage() {
  const { userId } = route.useParams();
  const { users } = texts;
  const { data: user, error, refetch } = useUser(userId);
  useTrail({ text: users.title, href: usersHref }, { text: userId, href: userHref(userId) });
  const follow = useFollow();
  const principal = usePrincipal();
  const [deed, setDeed] = useState<Deed | null>(null);
  if (user === undefined) {
    return <PagePending title={userId} error={error} retry={() => void refetch()} />;
  }
  const { keyCount, roles } = user;
  const readsRoles = may(principal, 'roles:read') || may(principal, 'roles:manage');
  const items = deedsFor(user, {
    manages: may(principal, 'users:manage'),
    revokes: may(principal, 'api-keys:manage'),
  });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {items.length > 0 && (
                <ButtonDropdown items={items} onItemClick={({ detail }) => setDeed(detail.id as Deed)}>
                  {users.actions}
                </ButtonDropdown>
              )}
              {may(principal, 'users:manage') && (
                <Button variant="primary" href={`${userHref(userId)}/edit`} onFollow={follow}>
                  {users.edit}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          <Named>{user.displayName}</Named>
        </Header>
      }
    >
      <Container header={<Header variant="h2">{users.details}</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: users.columns.userId, value: <Named>{user.userId}</Named> },
            { label: users.columns.status, value: <Status {...user} /> },
            {
              label: users.columns.keys,
              value:
                keyCount === 0 ? (
                  users.noKeys
                ) : (
                  <PageLink href={keysHref(user.userId)}>{users.keys(formatNumber(keyCount))}</PageLink>
                ),
            },
            {
              label: users.columns.roles,
              value:
                roles.length === 0 ? (
                  <StatusIndicator type="warning">{users.noRolesDetail}</StatusIndicator>
                ) : (
                  <ul className="plain-list">
                    {roles.map((role) => (
                      <li key={role}>
                        {readsRoles ? (
                          <PageLink href={`/roles/${encodeURIComponent(role)}`}>{role}</PageLink>
                        ) : (
                          role
                        )}
                      </li>
                    ))}
                  </ul>
                ),
            },
            { label: users.columns.createdAt, value: <Moment at={user.createdAt} /> },
            { label: users.columns.updatedAt, value: <Moment at={user.updatedAt} /> },
          ]}
        />
      </Container>
      {deed !== null && <UserDeed user={user} deed={deed} close={() => setDeed(null)} />}
    </ContentLayout>
  );
}

/** What can be done, and why not where it cannot be done yet. */
function deedsFor(
  { status, keyCount }: User,
  { manages, revokes }: { readonly manages: boolean; readonly revokes: boolean },
): ButtonDropdownProps.Item[] {
  const { deeds } = texts.users;
  const inTheWay =
    keyCount > 0 ? { disabled: true, disabledReason: deeds.hasKeys(formatNumber(keyCount)) } : {};
  const noKeys = keyCount === 0 ? { disabled: true, disabledReason: texts.users.noKeys } : {};
  const change = status === 'active' ? 'disable' : 'enable';
  return [
    ...(manages ? [{ id: change, text: deeds[change].action }] : []),
    ...(revokes ? [{ id: 'revoke', text: deeds.revoke.action, ...noKeys }] : []),
    ...(manages ? [{ id: 'delete', text: deeds.delete.action, ...inTheWay }] : []),
  ];
}
