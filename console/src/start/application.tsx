import { I18nProvider } from '@cloudscape-design/components/i18n';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { connectApi } from '../api/connect.ts';
import { createQueryClient } from '../api/query-client.ts';
import { createConsoleRouter } from '../routes.tsx';
import type { Session } from '../session/session.ts';
import { SessionEnded } from '../session/session-ended.tsx';
import { componentMessages, locale } from '../texts/texts.ts';
import { ServicesContext } from './services.ts';
import type { Configuration } from './configuration.ts';

interface ApplicationProps {
  readonly configuration: Configuration;
  readonly session: Session;
}

/** The console of somebody who has signed in. */
export function Application({ configuration, session }: ApplicationProps) {
  const [{ services, queryClient, router }] = useState(() => {
    const queryClient = createQueryClient();
    const services = { configuration, session, api: connectApi(configuration.apiUrl, session) };
    return { services, queryClient, router: createConsoleRouter() };
  });
  return (
    <I18nProvider locale={locale} messages={componentMessages}>
      <ServicesContext value={services}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <SessionEnded session={session} />
        </QueryClientProvider>
      </ServicesContext>
    </I18nProvider>
  );
}
