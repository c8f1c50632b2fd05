import type { Latchkey } from '@latchkey/client';
import { createContext, use } from 'react';
import type { Session } from '../session/session.ts';
import type { Configuration } from './configuration.ts';

/** What pages are given: where they are, who has signed in, and the API. */
export interface Services {
  readonly configuration: Configuration;
  readonly session: Session;
  readonly api: Latchkey;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('There are no services above this component');
  return services;
}
