import { I18nProvider } from '@cloudscape-design/components/i18n';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createQueryClient } from '../../api/query-client.ts';
import type { Configuration } from '../../start/configuration.ts';
import { componentMessages, locale } from '../../texts/texts.ts';
import { createDocsRouter } from './docs-routes.tsx';
import { connect, DocsContext } from './services.ts';

/** The reference of the API, for whoever opens it. */
export function Docs({ configuration }: { readonly configuration: Configuration }) {
  const [{ services, queryClient, router }] = useState(() => ({
    services: connect(configuration),
    queryClient: createQueryClient(),
    router: createDocsRouter(),
  }));
  return (
    <I18nProvider locale={locale} messages={componentMessages}>
      <DocsContext value={services}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </DocsContext>
    </I18nProvider>
  );
}
