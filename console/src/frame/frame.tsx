import AppLayout, { type AppLayoutToolbarProps } from '@cloudscape-design/components/app-layout-toolbar';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { PrincipalContext, usePrincipalQuery } from '../api/principal.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Offline } from '../states/offline.tsx';
import { Refused, isRefusalOfPerson } from '../session/refused.tsx';
import { useServices } from '../start/services.ts';
import { texts } from '../texts/texts.ts';
import { DetailPanelProvider, usePanelFocus, useShownDetailPanel } from './detail-panel.tsx';
import { useFollow } from './follow.ts';
import { navigationOf } from './navigation.ts';
import { Notifications, NotificationsProvider } from './notifications.tsx';
import { usePopupLandmarks } from './popup-landmarks.ts';
import { TopBar } from './top-bar.tsx';
import { TrailProvider, useShownTrail } from './trail.tsx';

/** What stands around every page: who has signed in, where one is, where one can go. */
export function Frame() {
  return (
    <NotificationsProvider>
      <TrailProvider>
        <DetailPanelProvider>
          <TopBar />
          <Layout />
        </DetailPanelProvider>
      </TrailProvider>
    </NotificationsProvider>
  );
}

function Layout() {
  const { configuration } = useServices();
  const { data: principal, error, refetch } = usePrincipalQuery();
  const trail = useShownTrail();
  const panel = useShownDetailPanel();
  const layout = useRef<AppLayoutToolbarProps.Ref>(null);
  usePanelFocus(panel?.id ?? null, layout);
  usePopupLandmarks();
  const follow = useFollow();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(() => window.matchMedia('(min-width: 900px)').matches);
  if (error !== null && isRefusalOfPerson(error)) return <Refused error={error} />;
  const entries = principal === undefined ? [] : navigationOf(principal);
  const active = entries.find(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  return (
    <AppLayout
      ref={layout}
      headerSelector="#top-navigation"
      toolsHide
      splitPanel={panel?.content}
      splitPanelOpen={panel !== null}
      splitPanelPreferences={{ position: 'side' }}
      onSplitPanelToggle={({ detail }) => {
        if (!detail.open) panel?.close();
      }}
      navigationOpen={isOpen}
      onNavigationChange={({ detail }) => setOpen(detail.open)}
      ariaLabels={{ navigation: texts.frame.navigation, notifications: texts.frame.notifications }}
      navigation={
        <>
          <h1 className="drawer-title">{texts.frame.navigation}</h1>
          <SideNavigation
            header={{ href: '/', text: configuration.name }}
            activeHref={active?.href ?? ''}
            items={entries.map((entry) => ({ type: 'link', ...entry }))}
            onFollow={follow}
          />
        </>
      }
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel={texts.frame.breadcrumbs}
          items={[{ text: texts.product, href: '/' }, ...trail]}
          onFollow={follow}
        />
      }
      notifications={
        <>
          <Offline />
          <Notifications />
        </>
      }
      content={
        principal === undefined ? (
          error === null ? (
            <Loading />
          ) : (
            <Failure error={error} retry={() => void refetch()} />
          )
        ) : (
          <PrincipalContext value={principal}>
            <Outlet />
          </PrincipalContext>
        )
      }
    />
  );
}
