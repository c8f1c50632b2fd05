import { keepPreviousData, useQuery } from '@tanstack/react-query';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useServices } from '../../start/services.ts';
import { Failure } from '../../states/failure.tsx';
import { Loading } from '../../states/loading.tsx';
import { CallsByDay } from './calls-by-day.tsx';
import { FirstSteps } from './first-steps.tsx';
import { hasAcceptedCalls, periodAt } from './period.ts';
import { RankedKeys } from './ranked-keys.tsx';
import { RefusalReasons } from './refusal-reasons.tsx';
import type { Period } from './search.ts';

/** While nothing has been let through, it is looked for again. */
const pollMs = 10_000;

interface AllCallsProps {
  readonly days: Period;
  readonly choose: (days: Period) => void;
}

/** The calls with all keys; before there is one, the way to it. */
export function AllCalls({ days, choose }: AllCallsProps) {
  const { api } = useServices();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['usage', 'overview', days],
    queryFn: ({ signal }) => api.usage.overview(periodAt(Date.now(), days), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data === undefined || hasAcceptedCalls(data) ? false : pollMs),
  });
  const retry = () => void refetch();
  if (data === undefined) return error === null ? <Loading /> : <Failure error={error} retry={retry} />;
  const isFirst = !hasAcceptedCalls(data);
  return (
    <SpaceBetween size="l">
      {error !== null && <Failure error={error} retry={retry} />}
      {isFirst && <FirstSteps isOwn={false} />}
      {(data.total > 0 || !isFirst) && (
        <SpaceBetween size="l">
          <CallsByDay overview={data} days={days} choose={choose} refresh={retry} isFetching={isFetching} />
          <div className="panels">
            <RankedKeys kind="busiest" overview={data} />
            <SpaceBetween size="l">
              <RankedKeys kind="mostRefused" overview={data} />
              <RefusalReasons byCode={data.byCode} />
            </SpaceBetween>
          </div>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
