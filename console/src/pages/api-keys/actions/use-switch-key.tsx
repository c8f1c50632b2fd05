import { etagOf, type ApiKey } from '@latchkey/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../../../frame/notifications.tsx';
import { useServices } from '../../../start/services.ts';
import { explain } from '../../../states/explain.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';

interface Switch {
  readonly apiKey: ApiKey;
  readonly action: 'pause' | 'resume';
}

/** Pauses a key, or resumes it: at once, since either can be undone. */
export function useSwitchKey() {
  const { api } = useServices();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ apiKey, action }: Switch) => api.keys[action](apiKey.id, { ifMatch: etagOf(apiKey) }),
    onSuccess: (_, { apiKey, action }) =>
      notify({
        type: 'success',
        content: (
          <>
            {texts.apiKey.actions.done(texts.apiKey.actions[action])}. <Named>{apiKey.name}</Named>
          </>
        ),
      }),
    onError: (error, { apiKey }) => {
      const { title, detail, requestId } = explain(error);
      notify({
        type: 'error',
        header: title,
        content: (
          <>
            <Named>{apiKey.name}</Named>. {detail}
            {requestId !== null && ` ${texts.states.requestId}: ${requestId}`}
          </>
        ),
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}
