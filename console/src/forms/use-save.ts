import { PreconditionFailedError } from '@latchkey/client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

interface Save<Stored, Body> {
  /** The version that was read. */
  readonly base: Stored;
  readonly save: (body: Body, base: Stored) => Promise<Stored>;
  /** Reads what somebody else has saved meanwhile. */
  readonly reload: () => Promise<Stored>;
  readonly done: (saved: Stored) => void;
}

/** Saves under the version that somebody has seen. Where it is another by now, that is `theirs`, until they have chosen. */
export function useSave<Stored, Body>({ base: first, save, reload, done }: Save<Stored, Body>) {
  const [base, setBase] = useState(first);
  const [theirs, setTheirs] = useState<Stored | null>(null);
  const saving = useMutation({
    mutationFn: async (body: Body) => {
      try {
        return await save(body, base);
      } catch (error) {
        if (error instanceof PreconditionFailedError) setTheirs(await reload());
        throw error;
      }
    },
    onSuccess: done,
  });
  return {
    save: (body: Body) => saving.mutate(body),
    isSaving: saving.isPending,
    isSaved: saving.isSuccess,
    /** Why it was not saved, but for a change meanwhile. */
    error: saving.error instanceof PreconditionFailedError ? null : saving.error,
    base,
    theirs,
    keepMine: () => {
      if (theirs !== null) setBase(theirs);
      setTheirs(null);
      saving.reset();
    },
  };
}
