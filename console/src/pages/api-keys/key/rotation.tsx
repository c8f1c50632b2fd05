import { etagOf, type ApiKey } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../../../frame/notifications.tsx';
import { Failure } from '../../../states/failure.tsx';
import { useServices } from '../../../start/services.ts';
import { formatAgo, formatMoment } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import { useNow } from '../../../texts/use-now.ts';
import { rotationPauseMs } from './use-api-key.ts';

interface RotationProps {
  readonly apiKey: ApiKey;
  readonly canChange: boolean;
}

/** Until when the old secret works, and who still presents it. */
export function Rotation({ apiKey, canChange }: RotationProps) {
  const { page: words } = texts.apiKey;
  const { api } = useServices();
  const queries = useQueryClient();
  const notify = useNotify();
  const nowMs = useNow();
  const { id, rotation } = apiKey;
  const oldPrefix = rotation?.oldPrefix ?? null;
  const rotatedAt = apiKey.lastRotatedAt;
  const { data: last } = useQuery({
    queryKey: ['api-keys', id, 'old-secret', oldPrefix],
    queryFn: async ({ signal }) => {
      const query = { keyPrefix: oldPrefix ?? '', limit: 1 };
      return (await api.usage.list(id, query, { signal }).page()).items[0] ?? null;
    },
    enabled: oldPrefix !== null,
    refetchInterval: rotationPauseMs,
  });
  const end = useMutation({
    mutationFn: () => {
      // A moment of the server's that has passed for certain: clocks of browsers can be wrong.
      const rotationEndsAt = rotatedAt ?? new Date(0).toISOString();
      return api.keys.update(id, { rotationEndsAt }, { ifMatch: etagOf(apiKey) });
    },
    onSuccess: () => notify({ type: 'success', content: words.endedNow }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (rotation === null) return end.error === null ? null : <Failure error={end.error} />;
  return (
    <Alert
      type="info"
      action={
        canChange && (
          <Button loading={end.isPending} onClick={() => end.mutate()}>
            {words.endNow}
          </Button>
        )
      }
    >
      <SpaceBetween size="xs">
        <div>
          {words.rotation(formatMoment(rotation.endsAt))} {seen()}
        </div>
        {end.error !== null && <Failure error={end.error} />}
      </SpaceBetween>
    </Alert>
  );

  function seen(): string {
    const at = rotation?.oldLastSeenAt ?? null;
    if (last && (at === null || last.at >= at)) {
      const ago = formatAgo(last.at, nowMs);
      return last.sourceIp === null ? words.oldSeen(ago) : words.oldSeenFrom(ago, last.sourceIp);
    }
    return at === null ? words.oldUnseen : words.oldSeen(formatAgo(at, nowMs));
  }
}
