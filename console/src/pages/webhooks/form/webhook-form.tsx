import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { LatchkeyError, ProblemError } from '@latchkey/client';
import { type ReactNode, useState } from 'react';
import { errorOf, fieldErrorsOf, isBesideFields, useErrorFocus } from '../../../forms/field-errors.ts';
import { LeaveGuard } from '../../../forms/leave-guard.tsx';
import { useFollow } from '../../../frame/follow.ts';
import { Failure } from '../../../states/failure.tsx';
import { texts } from '../../../texts/texts.ts';
import { WithHeader } from '../cells.tsx';
import { EventsChoice } from './events-choice.tsx';
import { KindChoice, ScopeChoice } from './choices.tsx';
import { TargetField } from './target-field.tsx';
import { changedDraft, type WebhookDraft } from './webhook-draft.ts';

interface WebhookFormProps {
  readonly first: WebhookDraft;
  /** The kinds that can be chosen; left out for a webhook that is there, and keeps its own. */
  readonly kinds?: readonly WebhookDraft['kind'][];
  /** Whether it may be told of everything, and mail may go to others. */
  readonly isManager: boolean;
  readonly submitText: string;
  readonly cancelHref: string;
  readonly isSaving: boolean;
  readonly error: unknown;
  readonly save: (draft: WebhookDraft) => void;
  readonly children?: ReactNode;
}

const fields = ['name', 'kind', 'url', 'events', 'scope', 'legacySignature'];

/** A webhook as somebody writes it. */
export function WebhookForm(props: WebhookFormProps) {
  const { first, kinds, isManager, submitText, cancelHref, isSaving, error, save, children } = props;
  const { columns, form: words, ...webhooks } = texts.webhooks;
  const follow = useFollow();
  const [draft, setDraft] = useState(first);
  const errors = fieldErrorsOf(error);
  const form = useErrorFocus(error);
  const change = (changes: Partial<WebhookDraft>) => setDraft(changedDraft(draft, changes));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(first);
  const isIdle = kinds === undefined && !isChanged;
  return (
    <div ref={form}>
      <LeaveGuard isChanged={!isSaving && isChanged} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSaving && !isIdle) save(draft);
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={cancelHref} onFollow={follow}>
                {texts.forms.cancel}
              </Button>
              <Button
                variant="primary"
                formAction="submit"
                loading={isSaving}
                disabled={isIdle}
                disabledReason={texts.apiKey.edit.nothing}
              >
                {submitText}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{words.what}</Header>}>
              <SpaceBetween size="m">
                <FormField label={columns.name} errorText={errorOf(errors, 'name')}>
                  <Input
                    value={draft.name}
                    autoComplete={false}
                    onChange={({ detail }) => change({ name: detail.value })}
                  />
                </FormField>
                {kinds !== undefined && kinds.length > 1 && (
                  <KindChoice
                    kinds={kinds}
                    value={draft.kind}
                    choose={(kind) => change({ kind })}
                    errorText={errorOf(errors, 'kind')}
                  />
                )}
                <TargetField
                  draft={draft}
                  change={change}
                  isManager={isManager}
                  errorText={errorOf(errors, 'url')}
                />
                {draft.kind === 'https' && (
                  <FormField errorText={errorOf(errors, 'legacySignature')}>
                    <Checkbox
                      checked={draft.legacySignature}
                      description={webhooks.legacyDetail}
                      onChange={({ detail }) => change({ legacySignature: detail.checked })}
                    >
                      <WithHeader>{webhooks.legacySignature}</WithHeader>
                    </Checkbox>
                  </FormField>
                )}
              </SpaceBetween>
            </Container>
            <Container header={<Header variant="h2">{words.told}</Header>}>
              <SpaceBetween size="l">
                {(isManager || draft.scope === 'all') && draft.kind !== 'eventbridge' && (
                  <ScopeChoice
                    value={draft.scope}
                    choose={(scope) => change({ scope })}
                    errorText={errorOf(errors, 'scope')}
                  />
                )}
                <FormField label={columns.events} errorText={errorOf(errors, 'events')} stretch>
                  <EventsChoice
                    chosen={draft.events}
                    scope={draft.scope}
                    choose={(events) => change({ events })}
                  />
                </FormField>
              </SpaceBetween>
            </Container>
            {children}
            {isBesideFields(error, fields) && <Failure error={error} />}
            {kinds !== undefined && isUnknown(error) && <Alert type="warning">{words.unknown}</Alert>}
          </SpaceBetween>
        </Form>
      </form>
    </div>
  );
}

/** Whether it may have been done all the same. */
function isUnknown(error: unknown): boolean {
  return error instanceof LatchkeyError && !(error instanceof ProblemError) && error.mayHaveHappened;
}
