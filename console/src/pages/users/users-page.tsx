import Button from '@cloudscape-design/components/button';
import { getRouteApi } from '@tanstack/react-router';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { useTrail } from '../../frame/trail.tsx';
import { Choice } from '../../listing/choice.tsx';
import { ListTable } from '../../listing/list-table.tsx';
import { changedList, type Loose, turnedList } from '../../listing/paging.ts';
import { SearchField } from '../../listing/search-field.tsx';
import { usePage } from '../../listing/use-page.ts';
import { RoleFilter } from '../../role-choice/role-filter.tsx';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { userColumns } from './columns.tsx';
import { newUserHref, usersHref } from './hrefs.ts';
import { readUserSearch, type UserSearch } from './search.ts';

const route = getRouteApi('/users');

/** All users, by id. */
export function UsersPage() {
  const { users } = texts;
  useTrail({ text: users.title, href: usersHref });
  const { api } = useServices();
  const principal = usePrincipal();
  const follow = useFollow();
  const search = readUserSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const show = (next: UserSearch, replace = false) => void navigate({ search: next, replace });
  const change = (changes: Loose<UserSearch>) => show(changedList(search, changes), 'search' in changes);
  const { size: _, page: __, cursor: ___, ...filter } = search;
  const page = usePage({
    queryKey: ['users', filter],
    paging: search,
    read: (part, options) => api.users.list({ ...filter, ...part }, options).page(),
  });
  const isFiltered = Object.keys(filter).length > 0;
  const readsRoles = may(principal, 'roles:read') || may(principal, 'roles:manage');
  return (
    <ListTable
      title={users.title}
      detail={users.detail}
      page={page}
      paging={search}
      turn={(to) => show(turnedList(search, to))}
      trackBy="userId"
      columns={userColumns}
      empty={{ title: users.empty, detail: users.emptyDetail, noMatch: users.noMatch }}
      clear={isFiltered ? () => change({ search: undefined, status: undefined, role: undefined }) : undefined}
      filters={
        <div className="filters">
          <SearchField
            label={users.search}
            value={search.search ?? ''}
            change={(typed) => change({ search: typed })}
          />
          <Choice
            label={users.columns.status}
            options={{ all: users.allStatuses, ...users.statuses }}
            value={search.status ?? 'all'}
            choose={(status) => change({ status: status === 'all' ? undefined : status })}
          />
          {readsRoles && <RoleFilter value={search.role} choose={(role) => change({ role })} />}
        </div>
      }
      action={
        may(principal, 'users:manage') && (
          <Button variant="primary" href={newUserHref} onFollow={follow}>
            {users.create}
          </Button>
        )
      }
    />
  );
}
