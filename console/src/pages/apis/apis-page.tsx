import Button from '@cloudscape-design/components/button';
import { getRouteApi } from '@tanstack/react-router';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { useTrail } from '../../frame/trail.tsx';
import { ListTable } from '../../listing/list-table.tsx';
import { readPaging } from '../../listing/paging.ts';
import { usePage } from '../../listing/use-page.ts';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { apiColumns } from './columns.tsx';
import { apisHref, newApiHref } from './hrefs.ts';

const route = getRouteApi('/apis');

/** All protected APIs, by name. */
export function ApisPage() {
  const { apis } = texts;
  useTrail({ text: apis.title, href: apisHref });
  const { api } = useServices();
  const principal = usePrincipal();
  const follow = useFollow();
  const paging = readPaging({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const page = usePage({
    queryKey: ['apis'],
    paging,
    read: (part, options) => api.apis.list(part, options).page(),
  });
  return (
    <ListTable
      title={apis.title}
      detail={apis.detail}
      page={page}
      paging={paging}
      turn={(to) => void navigate({ search: to })}
      trackBy="name"
      columns={apiColumns}
      empty={{ title: apis.empty, detail: apis.emptyDetail }}
      action={
        may(principal, 'apis:manage') && (
          <Button variant="primary" href={newApiHref} onFollow={follow}>
            {apis.register}
          </Button>
        )
      }
    />
  );
}
