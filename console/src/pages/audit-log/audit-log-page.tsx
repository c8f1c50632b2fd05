import SplitPanel from '@cloudscape-design/components/split-panel';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useDetailPanel } from '../../frame/detail-panel.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { usePage } from '../../listing/use-page.ts';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { EventDetails } from './event-details.tsx';
import { EventTable } from './event-table.tsx';
import { type AuditSearch, changedSearch, filtersOf, readAuditSearch, withEvent } from './search.ts';

const route = getRouteApi('/audit-log');

/** Who changed what, and when. What is shown is what the address says. */
export function AuditLogPage() {
  useTrail({ text: texts.audit.title, href: '/audit-log' });
  const { api } = useServices();
  const search = readAuditSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const filters = filtersOf(search);
  const page = usePage({
    queryKey: ['audit-events', filters],
    paging: search,
    read: (part, options) => api.audit.list({ ...filters, ...part }, options).page(),
  });
  const event = page.items.find(({ eventId }) => eventId === search.event);
  const panel = useMemo(() => {
    if (event === undefined) return null;
    const close = () =>
      void navigate({ search: (shown: AuditSearch) => withEvent(shown, null), replace: true });
    const { actions, details } = texts.audit;
    const content = (
      <SplitPanel
        header={actions[event.action]}
        closeBehavior="hide"
        hidePreferencesButton
        i18nStrings={{ closeButtonAriaLabel: details.close }}
      >
        <EventDetails
          event={event}
          narrow={(chosen) => void navigate({ search: changedSearch({}, chosen) })}
        />
      </SplitPanel>
    );
    return { id: event.eventId, content, close };
  }, [event, navigate]);
  useDetailPanel(panel);
  const show = (next: AuditSearch, options: { readonly replace?: boolean } = {}) =>
    void navigate({ search: next, ...options });
  return <EventTable search={search} page={page} show={show} />;
}
