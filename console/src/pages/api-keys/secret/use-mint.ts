import { LatchkeyError, SecretLost, type MintedKey } from '@latchkey/client';
import { useBlocker } from '@tanstack/react-router';
import { useRef, useState } from 'react';

export interface Minting<Body> {
  readonly mint: (body: Body) => Promise<void>;
  /** Sends once more what was sent, whatever a form says by now. */
  readonly askAgain: () => Promise<void>;
  readonly isPending: boolean;
  readonly error: unknown;
  /** The key with its secret, which is nowhere else. */
  readonly minted: MintedKey | null;
  /** The key whose secret was lost on its way. */
  readonly lost: SecretLost | null;
  /** Whether the answer was lost: asked again, the same is done once. */
  readonly isUnknown: boolean;
  readonly reset: () => void;
}

interface State {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly minted: MintedKey | null;
}

const idle: State = { isPending: false, error: null, minted: null };

/**
 * Makes a secret, once for each intent: the same body goes under the same Idempotency-Key, however often it is sent, and
 * nothing of the answer is kept but in the state of the component.
 */
export function useMint<Body>(
  call: (body: Body, idempotencyKey: string) => Promise<MintedKey>,
): Minting<Body> {
  const [state, setState] = useState(idle);
  const intent = useRef<{ readonly body: Body; readonly text: string; readonly key: string } | null>(null);
  const isRunning = useRef(false);
  // Whoever leaves while the answer is on its way would leave the secret behind, unseen.
  useBlocker({ shouldBlockFn: () => isRunning.current, enableBeforeUnload: () => isRunning.current });
  const mint = async (body: Body) => {
    if (isRunning.current) return;
    isRunning.current = true;
    const text = JSON.stringify(body);
    if (intent.current?.text !== text) intent.current = { body, text, key: crypto.randomUUID() };
    setState({ ...idle, isPending: true });
    try {
      const minted = await call(body, intent.current.key);
      intent.current = null;
      setState({ ...idle, minted });
    } catch (error) {
      setState({ ...idle, error });
    } finally {
      isRunning.current = false;
    }
  };
  const { error } = state;
  const lost = error instanceof SecretLost ? error : null;
  return {
    ...state,
    mint,
    askAgain: async () => {
      if (intent.current !== null) await mint(intent.current.body);
    },
    lost,
    isUnknown: lost === null && error instanceof LatchkeyError && error.mayHaveHappened,
    reset: () => {
      intent.current = null;
      setState(idle);
    },
  };
}
