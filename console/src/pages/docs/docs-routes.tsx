import { type AnyRouter, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { parsePlainSearch, writePlainSearch } from '../../plain-search.ts';
import { Broken } from '../../states/broken.tsx';
import { DocsFrame } from './docs-frame.tsx';
import { ErrorPage } from './error-page.tsx';
import { ErrorsPage } from './errors-page.tsx';
import { docsHref, errorsHref } from './hrefs.ts';
import { NoSuchPage } from './no-such-page.tsx';
import { OperationPage } from './operation-page.tsx';
import { OverviewPage } from './overview-page.tsx';

const root = createRootRoute({ component: DocsFrame, notFoundComponent: NoSuchPage });
const getParentRoute = () => root;

const routeTree = root.addChildren([
  createRoute({ getParentRoute, path: docsHref, component: OverviewPage }),
  createRoute({ getParentRoute, path: errorsHref, component: ErrorsPage }),
  createRoute({ getParentRoute, path: `${errorsHref}/$code`, component: ErrorPage }),
  createRoute({ getParentRoute, path: `${docsHref}/$operationId`, component: OperationPage }),
]);

/** The pages of the reference: no other page of the console is among them. */
export function createDocsRouter(): AnyRouter {
  return createRouter({
    routeTree,
    defaultErrorComponent: Broken,
    scrollRestoration: true,
    parseSearch: parsePlainSearch,
    stringifySearch: writePlainSearch,
  });
}
