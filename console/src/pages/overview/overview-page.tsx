import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { getRouteApi } from '@tanstack/react-router';
import { may, usePrincipal } from '../../api/principal.ts';
import { useTrail } from '../../frame/trail.tsx';
import { texts } from '../../texts/texts.ts';
import { AllCalls } from './all-calls.tsx';
import { Attention } from './attention.tsx';
import { Expiring } from './expiring.tsx';
import { OwnSteps } from './own-steps.tsx';
import { defaultPeriod, readOverviewSearch } from './search.ts';
import { Totals } from './totals.tsx';

const route = getRouteApi('/overview');

/** What happened, and what to look after: of all keys for those who manage them, else of one's own. */
export function OverviewPage() {
  useTrail({ text: texts.overview.title, href: '/overview' });
  const isManager = may(usePrincipal(), 'api-keys:manage');
  const { days = defaultPeriod } = readOverviewSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{texts.overview.title}</Header>
      {isManager ? (
        <AllCalls
          days={days}
          choose={(chosen) => void navigate({ search: chosen === defaultPeriod ? {} : { days: chosen } })}
        />
      ) : (
        <OwnSteps />
      )}
      <div className="panels">
        <Totals isManager={isManager} />
        <Attention />
      </div>
      <Expiring isManager={isManager} />
    </SpaceBetween>
  );
}
