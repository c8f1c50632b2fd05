import type { User } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { usePrincipal } from '../../api/principal.ts';
import { errorOf, fieldErrorsOf, isBesideFields, useErrorFocus } from '../../forms/field-errors.ts';
import { LeaveGuard } from '../../forms/leave-guard.tsx';
import { useFollow } from '../../frame/follow.ts';
import { mayGive } from '../../permissions/may-give.ts';
import { RoleChoice } from '../../role-choice/role-choice.tsx';
import { Failure } from '../../states/failure.tsx';
import { texts } from '../../texts/texts.ts';

export interface UserValues extends Pick<User, 'userId' | 'displayName' | 'roles'> {
  readonly invite: boolean;
}

interface UserFormProps {
  readonly first: UserValues;
  /** Whether the user is there already, and keeps their id. */
  readonly isThere: boolean;
  /** Whether an account at sign-in can be made with the user. */
  readonly isInvitable: boolean;
  readonly submitText: string;
  readonly cancelHref: string;
  readonly isSaving: boolean;
  readonly error: Error | null;
  readonly save: (values: UserValues) => void;
  /** What stands above the buttons. */
  readonly children?: ReactNode;
}

const fields = ['userId', 'displayName', 'roles', 'invite'];

/** A user as somebody writes them. */
export function UserForm(props: UserFormProps) {
  const { first, isThere, isInvitable, submitText, cancelHref, isSaving, error, save, children } = props;
  const { users } = texts;
  const follow = useFollow();
  const principal = usePrincipal();
  const [values, setValues] = useState(first);
  const [isIdMissing, setIdMissing] = useState(false);
  const errors = fieldErrorsOf(error);
  const form = useErrorFocus(isIdMissing, error);
  const change = (changes: Partial<UserValues>) => setValues({ ...values, ...changes });
  const submit = () => {
    const userId = values.userId.trim();
    setIdMissing(userId === '');
    if (userId !== '') save({ ...values, userId, displayName: values.displayName.trim() });
  };
  return (
    <div ref={form}>
      <LeaveGuard isChanged={!isSaving && JSON.stringify(values) !== JSON.stringify(first)} />
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
            <Container>
              <SpaceBetween size="m">
                {!isThere && (
                  <FormField
                    label={users.columns.userId}
                    description={users.idDetail}
                    constraintText={users.idRule}
                    errorText={isIdMissing ? users.idMissing : errorOf(errors, 'userId')}
                  >
                    <Input
                      value={values.userId}
                      autoComplete={false}
                      spellcheck={false}
                      onChange={({ detail }) => change({ userId: detail.value })}
                    />
                  </FormField>
                )}
                <FormField
                  label={isThere ? users.displayName : users.displayNameOptional}
                  description={users.displayNameDetail}
                  errorText={errorOf(errors, 'displayName')}
                >
                  <Input
                    value={values.displayName}
                    autoComplete={false}
                    onChange={({ detail }) => change({ displayName: detail.value })}
                  />
                </FormField>
                <FormField
                  label={users.columns.roles}
                  description={isThere ? users.rolesDetailThere : users.rolesDetail}
                  constraintText={users.rolesRule}
                  errorText={errorOf(errors, 'roles')}
                >
                  <RoleChoice
                    chosen={values.roles}
                    choose={(roles) => change({ roles: [...roles] })}
                    whyNot={({ name, scopes }) =>
                      first.roles.includes(name) || scopes.every((scope) => mayGive(principal, scope))
                        ? null
                        : users.roleBeyond
                    }
                  />
                </FormField>
                {isInvitable && (
                  <FormField errorText={errorOf(errors, 'invite')}>
                    <Checkbox
                      checked={values.invite}
                      description={users.inviteDetail}
                      onChange={({ detail }) => change({ invite: detail.checked })}
                    >
                      {users.invite}
                    </Checkbox>
                  </FormField>
                )}
              </SpaceBetween>
            </Container>
            {children}
            {isBesideFields(error, fields) && <Failure error={error} />}
          </SpaceBetween>
        </Form>
      </form>
    </div>
  );
}
