import type { WebhookWithSecret } from '@latchkey/client';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState } from 'react';

interface State {
  readonly isPending: boolean;
  readonly error: unknown;
  /** The webhook, with its secret where it has one: nothing else keeps it. */
  readonly made: WebhookWithSecret | null;
}

const idle: State = { isPending: false, error: null, made: null };

/** Makes a secret. Nobody leaves while the answer is on its way: it would be lost, unseen. */
export function useSecret<Body>(call: (body: Body) => Promise<WebhookWithSecret>) {
  const [state, setState] = useState(idle);
  const isRunning = useRef(false);
  useBlocker({ shouldBlockFn: () => isRunning.current, enableBeforeUnload: () => isRunning.current });
  const make = async (body: Body): Promise<WebhookWithSecret | null> => {
    if (isRunning.current) return null;
    isRunning.current = true;
    setState({ ...idle, isPending: true });
    try {
      const made = await call(body);
      setState({ ...idle, made });
      return made;
    } catch (error) {
      setState({ ...idle, error });
      return null;
    } finally {
      isRunning.current = false;
    }
  };
  return { ...state, make };
}
