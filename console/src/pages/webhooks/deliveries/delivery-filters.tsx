import FormField from '@cloudscape-design/components/form-field';
import { Choice } from '../../../listing/choice.tsx';
import type { Loose } from '../../../listing/paging.ts';
import { TimeFilter } from '../../../listing/time-filter.tsx';
import { texts } from '../../../texts/texts.ts';
import type { DeliveryFilters as Filters } from '../search.ts';

interface DeliveryFiltersProps {
  readonly filters: Filters;
  readonly change: (changes: Loose<Filters>) => void;
}

/** What the deliveries are narrowed to. */
export function DeliveryFilters({ filters: { state, from, to }, change }: DeliveryFiltersProps) {
  const { deliveries: words } = texts.webhooks;
  return (
    <div className="audit-filters">
      <FormField label={words.state} stretch>
        <Choice
          label={words.state}
          options={{ any: words.anyState, ...words.states }}
          value={state ?? 'any'}
          choose={(chosen) => change({ state: chosen === 'any' ? undefined : chosen })}
        />
      </FormField>
      <TimeFilter from={from} to={to} change={change} />
    </div>
  );
}
