import type { Webhook } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDetailPanel } from '../../../frame/detail-panel.tsx';
import { ListTable } from '../../../listing/list-table.tsx';
import { changedList, type Loose, turnedList } from '../../../listing/paging.ts';
import { usePage } from '../../../listing/use-page.ts';
import { useServices } from '../../../start/services.ts';
import { texts } from '../../../texts/texts.ts';
import {
  type DeliveryFilters as Filters,
  filtersOf,
  readWebhookSearch,
  type WebhookSearch,
  withDelivery,
} from '../search.ts';
import { deliveryColumns } from './columns.tsx';
import { DeliveryFilters } from './delivery-filters.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { useRetry } from './use-retry.ts';

const route = getRouteApi('/webhooks/$id');

/** What was sent to a webhook, and is on its way; each with its attempts. */
export function Deliveries({ webhook }: { readonly webhook: Webhook }) {
  const { deliveries: words, replay } = texts.webhooks;
  const { id, status } = webhook;
  const { api } = useServices();
  const search = readWebhookSearch({ ...route.useSearch() });
  const filters = filtersOf(search);
  const navigate = route.useNavigate();
  const [isReplaying, setReplaying] = useState(false);
  const page = usePage({
    queryKey: ['webhooks', id, 'deliveries', filters],
    paging: search,
    read: (part, options) => api.webhooks.deliveries(id, { ...filters, ...part }, options).page(),
  });
  const { isPending, mutate, variables } = useRetry(id);
  const shown = page.items.find((each) => each.id === search.delivery);
  const panel = useMemo(() => {
    if (shown === undefined) return null;
    const close = () =>
      void navigate({ search: (now: WebhookSearch) => withDelivery(now, null), replace: true });
    return { id: shown.id, content: <DeliveryPanel delivery={shown} />, close };
  }, [shown, navigate]);
  useDetailPanel(panel);
  const change = (changes: Loose<Filters>) =>
    void navigate({ search: changedList<WebhookSearch>(search, { delivery: undefined, ...changes }) });
  const isFiltered = Object.keys(filters).length > 0;
  const isActive = status === 'active';
  const off = isActive ? {} : { disabled: true, disabledReason: words.enableFirst };
  const emptyDetail = isActive ? words.emptyDetail : words.emptyDisabled;
  return (
    <>
      <ListTable
        variant="container"
        title={words.title}
        detail={words.detail}
        page={page}
        paging={search}
        turn={(to) => void navigate({ search: turnedList(search, to) })}
        trackBy="id"
        columns={deliveryColumns({
          open: (delivery) => void navigate({ search: withDelivery(search, delivery.id) }),
          retry: (delivery) => mutate(delivery),
          busyId: isPending ? variables.id : null,
          isActive,
        })}
        others={
          <Button {...off} onClick={() => setReplaying(true)}>
            {replay.action}
          </Button>
        }
        filters={<DeliveryFilters filters={filters} change={change} />}
        clear={isFiltered ? () => change({ state: undefined, from: undefined, to: undefined }) : undefined}
        empty={{ title: words.empty, detail: emptyDetail, noMatch: words.noMatch }}
      />
      {isReplaying && <ReplayDialog webhook={webhook} close={() => setReplaying(false)} />}
    </>
  );
}
