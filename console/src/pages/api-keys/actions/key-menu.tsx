import type { ApiKey } from '@latchkey/client';
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { usePrincipal } from '../../../api/principal.ts';
import { useFollow } from '../../../frame/follow.ts';
import { formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import { useKeyDialogs } from './key-dialogs.tsx';
import { type KeyAction, keyActions, mayChange, reasonAgainst } from './reasons.ts';
import { useSwitchKey } from './use-switch-key.tsx';

interface KeyMenuProps {
  readonly apiKey: ApiKey;
  /** In a row, or at the head of the key's page. */
  readonly variant: 'row' | 'page';
  readonly onDeleted?: () => void;
}

/** What can be done to one key, and why not. */
export function KeyMenu({ apiKey, variant, onDeleted }: KeyMenuProps) {
  const { actions } = texts.apiKey;
  const principal = usePrincipal();
  const open = useKeyDialogs();
  const follow = useFollow();
  const switchKey = useSwitchKey();
  const { id, name } = apiKey;
  if (!mayChange(principal, apiKey)) return null;
  const items: ButtonDropdownProps.Item[] = keyActions.map((action) => {
    const reason = reasonAgainst(action, apiKey, principal);
    return {
      id: action,
      text: actions[action],
      disabled: reason !== undefined,
      ...(reason !== undefined && { disabledReason: reason }),
    };
  });
  const links =
    variant === 'row'
      ? [
          { id: 'open', text: actions.open, href: `/api-keys/${id}` },
          { id: 'edit', text: actions.edit, href: `/api-keys/${id}/edit` },
        ]
      : [];
  const act = (action: KeyAction | undefined) => {
    if (action === 'pause' || action === 'resume') switchKey.mutate({ apiKey, action });
    else if (action !== undefined)
      open(action, [apiKey], action === 'delete' && onDeleted !== undefined ? { onDone: onDeleted } : {});
  };
  return (
    <ButtonDropdown
      items={[...links, ...items]}
      variant={variant === 'row' ? 'inline-icon' : 'normal'}
      ariaLabel={actions.of(name)}
      expandToViewport
      onItemFollow={follow}
      onItemClick={({ detail }) => act(keyActions.find((each) => each === detail.id))}
    >
      {variant === 'row' ? undefined : texts.apiKey.page.actions}
    </ButtonDropdown>
  );
}

const bulkActions = ['pause', 'resume', 'expiry', 'delete'] as const;

/** What can be done to the keys that are selected in the list. */
export function SelectedKeysMenu({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { actions } = texts.apiKey;
  const principal = usePrincipal();
  const open = useKeyDialogs();
  const items = bulkActions.map((action) => {
    const reasons = keys.map((key) => reasonAgainst(action, key, principal));
    const reason = reasons.every((each) => each !== undefined) ? reasons[0] : undefined;
    const text = `${actions[action]} (${formatNumber(keys.length)})`;
    return {
      id: action,
      text,
      disabled: reason !== undefined,
      ...(reason !== undefined && { disabledReason: reason }),
    };
  });
  return (
    <ButtonDropdown
      items={items}
      disabled={keys.length === 0}
      disabledReason={actions.selectFirst}
      onItemClick={({ detail }) => {
        const action = bulkActions.find((each) => each === detail.id);
        if (action !== undefined) open(action, keys, { isBulk: true });
      }}
    >
      {actions.bulk}
    </ButtonDropdown>
  );
}
