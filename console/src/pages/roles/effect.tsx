import type { Role } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { may, usePrincipal } from '../../api/principal.ts';
import { isEmptyPart, type Part, permissionChange } from '../../permissions/permission-change.ts';
import { rightLine } from '../../permissions/right-lines.ts';
import { texts } from '../../texts/texts.ts';
import { AffectedHolders } from './affected-holders.tsx';
import { AffectedKeys } from './affected-keys.tsx';
import type { RoleValues } from './role-form.tsx';

interface EffectProps {
  readonly role: Role;
  readonly values: RoleValues;
}

/** What saving comes to: what is given and what is taken, and whose keys that is about. */
export function Effect({ role, values }: EffectProps) {
  const { effect } = texts.roles;
  const principal = usePrincipal();
  const change = permissionChange(role, values);
  const isNothing = isEmptyPart(change.given) && isEmptyPart(change.taken);
  const seesUsers = may(principal, 'users:read') || may(principal, 'users:manage');
  return (
    <Container
      header={
        <Header variant="h2" description={effect.detail}>
          {effect.title}
        </Header>
      }
    >
      {isNothing ? (
        <Box color="text-status-inactive">{effect.nothing}</Box>
      ) : (
        <SpaceBetween size="m">
          <ColumnLayout columns={2} minColumnWidth={240}>
            <PartList title={effect.given} part={change.given} />
            <PartList title={effect.taken} part={change.taken} />
          </ColumnLayout>
          {seesUsers && may(principal, 'api-keys:manage') ? (
            <AffectedKeys role={role.name} change={change} />
          ) : (
            seesUsers && <AffectedHolders role={role.name} />
          )}
        </SpaceBetween>
      )}
    </Container>
  );
}

function PartList({ title, part }: { readonly title: string; readonly part: Part }) {
  if (isEmptyPart(part)) return null;
  return (
    <div>
      <Box variant="h3">{title}</Box>
      <ul className="plain-list">
        {part.scopes.map((scope) => (
          <li key={scope}>
            <code className="name">{scope}</code>
          </li>
        ))}
        {part.rights.map(rightLine).map((line) => (
          <li key={line}>
            <bdi className="name">{line}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
