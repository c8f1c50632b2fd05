import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useState } from 'react';
import { useServices } from '../start/services.ts';
import { texts } from '../texts/texts.ts';
import { appearances, chooseAppearance, chosenAppearance } from './appearance.ts';
import { useFollow } from './follow.ts';

/** Which deployment this is, how it looks, and who has signed in. */
export function TopBar() {
  const { configuration, session } = useServices();
  const [appearance, setAppearance] = useState(chosenAppearance);
  const follow = useFollow();
  const choose = (id: string) => {
    const chosen = appearances.find((each) => each === id);
    if (chosen === undefined) return;
    chooseAppearance(chosen);
    setAppearance(chosen);
  };
  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'menu-dropdown',
      iconName: 'settings',
      ariaLabel: texts.frame.settings,
      title: texts.frame.settings,
      items: appearances.map((id) => ({
        id,
        itemType: 'checkbox',
        checked: id === appearance,
        text: texts.frame[id],
      })),
      onItemClick: ({ detail }) => choose(detail.id),
    },
    {
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: session.userName,
      ariaLabel: texts.frame.account(session.userName),
      description: session.userName,
      items: [
        {
          id: 'api',
          text: texts.frame.apiDescription,
          href: `${configuration.apiUrl}/openapi.json`,
          external: true,
        },
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
