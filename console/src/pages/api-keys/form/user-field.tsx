import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { may, usePrincipal } from '../../../api/principal.ts';
import { useServices } from '../../../start/services.ts';
import { texts } from '../../../texts/texts.ts';

const pauseMs = 250;
const shownUsers = 20;

interface UserFieldProps {
  readonly userId: string;
  readonly change: (userId: string) => void;
  readonly errorText: string | undefined;
}

/** For whom a key is: managers choose somebody, asking the server while they type. */
export function UserField({ userId, change, errorText }: UserFieldProps) {
  const principal = usePrincipal();
  const { form } = texts.apiKey;
  if (!may(principal, 'api-keys:manage')) {
    return (
      <FormField label={form.user} description={form.userOwnOnly}>
        <Input value={principal.userId} disabled onChange={() => {}} />
      </FormField>
    );
  }
  return (
    <FormField label={form.user} description={form.userHint} errorText={errorText}>
      {may(principal, 'users:read') ? (
        <UserSearch userId={userId} change={change} />
      ) : (
        <Input
          name="userId"
          value={userId}
          placeholder={principal.userId}
          onChange={({ detail }) => change(detail.value)}
        />
      )}
    </FormField>
  );
}

function UserSearch({ userId, change }: Pick<UserFieldProps, 'userId' | 'change'>) {
  const { api } = useServices();
  const principal = usePrincipal();
  const { form } = texts.apiKey;
  const search = usePaused(userId);
  const { data, isFetching, isError, refetch } = useQuery({
    queryKey: ['users', 'suggestions', search],
    queryFn: async ({ signal }) => {
      const query = { limit: shownUsers, ...(search !== '' && { search }) };
      return (await api.users.list(query, { signal }).page()).items;
    },
  });
  const reasonAgainst = (status: string, roles: readonly string[]) => {
    if (status === 'disabled') return form.userDisabled;
    return roles.length === 0 ? form.userWithoutRoles : undefined;
  };
  const options = (data ?? []).map((user) => {
    const reason = reasonAgainst(user.status, user.roles);
    return {
      value: user.userId,
      description: reason ?? (user.displayName === user.userId ? user.roles.join(', ') : user.displayName),
      disabled: reason !== undefined,
    };
  });
  const statusType = isError ? 'error' : isFetching ? 'loading' : 'finished';
  return (
    <Autosuggest
      name="userId"
      value={userId}
      placeholder={principal.userId}
      options={options}
      filteringType="manual"
      statusType={statusType}
      loadingText={texts.states.loading}
      errorText={form.usersFailed}
      recoveryText={texts.states.tryAgain}
      empty={form.noUser}
      enteredTextLabel={texts.rights.use}
      onChange={({ detail }) => change(detail.value)}
      onLoadItems={({ detail }) => {
        if (detail.samePage) void refetch();
      }}
    />
  );
}

/** A value once it has not changed for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
