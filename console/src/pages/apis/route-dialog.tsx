import type { ProtectedRoute, Scope } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useSettings } from '../../api/deployment.ts';
import { useErrorFocus } from '../../forms/field-errors.ts';
import { noNames, NameField } from '../../permissions/name-field.tsx';
import { texts } from '../../texts/texts.ts';
import { draftOfRoute, parametersOf, type RouteDraft, routeMethods, routeOf } from './route-draft.ts';

interface RouteDialogProps {
  readonly route: ProtectedRoute;
  readonly scopes: readonly Scope[];
  /** What the API says of the fields of this route. */
  readonly errors: ReadonlyMap<string, string>;
  readonly keep: (route: ProtectedRoute) => void;
  readonly close: () => void;
}

const actions = {
  none: [],
  module: ['read', 'write'],
  environment: ['read', 'execute', 'deploy'],
} as const;

/** One route, as somebody writes it. */
export function RouteDialog({ route, scopes, errors, keep, close }: RouteDialogProps) {
  const { apis, rights } = texts;
  const [draft, setDraft] = useState(() => draftOfRoute(route));
  const names = useSettings().data?.catalogue ?? noNames;
  const form = useErrorFocus(errors.size > 0 ? errors : null);
  const change = (changes: Partial<RouteDraft>) => setDraft({ ...draft, ...changes });
  const done = () => keep(routeOf(draft));
  const targets = (['none', 'module', 'environment'] as const).map((value) => ({
    value,
    label: apis.route.targets[value],
  }));
  const verbs = actions[draft.target].map((value) => ({ value, label: rights.verbs[value] }));
  return (
    <Modal
      visible
      size="medium"
      header={apis.route.title}
      closeAriaLabel={texts.frame.close}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              {texts.forms.cancel}
            </Button>
            <Button variant="primary" onClick={done}>
              {apis.route.keep}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <div ref={form}>
        <SpaceBetween size="m">
          <FormField label={apis.route.method} errorText={errors.get('method')}>
            <Select
              options={routeMethods.map((value) => ({ value, label: value }))}
              selectedOption={{ value: draft.method, label: draft.method }}
              onChange={({ detail }) =>
                change({ method: routeMethods.find((each) => each === detail.selectedOption.value) ?? 'ANY' })
              }
            />
          </FormField>
          <FormField
            label={apis.route.path}
            constraintText={apis.route.pathRule}
            errorText={errors.get('path')}
          >
            <Input
              value={draft.path}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => change({ path: detail.value })}
            />
          </FormField>
          <FormField
            label={texts.scopes.title}
            description={apis.route.scopesDetail}
            errorText={errors.get('scopes')}
          >
            <Multiselect
              filteringType="auto"
              filteringAriaLabel={apis.route.findScope}
              placeholder={apis.anyKey}
              options={scopes.map(({ scope, description }) => ({ value: scope, label: scope, description }))}
              selectedOptions={draft.scopes.map((value) => ({ value, label: value }))}
              deselectAriaLabel={({ label = '' }) => rights.remove(label)}
              onChange={({ detail }) =>
                change({ scopes: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
              }
            />
          </FormField>
          <FormField label={apis.route.right} description={apis.route.rightDetail}>
            <Select
              options={targets}
              selectedOption={targets.find(({ value }) => value === draft.target) ?? null}
              onChange={({ detail }) => {
                const target =
                  targets.find(({ value }) => value === detail.selectedOption.value)?.value ?? 'none';
                change({ target, action: 'read' });
              }}
            />
          </FormField>
          {draft.target !== 'none' && (
            <>
              <NameField
                label={rights.project}
                rule={apis.route.fill}
                value={draft.project}
                suggested={[...parametersOf(draft.path), ...names.projects]}
                errorText={errors.get('project')}
                change={(project) => change({ project })}
              />
              <NameField
                label={rights.kinds[draft.target]}
                rule={apis.route.fill}
                value={draft.name}
                suggested={[...parametersOf(draft.path), ...names[`${draft.target}s`]]}
                errorText={errors.get(draft.target)}
                change={(name) => change({ name })}
              />
              <FormField label={apis.route.action} errorText={errors.get('action')}>
                <Select
                  options={verbs}
                  selectedOption={verbs.find(({ value }) => value === draft.action) ?? null}
                  onChange={({ detail }) =>
                    change({
                      action:
                        verbs.find(({ value }) => value === detail.selectedOption.value)?.value ?? 'read',
                    })
                  }
                />
              </FormField>
            </>
          )}
          <FormField
            label={apis.route.cost}
            constraintText={apis.route.costRule}
            errorText={errors.get('cost')}
          >
            <Input
              type="number"
              inputMode="numeric"
              value={draft.cost}
              onChange={({ detail }) => change({ cost: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </div>
    </Modal>
  );
}
