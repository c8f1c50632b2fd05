import type { Role } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type ReactNode, useState } from 'react';
import { usePrincipal } from '../../api/principal.ts';
import { errorOf, fieldErrorsOf, isBesideFields, useErrorFocus } from '../../forms/field-errors.ts';
import { LeaveGuard } from '../../forms/leave-guard.tsx';
import { useFollow } from '../../frame/follow.ts';
import { mayGive } from '../../permissions/may-give.ts';
import { draftOf, rightsOf } from '../../permissions/rights-draft.ts';
import { RightsEditor } from '../../permissions/rights-editor.tsx';
import { faultsOf } from '../../permissions/rights-faults.ts';
import { ScopeChoice } from '../../permissions/scope-choice.tsx';
import { Failure } from '../../states/failure.tsx';
import { texts } from '../../texts/texts.ts';

export type RoleValues = Pick<Role, 'name' | 'description' | 'scopes' | 'accessRights'>;

interface RoleFormProps {
  readonly first: RoleValues;
  /** Whether the role is there already, and keeps its name. */
  readonly isThere: boolean;
  readonly submitText: string;
  readonly cancelHref: string;
  readonly isSaving: boolean;
  readonly error: Error | null;
  /** Whether the name was refused since another role has it. @default false */
  readonly taken?: boolean;
  readonly save: (values: RoleValues) => void;
  /** What stands above the buttons, made of what is typed. */
  readonly children?: (values: RoleValues) => ReactNode;
}

const fields = ['name', 'description', 'scopes', 'accessRights'];

/** A role as somebody writes it. */
export function RoleForm(props: RoleFormProps) {
  const { first, isThere, submitText, cancelHref, isSaving, error, taken, save, children } = props;
  const { roles } = texts;
  const principal = usePrincipal();
  const follow = useFollow();
  const [name, setName] = useState(first.name);
  const [description, setDescription] = useState(first.description);
  const [chosen, setChosen] = useState<readonly string[]>(first.scopes);
  const [draft, setDraft] = useState(() => draftOf(first.accessRights));
  const [attempt, setAttempt] = useState<object | null>(null);
  const errors = fieldErrorsOf(error);
  const form = useErrorFocus(attempt, error, taken);
  const values: RoleValues = {
    name: name.trim(),
    description,
    scopes: [...chosen],
    accessRights: rightsOf(draft),
  };
  const isChanged =
    JSON.stringify(values) !==
    JSON.stringify({ ...first, accessRights: rightsOf(draftOf(first.accessRights)) });
  const submit = () => {
    setAttempt({});
    if (faultsOf(draft).size === 0) save(values);
  };
  return (
    <div ref={form}>
      <LeaveGuard isChanged={isChanged && !isSaving} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSaving) submit();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={cancelHref} onFollow={follow}>
                {texts.forms.cancel}
              </Button>
              <Button variant="primary" formAction="submit" loading={isSaving}>
                {submitText}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{roles.details}</Header>}>
              <SpaceBetween size="m">
                {!isThere && (
                  <FormField
                    label={roles.columns.name}
                    constraintText={roles.nameRule}
                    errorText={taken === true ? roles.taken : errorOf(errors, 'name')}
                  >
                    <Input
                      value={name}
                      autoComplete={false}
                      onChange={({ detail }) => setName(detail.value)}
                    />
                  </FormField>
                )}
                <FormField
                  label={roles.columns.description}
                  constraintText={roles.descriptionRule}
                  errorText={errorOf(errors, 'description')}
                >
                  <Textarea
                    value={description}
                    rows={2}
                    onChange={({ detail }) => setDescription(detail.value)}
                  />
                </FormField>
              </SpaceBetween>
            </Container>
            <Container
              header={
                <Header variant="h2" description={texts.scopes.detail}>
                  {texts.scopes.title}
                </Header>
              }
            >
              <FormField errorText={errorOf(errors, 'scopes')} stretch>
                <ScopeChoice
                  chosen={chosen}
                  choose={setChosen}
                  whyNot={(scope) =>
                    first.scopes.includes(scope) || mayGive(principal, scope) ? null : roles.notHeld
                  }
                />
              </FormField>
            </Container>
            <Container
              header={
                <Header variant="h2" description={texts.rights.detail}>
                  {texts.rights.title}
                </Header>
              }
            >
              <FormField errorText={errorOf(errors, 'accessRights')} stretch>
                <RightsEditor draft={draft} change={setDraft} isChecked={attempt !== null} />
              </FormField>
            </Container>
            {children?.(values)}
            {isBesideFields(error, fields) && <Failure error={error} />}
          </SpaceBetween>
        </Form>
      </form>
    </div>
  );
}
