import Button from '@cloudscape-design/components/button';
import { getRouteApi } from '@tanstack/react-router';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { useTrail } from '../../frame/trail.tsx';
import { Choice } from '../../listing/choice.tsx';
import { ListTable } from '../../listing/list-table.tsx';
import { changedList, turnedList } from '../../listing/paging.ts';
import { SearchField } from '../../listing/search-field.tsx';
import { usePage } from '../../listing/use-page.ts';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { webhookColumns } from './columns.tsx';
import { newWebhookHref, webhooksHref } from './hrefs.ts';
import { readWebhooksSearch, type WebhooksSearch } from './search.ts';

const route = getRouteApi('/webhooks');

/** Who is told of events: one's own, or those of everybody. */
export function WebhooksPage() {
  const { webhooks } = texts;
  useTrail({ text: webhooks.title, href: webhooksHref });
  const { api } = useServices();
  const principal = usePrincipal();
  const isManager = may(principal, 'webhooks:manage');
  const follow = useFollow();
  const search = readWebhooksSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const show = (next: WebhooksSearch, replace = false) => void navigate({ search: next, replace });
  const filter = isManager && search.userId !== undefined ? { userId: search.userId } : {};
  const page = usePage({
    queryKey: ['webhooks', filter],
    paging: search,
    read: (part, options) => api.webhooks.list({ ...filter, ...part }, options).page(),
  });
  const ofUser = (userId: string | undefined, replace = false) =>
    show(changedList(search, { userId }), replace);
  const { userId } = filter;
  return (
    <ListTable
      title={webhooks.title}
      detail={webhooks.detail}
      page={page}
      paging={search}
      turn={(to) => show(turnedList(search, to))}
      trackBy="id"
      columns={webhookColumns(isManager)}
      empty={{ title: webhooks.empty, detail: webhooks.emptyDetail, noMatch: webhooks.noMatch }}
      clear={userId === undefined ? undefined : () => ofUser(undefined)}
      filters={
        isManager && (
          <div className="filters">
            <SearchField
              label={webhooks.ofUser}
              value={userId ?? ''}
              change={(typed) => ofUser(typed, true)}
            />
            <Choice
              label={webhooks.owner}
              options={webhooks.owners}
              value={userId === principal.userId ? 'own' : 'all'}
              choose={(owner) => ofUser(owner === 'own' ? principal.userId : undefined)}
            />
          </div>
        )
      }
      action={
        <Button variant="primary" href={newWebhookHref} onFollow={follow}>
          {webhooks.create}
        </Button>
      }
    />
  );
}
