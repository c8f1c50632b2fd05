import type { ApiKey } from '@latchkey/client';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, use, useMemo, useState } from 'react';
import { loaded } from '../../../states/part-missing.ts';
import type { KeyAction } from './reasons.ts';

const BulkDialog = lazy(async () => ({ default: (await loaded(import('./bulk-dialog.tsx'))).BulkDialog }));
const DeleteDialog = lazy(async () => ({
  default: (await loaded(import('./delete-dialog.tsx'))).DeleteDialog,
}));
const DuplicateDialog = lazy(async () => ({
  default: (await loaded(import('./duplicate-dialog.tsx'))).DuplicateDialog,
}));
const RotateDialog = lazy(async () => ({
  default: (await loaded(import('./rotate-dialog.tsx'))).RotateDialog,
}));

export type OpenDialog = (action: KeyAction, keys: readonly ApiKey[], options?: DialogOptions) => void;

export interface DialogOptions {
  /** Leaves the page, which is of what is there no more: called when something was done, and the dialog is closed. */
  readonly onDone?: () => void;
  /** One of its own for a list of keys, also where the list has one. */
  readonly isBulk?: boolean;
}

const OpenDialogContext = createContext<OpenDialog>(() => {});

/** How what is done to keys is begun: it asks whatever there is to ask. */
export function useKeyDialogs(): OpenDialog {
  return use(OpenDialogContext);
}

interface Opened extends DialogOptions {
  readonly action: KeyAction;
  readonly keys: readonly ApiKey[];
  readonly number: number;
}

/** Holds the dialogs above the list: a row that goes away does not take a secret with it. */
export function KeyDialogs({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = useMemo<OpenDialog>(
    () => (action, keys, options) =>
      setOpened((former) => ({ ...options, action, keys, number: (former?.number ?? 0) + 1 })),
    [],
  );
  const close = (isDone: boolean) => {
    setOpened(null);
    const leave = isDone ? opened?.onDone : undefined;
    leave?.();
    // The page that is left is of a key that is gone: nobody asks for it again.
    const refetchType = leave === undefined ? 'active' : 'none';
    void queries.invalidateQueries({ queryKey: ['api-keys'], refetchType });
  };
  return (
    <OpenDialogContext value={open}>
      {children}
      {opened !== null && (
        <Suspense>
          <Dialog key={opened.number} {...opened} close={close} />
        </Suspense>
      )}
    </OpenDialogContext>
  );
}

interface DialogProps extends Opened {
  readonly close: (isDone: boolean) => void;
}

function Dialog({ action, keys, isBulk = false, close }: DialogProps) {
  const [first] = keys;
  if (first === undefined) return null;
  if (action === 'rotate') return <RotateDialog apiKey={first} close={close} />;
  if (action === 'duplicate') return <DuplicateDialog apiKey={first} close={close} />;
  if (action === 'delete' && !isBulk) return <DeleteDialog apiKey={first} close={close} />;
  return <BulkDialog action={action} keys={keys} close={close} />;
}
