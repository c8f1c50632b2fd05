import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useServices } from '../start/services.ts';
import { texts } from '../texts/texts.ts';
import { useAppearanceMenu } from './appearance-menu.ts';
import { useFollow } from './follow.ts';

/** Which deployment this is, how it looks, and who has signed in. */
export function TopBar() {
  const { configuration, session } = useServices();
  const appearance = useAppearanceMenu();
  const follow = useFollow();
  const utilities: TopNavigationProps.Utility[] = [
    appearance,
    {
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: session.userName,
      ariaLabel: texts.frame.account(session.userName),
      description: session.userName,
      items: [
        // It takes no session, and has a frame of its own.
        { id: 'docs', text: texts.docs.title, href: '/docs', external: true },
        { id: 'version', text: texts.frame.version(configuration.version), disabled: true },
        { id: 'sign-out', text: texts.session.signOut },
      ],
      onItemClick: ({ detail }) => {
        if (detail.id === 'sign-out') void session.signOut();
      },
    },
  ];
  return (
    <div className="top-navigation" id="top-navigation">
      <TopNavigation
        identity={{
          href: '/',
          title: texts.product,
          onFollow: (event) =>
            follow({ detail: { href: '/' }, preventDefault: () => event.preventDefault() }),
        }}
        utilities={utilities}
      />
    </div>
  );
}
