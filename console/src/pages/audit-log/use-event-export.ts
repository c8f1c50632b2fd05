import { useEffect, useRef, useState } from 'react';
import { saveFile } from '../../download/save-file.ts';
import { useServices } from '../../start/services.ts';
import { EventExport } from './event-export.ts';
import { eventFormats } from './event-lines.ts';
import type { AuditFilters } from './search.ts';

export type ExportState =
  | { readonly is: 'running' | 'stopped'; readonly count: number }
  | { readonly is: 'failed'; readonly count: number; readonly error: unknown }
  | { readonly is: 'done'; readonly count: number; readonly file: string };

interface Running {
  readonly make: EventExport;
  readonly file: string;
}

/** The export that is under way, one at a time. It ends with the page that it was begun on. */
export function useEventExport() {
  const { api } = useServices();
  const [state, setState] = useState<ExportState | null>(null);
  const running = useRef<Running | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function run({ make, file }: Running): Promise<void> {
    const controller = new AbortController();
    abort.current = controller;
    setState({ is: 'running', count: make.count });
    try {
      const content = await make.run(controller.signal, (count) => setState({ is: 'running', count }));
      saveFile(content, file);
      running.current = null;
      setState({ is: 'done', count: make.count, file });
    } catch (error) {
      const { count } = make;
      setState(controller.signal.aborted ? { is: 'stopped', count } : { is: 'failed', count, error });
    }
  }

  return {
    state,
    start(filters: AuditFilters, name: keyof typeof eventFormats) {
      const format = eventFormats[name];
      const second = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
      const make = new EventExport(api.audit.list, filters, format);
      running.current = { make, file: `latchkey-audit-log-${second}Z.${format.extension}` };
      void run(running.current);
    },
    stop: () => abort.current?.abort(),
    goOn() {
      if (running.current !== null) void run(running.current);
    },
    discard() {
      running.current = null;
      setState(null);
    },
  };
}
