import { applyMode, Mode } from '@cloudscape-design/global-styles';

export const appearances = ['light', 'dark', 'system'] as const;
export type Appearance = (typeof appearances)[number];

const item = 'latchkey.appearance';
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

export function chosenAppearance(): Appearance {
  const chosen = localStorage.getItem(item);
  return appearances.find((each) => each === chosen) ?? 'system';
}

export function chooseAppearance(appearance: Appearance): void {
  localStorage.setItem(item, appearance);
  show();
}

/** Shows what was chosen, and follows the system where that was chosen. */
export function applyAppearance(): void {
  systemIsDark.addEventListener('change', show);
  show();
}

function show(): void {
  const chosen = chosenAppearance();
  const isDark = chosen === 'dark' || (chosen === 'system' && systemIsDark.matches);
  applyMode(isDark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
}
