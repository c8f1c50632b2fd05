import Button from '@cloudscape-design/components/button';
import { getRouteApi } from '@tanstack/react-router';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { useTrail } from '../../frame/trail.tsx';
import { ListTable } from '../../listing/list-table.tsx';
import { changedList, turnedList } from '../../listing/paging.ts';
import { SearchField } from '../../listing/search-field.tsx';
import { usePage } from '../../listing/use-page.ts';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { roleColumns } from './columns.tsx';
import { newRoleHref, rolesHref } from './hrefs.ts';
import { readRoleSearch, type RoleSearch } from './search.ts';

const route = getRouteApi('/roles');

/** All roles, by name. */
export function RolesPage() {
  const { roles } = texts;
  useTrail({ text: roles.title, href: rolesHref });
  const { api } = useServices();
  const principal = usePrincipal();
  const follow = useFollow();
  const search = readRoleSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const show = (next: RoleSearch, replace = false) => void navigate({ search: next, replace });
  const { search: text } = search;
  const filter = text === undefined ? {} : { search: text };
  const page = usePage({
    queryKey: ['roles', filter],
    paging: search,
    read: (part, options) => api.roles.list({ ...filter, ...part }, options).page(),
  });
  return (
    <ListTable
      title={roles.title}
      detail={roles.detail}
      page={page}
      paging={search}
      turn={(to) => show(turnedList(search, to))}
      trackBy="name"
      columns={roleColumns}
      empty={{ title: roles.empty, detail: roles.emptyDetail, noMatch: roles.noMatch }}
      clear={text === undefined ? undefined : () => show(changedList(search, { search: undefined }))}
      filters={
        <SearchField
          label={roles.search}
          value={text ?? ''}
          change={(typed) => show(changedList(search, { search: typed }), true)}
        />
      }
      action={
        may(principal, 'roles:manage') && (
          <Button variant="primary" href={newRoleHref} onFollow={follow}>
            {roles.create}
          </Button>
        )
      }
    />
  );
}
