import type { ApiKey, ApiKeyTest, Explanation } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { ProblemError } from '@latchkey/client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useScopes } from '../../../api/deployment.ts';
import { Failure } from '../../../states/failure.tsx';
import { useErrorFocus } from '../../../forms/field-errors.ts';
import { useServices } from '../../../start/services.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';

const actionsOf = { module: ['read', 'write'], environment: ['read', 'execute', 'deploy'] } as const;
const fields = ['scopes', 'project', 'module', 'environment', 'action', 'sourceIp'];

interface Call {
  readonly scopes: readonly string[];
  readonly project: string;
  readonly kind: 'none' | 'module' | 'environment';
  readonly name: string;
  readonly action: 'read' | 'write' | 'execute' | 'deploy';
  readonly sourceIp: string;
}

const noCall: Call = { scopes: [], project: '', kind: 'none', name: '', action: 'read', sourceIp: '' };

/** Says what a call would meet, check by check, without making it. */
export function ConnectionTest({ apiKey }: { readonly apiKey: ApiKey }) {
  const { test: words } = texts.apiKey;
  const { api } = useServices();
  const { data: scopes } = useScopes();
  const [call, setCall] = useState(noCall);
  const test = useMutation({ mutationFn: (body: ApiKeyTest) => api.keys.test(apiKey.id, body) });
  const form = useErrorFocus(test.error);
  const set = (changes: Partial<Call>) => setCall((former) => ({ ...former, ...changes }));
  const errors = test.error instanceof ProblemError ? test.error.errors : [];
  const errorOf = (field: string) => errors.find((error) => error.field.startsWith(field))?.message;
  const isAtField =
    errors.length > 0 && errors.every(({ field }) => fields.some((name) => field.startsWith(name)));
  const scopeOptions = (scopes ?? []).map(({ scope, description }) => ({
    value: scope,
    label: scope,
    description,
  }));
  const kinds = (['none', 'module', 'environment'] as const).map((value) => ({
    value,
    label: words.kinds[value],
  }));
  const actions = (call.kind === 'none' ? [] : actionsOf[call.kind]).map((value) => ({
    value,
    label: value === 'write' ? texts.rights.moduleRights.write : texts.rights.verbs[value],
  }));
  return (
    <SpaceBetween size="l">
      <div ref={form}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            test.mutate(bodyOf(call));
          }}
        >
          <Form
            actions={
              <Button variant="primary" loading={test.isPending}>
                {words.run}
              </Button>
            }
          >
            <Container>
              <SpaceBetween size="l">
                <Box>{words.intro}</Box>
                <FormField label={words.scopes} errorText={errorOf('scopes')}>
                  <Multiselect
                    options={scopeOptions}
                    selectedOptions={scopeOptions.filter(({ value }) => call.scopes.includes(value))}
                    placeholder={words.scopesPlaceholder}
                    filteringType="auto"
                    deselectAriaLabel={({ value = '' }) => texts.rights.remove(value)}
                    onChange={({ detail }) =>
                      set({ scopes: detail.selectedOptions.map(({ value = '' }) => value) })
                    }
                  />
                </FormField>
                <ColumnLayout columns={2}>
                  <FormField label={words.project} errorText={errorOf('project')}>
                    <Input value={call.project} onChange={({ detail }) => set({ project: detail.value })} />
                  </FormField>
                  <FormField label={words.kind}>
                    <Select
                      options={kinds}
                      selectedOption={kinds.find(({ value }) => value === call.kind) ?? null}
                      onChange={({ detail }) => {
                        const kind = kinds.find(({ value }) => value === detail.selectedOption.value);
                        if (kind !== undefined) set({ kind: kind.value, action: 'read' });
                      }}
                    />
                  </FormField>
                  {call.kind !== 'none' && (
                    <FormField label={words.kinds[call.kind]} errorText={errorOf(call.kind)}>
                      <Input value={call.name} onChange={({ detail }) => set({ name: detail.value })} />
                    </FormField>
                  )}
                  {call.kind !== 'none' && (
                    <FormField label={words.action} errorText={errorOf('action')}>
                      <Select
                        options={actions}
                        selectedOption={actions.find(({ value }) => value === call.action) ?? null}
                        onChange={({ detail }) => {
                          const chosen = actions.find(({ value }) => value === detail.selectedOption.value);
                          if (chosen !== undefined) set({ action: chosen.value });
                        }}
                      />
                    </FormField>
                  )}
                  <FormField label={words.sourceIp} errorText={errorOf('sourceIp')}>
                    <Input
                      value={call.sourceIp}
                      placeholder="203.0.113.7"
                      onChange={({ detail }) => set({ sourceIp: detail.value })}
                    />
                  </FormField>
                </ColumnLayout>
              </SpaceBetween>
            </Container>
          </Form>
        </form>
      </div>
      {test.error !== null && !isAtField && <Failure error={test.error} />}
      {test.data !== undefined && <Checks explanation={test.data} />}
      {test.data === undefined && test.error === null && (
        <Box color="text-body-secondary">{words.notRun}</Box>
      )}
    </SpaceBetween>
  );
}

function Checks({ explanation: { valid, checks } }: { readonly explanation: Explanation }) {
  const { test: words } = texts.apiKey;
  return (
    <Container header={<Header variant="h2">{words.checks}</Header>}>
      <SpaceBetween size="m">
        <div aria-live="polite">
          <Alert type={valid ? 'success' : 'error'}>{valid ? words.passes : words.fails}</Alert>
        </div>
        <ul className="plain-list checks">
          {checks.map(({ name, ok, detail }) => (
            <li key={name}>
              <StatusIndicator
                type={ok ? 'success' : 'error'}
                iconAriaLabel={ok ? words.passed : words.failed}
              >
                {words.check(name)}
              </StatusIndicator>
              <div>
                <Named>{detail}</Named>
              </div>
            </li>
          ))}
        </ul>
      </SpaceBetween>
    </Container>
  );
}

function bodyOf({ scopes, project, kind, name, action, sourceIp }: Call): ApiKeyTest {
  return {
    ...(scopes.length > 0 && { scopes: [...scopes] }),
    ...(project.trim() !== '' && { project: project.trim() }),
    ...(kind !== 'none' && { [kind]: name.trim(), action }),
    ...(sourceIp.trim() !== '' && { sourceIp: sourceIp.trim() }),
  };
}
