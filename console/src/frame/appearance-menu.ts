import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { appearances, chooseAppearance, chosenAppearance } from './appearance.ts';

/** The menu of the top bar in which light or dark is chosen. */
export function useAppearanceMenu(): TopNavigationProps.Utility {
  const [appearance, setAppearance] = useState(chosenAppearance);
  const choose = (id: string) => {
    const chosen = appearances.find((each) => each === id);
    if (chosen === undefined) return;
    chooseAppearance(chosen);
    setAppearance(chosen);
  };
  return {
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
  };
}
