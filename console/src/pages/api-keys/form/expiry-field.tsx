import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TimeInput from '@cloudscape-design/components/time-input';
import { useState } from 'react';
import { useSettings } from '../../../api/deployment.ts';
import { formatMoment, formatNumber, formatUtc } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import { durations, endOf, endOfDay, type ExpiryDraft, isAllowed, latestOf } from './expiry.ts';

interface ExpiryFieldProps {
  readonly expiry: ExpiryDraft;
  readonly change: (expiry: ExpiryDraft) => void;
  readonly errorText: string | undefined;
  /** The end that a key has already, null for none; left out for a key to be made. */
  readonly current?: string | null;
}

/** When a key ends. What the policy of the deployment does not allow cannot be chosen. */
export function ExpiryField({ expiry, change, errorText, current }: ExpiryFieldProps) {
  const { data: settings } = useSettings();
  const [nowMs] = useState(Date.now);
  const { form } = texts.apiKey;
  const policy = settings?.keyPolicy ?? { requireExpiry: false, maxLifetimeDays: null };
  const latest = latestOf(policy, nowMs);
  const bound = formatNumber(policy.maxLifetimeDays ?? 0);
  const kinds = [...(current === undefined ? [] : (['kept'] as const)), ...durations, 'at', 'never'] as const;
  const options = kinds.map((kind) => ({
    value: kind,
    label: form.expiries[kind],
    disabled: !isAllowed(kind, policy),
    disabledReason: kind === 'never' ? form.neverNotAllowed : form.tooLong(bound),
  }));
  const end = expiry.kind === 'kept' && current ? new Date(current) : endOf(expiry, nowMs);
  const choose = (kind: string | undefined) => {
    const chosen = kinds.find((each) => each === kind);
    if (chosen === undefined) return;
    const day = (end ?? new Date(nowMs + 90 * 86_400_000)).toISOString().slice(0, 10);
    const lastDay = latest?.toISOString().slice(0, 10);
    const date = lastDay !== undefined && day > lastDay ? lastDay : day;
    change(chosen === 'at' ? { kind: 'at', date, time: endOfDay } : { kind: chosen });
  };
  return (
    <FormField
      label={form.expiry}
      errorText={errorText}
      constraintText={
        <SpaceBetween size="xxxs">
          {end !== null && (
            <span>{form.endsAt(formatUtc(end.toISOString()), formatMoment(end.toISOString()))}</span>
          )}
          {policy.maxLifetimeDays !== null && <span>{form.tooLong(bound)}</span>}
        </SpaceBetween>
      }
    >
      <SpaceBetween size="xs">
        <Select
          ariaLabel={form.expiry}
          options={options}
          selectedOption={options.find(({ value }) => value === expiry.kind) ?? null}
          onChange={({ detail }) => choose(detail.selectedOption.value)}
        />
        {expiry.kind === 'at' && (
          <div className="date-and-time">
            <FormField label={form.date}>
              <DatePicker
                value={expiry.date}
                format="iso"
                placeholder="YYYY-MM-DD"
                isDateEnabled={(date) => isWithin(date, nowMs, latest)}
                openCalendarAriaLabel={() => form.openCalendar}
                onChange={({ detail }) => change({ ...expiry, date: detail.value })}
              />
            </FormField>
            <FormField label={form.time}>
              <TimeInput
                value={expiry.time}
                placeholder="hh:mm:ss"
                onChange={({ detail }) => change({ ...expiry, time: detail.value })}
              />
            </FormField>
          </div>
        )}
      </SpaceBetween>
    </FormField>
  );
}

/** @param date a day as the calendar shows it, in the reader's own zone */
function isWithin(date: Date, nowMs: number, latest: Date | null): boolean {
  const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
  if (day < new Date(nowMs).toISOString().slice(0, 10)) return false;
  return latest === null || day <= latest.toISOString().slice(0, 10);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
