import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useSettings } from '../../../api/deployment.ts';
import { RightsEditor } from '../../../permissions/rights-editor.tsx';
import { ScopeChoice } from '../../../permissions/scope-choice.tsx';
import { formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import { ExpiryField } from './expiry-field.tsx';
import type { KeyDraft } from './key-draft.ts';
import { UserField } from './user-field.tsx';

interface KeyFieldsProps {
  readonly draft: KeyDraft;
  readonly change: (changes: Partial<KeyDraft>) => void;
  /** What is wrong with a field, by the field of the API. */
  readonly errorOf: (field: string) => string | undefined;
  readonly deadScopes: readonly string[];
  /** Whether what is missing is to be pointed out. */
  readonly isChecked: boolean;
  /** Of a key that there is; left out for one to be made, which has a user to choose. */
  readonly current?: { readonly expiresAt: string | null };
}

/** All that can be set on a key. */
export function KeyFields(props: KeyFieldsProps) {
  const { draft, change, errorOf, current } = props;
  const { form } = texts.apiKey;
  const types = (['end-user', 'admin'] as const).map((value) => ({
    value,
    label: texts.keys.types[value],
    description: form.typeHints[value],
  }));
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{form.what}</Header>}>
        <SpaceBetween size="l">
          <FormField label={form.name} errorText={errorOf('name')}>
            <Input
              name="name"
              value={draft.name}
              ariaRequired
              autoComplete={false}
              onChange={({ detail }) => change({ name: detail.value })}
            />
          </FormField>
          <FormField label={form.description} description={form.optional} errorText={errorOf('description')}>
            <Textarea
              name="description"
              rows={2}
              value={draft.description}
              onChange={({ detail }) => change({ description: detail.value })}
            />
          </FormField>
          {current === undefined && (
            <UserField
              userId={draft.userId}
              change={(userId) => change({ userId })}
              errorText={errorOf('userId')}
            />
          )}
          <FormField label={form.type} errorText={errorOf('type')}>
            <RadioGroup
              ariaLabel={form.type}
              value={draft.type}
              items={types}
              onChange={({ detail }) => change({ type: detail.value === 'admin' ? 'admin' : 'end-user' })}
            />
          </FormField>
          <ExpiryField
            expiry={draft.expiry}
            change={(expiry) => change({ expiry })}
            errorText={errorOf('expiresAt') ?? errorOf('expiresIn')}
            {...(current !== undefined && { current: current.expiresAt })}
          />
        </SpaceBetween>
      </Container>
      <Permissions {...props} />
      <ExpandableSection
        variant="container"
        headerText={form.limits}
        headerDescription={form.limitsHint}
        defaultExpanded={draft.allowedIps !== '' || draft.metadata.length > 0}
        {...(limitFields.some((field) => errorOf(field) !== undefined) && { expanded: true })}
      >
        <Limits {...props} />
      </ExpandableSection>
    </SpaceBetween>
  );
}

const limitFields = ['rateLimitTier', 'allowedIps', 'metadata'];

function Permissions({ draft, change, errorOf, deadScopes, isChecked }: KeyFieldsProps) {
  const { form } = texts.apiKey;
  return (
    <Container header={<Header variant="h2">{form.permissions}</Header>}>
      <SpaceBetween size="l">
        <FormField label={form.scopes} errorText={errorOf('scopes')}>
          <AllOrChosen
            label={form.scopes}
            isAll={draft.scopes === null}
            texts={[form.allScopes, form.someScopes]}
            choose={(isAll) => change({ scopes: isAll ? null : [] })}
          />
        </FormField>
        {draft.scopes !== null && (
          <ScopeChoice chosen={draft.scopes} choose={(scopes) => change({ scopes })} dead={deadScopes} />
        )}
        <FormField label={form.rights} errorText={errorOf('accessRights')}>
          <AllOrChosen
            label={form.rights}
            isAll={draft.rights === null}
            texts={[form.allRights, form.someRights]}
            choose={(isAll) => change({ rights: isAll ? null : [] })}
          />
        </FormField>
        {draft.rights !== null && (
          <RightsEditor draft={draft.rights} change={(rights) => change({ rights })} isChecked={isChecked} />
        )}
      </SpaceBetween>
    </Container>
  );
}

interface AllOrChosenProps {
  readonly label: string;
  readonly isAll: boolean;
  readonly texts: readonly [all: string, chosen: string];
  readonly choose: (isAll: boolean) => void;
}

function AllOrChosen({ label, isAll, texts: [all, chosen], choose }: AllOrChosenProps) {
  return (
    <RadioGroup
      ariaLabel={label}
      value={isAll ? 'all' : 'chosen'}
      items={[
        { value: 'all', label: all },
        { value: 'chosen', label: chosen },
      ]}
      onChange={({ detail }) => choose(detail.value === 'all')}
    />
  );
}

function Limits({ draft, change, errorOf }: KeyFieldsProps) {
  const { data: settings } = useSettings();
  const { form } = texts.apiKey;
  const tiers = Object.entries(settings?.rateLimitTiers ?? {}).map(([value, calls]) => ({
    value,
    label: form.tier(value, calls === null ? form.unlimited : form.callsAMinute(formatNumber(calls))),
  }));
  const tier = draft.rateLimitTier || settings?.defaultRateLimitTier;
  const metadataErrors = (index: number) => errorOf(`metadata.${draft.metadata[index]?.name ?? ''}`);
  const set = (index: number, pair: Partial<KeyDraft['metadata'][number]>) =>
    change({
      metadata: draft.metadata.map((former, at) => (at === index ? { ...former, ...pair } : former)),
    });
  return (
    <SpaceBetween size="l">
      <FormField label={form.tierLabel} description={form.tierHint} errorText={errorOf('rateLimitTier')}>
        <Select
          options={tiers}
          selectedOption={tiers.find(({ value }) => value === tier) ?? null}
          onChange={({ detail }) => change({ rateLimitTier: detail.selectedOption.value ?? '' })}
        />
      </FormField>
      <FormField label={form.addresses} description={form.addressesHint} errorText={errorOf('allowedIps')}>
        <Textarea
          name="allowedIps"
          rows={3}
          placeholder="203.0.113.7&#10;2001:db8::/32"
          value={draft.allowedIps}
          onChange={({ detail }) => change({ allowedIps: detail.value })}
        />
      </FormField>
      <FormField
        label={form.metadata}
        description={form.metadataHint}
        errorText={errorOf('metadata')}
        stretch
      >
        <AttributeEditor
          items={draft.metadata}
          addButtonText={form.addMetadata}
          removeButtonText={form.removeMetadata}
          removeButtonAriaLabel={({ name }) => texts.rights.remove(name)}
          empty={form.noMetadata}
          disableAddButton={draft.metadata.length >= 20}
          onAddButtonClick={() => change({ metadata: [...draft.metadata, { name: '', value: '' }] })}
          onRemoveButtonClick={({ detail }) =>
            change({ metadata: draft.metadata.toSpliced(detail.itemIndex, 1) })
          }
          definition={[
            {
              label: form.metadataName,
              errorText: (_, index) => metadataErrors(index),
              control: ({ name }, index) => (
                <Input value={name} onChange={({ detail }) => set(index, { name: detail.value })} />
              ),
            },
            {
              label: form.metadataValue,
              control: ({ value }, index) => (
                <Input value={value} onChange={({ detail }) => set(index, { value: detail.value })} />
              ),
            },
          ]}
        />
      </FormField>
    </SpaceBetween>
  );
}
