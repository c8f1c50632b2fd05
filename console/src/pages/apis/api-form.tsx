import type { NewProtectedApi, ProtectedRoute, Scope } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { errorOf, fieldErrorsOf, isBesideFields, useErrorFocus } from '../../forms/field-errors.ts';
import { LeaveGuard } from '../../forms/leave-guard.tsx';
import { useFollow } from '../../frame/follow.ts';
import { Failure } from '../../states/failure.tsx';
import { texts } from '../../texts/texts.ts';
import { newRoute } from './route-draft.ts';
import { RouteDialog } from './route-dialog.tsx';
import { RouteTable } from './route-table.tsx';

export type ApiValues = Required<NewProtectedApi>;

interface ApiFormProps {
  readonly first: ApiValues;
  /** Whether the API is there already, and keeps its name. */
  readonly isThere: boolean;
  readonly scopes: readonly Scope[];
  readonly submitText: string;
  readonly cancelHref: string;
  readonly isSaving: boolean;
  readonly error: Error | null;
  /** Whether the name was refused since another API has it. @default false */
  readonly taken?: boolean;
  readonly save: (values: ApiValues) => void;
  readonly children?: ReactNode;
}

const fields = ['name', 'description', 'enforcement', 'people', 'unauthenticated', 'gateway', 'routes'];
const enforcements = ['deny', 'middleware', 'observe'] as const;

/** A protected API as somebody writes it. */
export function ApiForm(props: ApiFormProps) {
  const { first, isThere, scopes, submitText, cancelHref, isSaving, error, taken, save, children } = props;
  const { apis } = texts;
  const follow = useFollow();
  const [values, setValues] = useState(first);
  const [edited, setEdited] = useState<number | null>(null);
  const errors = fieldErrorsOf(error);
  const form = useErrorFocus(error, taken);
  const { gateway, routes } = values;
  const change = (changes: Partial<ApiValues>) => setValues({ ...values, ...changes });
  const keepRoute = (route: ProtectedRoute) => {
    change({
      routes:
        edited === routes.length
          ? [...routes, route]
          : routes.map((each, at) => (at === edited ? route : each)),
    });
    setEdited(null);
  };
  const wrong = routes.flatMap((route, at) => {
    const message = errorOf(errors, `routes.${at}`);
    return message === undefined ? [] : [{ route, at, message }];
  });
  const field = (name: 'accountId' | 'apiId' | 'stage') => (
    <FormField label={apis[name]} errorText={errorOf(errors, `gateway.${name}`)}>
      <Input
        value={gateway[name]}
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => change({ gateway: { ...gateway, [name]: detail.value.trim() } })}
      />
    </FormField>
  );
  return (
    <div ref={form}>
      <LeaveGuard isChanged={!isSaving && JSON.stringify(values) !== JSON.stringify(first)} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSaving && edited === null) save({ ...values, name: values.name.trim() });
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
            <Container header={<Header variant="h2">{apis.details}</Header>}>
              <SpaceBetween size="m">
                {!isThere && (
                  <FormField
                    label={apis.columns.name}
                    constraintText={apis.nameRule}
                    errorText={taken === true ? apis.taken : errorOf(errors, 'name')}
                  >
                    <Input
                      value={values.name}
                      autoComplete={false}
                      onChange={({ detail }) => change({ name: detail.value })}
                    />
                  </FormField>
                )}
                <FormField label={apis.columns.description} errorText={errorOf(errors, 'description')}>
                  <Input
                    value={values.description}
                    autoComplete={false}
                    onChange={({ detail }) => change({ description: detail.value })}
                  />
                </FormField>
                <ColumnLayout columns={3} minColumnWidth={180}>
                  {field('accountId')}
                  {field('apiId')}
                  {field('stage')}
                </ColumnLayout>
                <FormField label={apis.columns.enforcement} errorText={errorOf(errors, 'enforcement')}>
                  <RadioGroup
                    value={values.enforcement}
                    items={enforcements.map((value) => ({
                      value,
                      label: apis.enforcements[value].name,
                      description: apis.enforcements[value].detail,
                    }))}
                    onChange={({ detail }) =>
                      change({ enforcement: enforcements.find((each) => each === detail.value) ?? 'deny' })
                    }
                  />
                </FormField>
                {values.enforcement === 'observe' && <Alert type="error">{apis.observedDetail}</Alert>}
                <Checkbox
                  checked={values.people}
                  description={apis.peopleDetail}
                  onChange={({ detail }) => change({ people: detail.checked })}
                >
                  {apis.peoplePass}
                </Checkbox>
                <FormField label={apis.unauthenticated} errorText={errorOf(errors, 'unauthenticated')}>
                  <RadioGroup
                    value={values.unauthenticated}
                    items={(['403', '401'] as const).map((value) => ({
                      value,
                      label: apis.unauthenticatedAnswers[value],
                    }))}
                    onChange={({ detail }) =>
                      change({ unauthenticated: detail.value === '401' ? '401' : '403' })
                    }
                  />
                </FormField>
              </SpaceBetween>
            </Container>
            {wrong.length > 0 && (
              <Alert type="error" header={apis.routesWrong}>
                <ul className="plain-list">
                  {wrong.map(({ route, at, message }) => (
                    <li key={at}>
                      <Button variant="inline-link" formAction="none" onClick={() => setEdited(at)}>
                        {`${route.method} ${route.path}`}
                      </Button>{' '}
                      {message}
                    </li>
                  ))}
                </ul>
              </Alert>
            )}
            {errors.has('routes') && <Alert type="error">{errors.get('routes')}</Alert>}
            <RouteTable
              routes={routes}
              actions={
                <Button iconName="add-plus" formAction="none" onClick={() => setEdited(routes.length)}>
                  {apis.addRoute}
                </Button>
              }
              rowActions={({ method, path }, at) => (
                <SpaceBetween direction="horizontal" size="xxs">
                  <Button
                    variant="icon"
                    iconName="edit"
                    formAction="none"
                    ariaLabel={apis.editRoute(`${method} ${path}`)}
                    onClick={() => setEdited(at)}
                  />
                  <Button
                    variant="icon"
                    iconName="remove"
                    formAction="none"
                    ariaLabel={texts.rights.remove(`${method} ${path}`)}
                    onClick={() => change({ routes: routes.filter((_, each) => each !== at) })}
                  />
                </SpaceBetween>
              )}
            />
            {children}
            {isBesideFields(error, fields) && <Failure error={error} />}
          </SpaceBetween>
        </Form>
      </form>
      {edited !== null && (
        <RouteDialog
          route={routes[edited] ?? newRoute}
          scopes={scopes}
          errors={within(errors, `routes.${edited}.`)}
          keep={keepRoute}
          close={() => setEdited(null)}
        />
      )}
    </div>
  );
}

/** The errors of the fields below a path, by what follows it; those of a member stand for its field. */
function within(errors: ReadonlyMap<string, string>, path: string): ReadonlyMap<string, string> {
  const own = [...errors].filter(([name]) => name.startsWith(path));
  return new Map(own.map(([name, message]) => [name.slice(path.length).split('.')[0] ?? '', message]));
}
