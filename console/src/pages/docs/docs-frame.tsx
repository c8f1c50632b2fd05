import AppLayout from '@cloudscape-design/components/app-layout-toolbar';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useAppearanceMenu } from '../../frame/appearance-menu.ts';
import { useFollow } from '../../frame/follow.ts';
import { usePopupLandmarks } from '../../frame/popup-landmarks.ts';
import { TrailProvider, useShownTrail } from '../../frame/trail.tsx';
import { Offline } from '../../states/offline.tsx';
import { texts } from '../../texts/texts.ts';
import { docsHref } from './hrefs.ts';
import { entriesOf } from './entries.ts';
import { useDocs, useOpenApi } from './services.ts';

/** What stands around every page of the reference. */
export function DocsFrame() {
  return (
    <TrailProvider>
      <TopBar />
      <Layout />
    </TrailProvider>
  );
}

function TopBar() {
  const appearance = useAppearanceMenu();
  return (
    <div className="top-navigation" id="top-navigation">
      <TopNavigation
        identity={{ href: docsHref, title: texts.product }}
        utilities={[appearance, { type: 'button', text: texts.docs.toConsole, href: '/' }]}
      />
    </div>
  );
}

function Layout() {
  const { configuration } = useDocs();
  const { data } = useOpenApi();
  const trail = useShownTrail();
  const follow = useFollow();
  usePopupLandmarks();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(() => window.matchMedia('(min-width: 900px)').matches);
  return (
    <AppLayout
      headerSelector="#top-navigation"
      toolsHide
      navigationOpen={isOpen}
      onNavigationChange={({ detail }) => setOpen(detail.open)}
      ariaLabels={{ navigation: texts.docs.navigation, notifications: texts.frame.notifications }}
      navigation={
        <>
          <h1 className="drawer-title">{texts.docs.navigation}</h1>
          <SideNavigation
            header={{ href: docsHref, text: texts.docs.title }}
            activeHref={pathname}
            items={entriesOf(data, configuration.apiUrl)}
            onFollow={follow}
          />
        </>
      }
      breadcrumbs={<BreadcrumbGroup ariaLabel={texts.frame.breadcrumbs} items={trail} onFollow={follow} />}
      notifications={<Offline />}
      content={<Outlet />}
    />
  );
}
