import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import FormField from '@cloudscape-design/components/form-field';
import { formatMoment } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';

const unitMs: Readonly<Record<string, number>> = { hour: 3_600_000, day: 86_400_000 };

interface TimeFilterProps {
  /** @default of a filter */
  readonly label?: string;
  /** Whether there is always a time. */
  readonly isRequired?: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly change: (span: { readonly from: string | undefined; readonly to: string | undefined }) => void;
}

/** From when until when. “Last 7 days” is counted from the moment that it is chosen, so that all pages are of one list. */
export function TimeFilter({ label, isRequired = false, from, to, change }: TimeFilterProps) {
  const { filters } = texts.audit;
  const text = spanText(from, to);
  return (
    <FormField label={label ?? filters.times} stretch>
      <DateRangePicker
        value={text === null ? null : valueOf(from, to)}
        placeholder={filters.anyTime}
        ariaLabel={filters.chooseTimes}
        renderTriggerContent={() => text ?? filters.anyTime}
        relativeOptions={[
          { key: 'hour', amount: 1, unit: 'hour', type: 'relative' },
          { key: 'day', amount: 24, unit: 'hour', type: 'relative' },
          { key: 'week', amount: 7, unit: 'day', type: 'relative' },
          { key: 'month', amount: 30, unit: 'day', type: 'relative' },
        ]}
        i18nStrings={{ formatRelativeRange: ({ key }) => relativeTexts[key ?? ''] ?? '' }}
        customRelativeRangeUnits={['hour', 'day']}
        expandToViewport
        showClearButton={!isRequired}
        isValidRange={validate}
        onChange={({ detail: { value } }) => change(spanOf(value))}
      />
    </FormField>
  );
}

const { lastHour, lastDay, lastWeek, lastMonth } = texts.audit.filters;
const relativeTexts: Readonly<Record<string, string>> = {
  hour: lastHour,
  day: lastDay,
  week: lastWeek,
  month: lastMonth,
};

function spanText(from: string | undefined, to: string | undefined): string | null {
  const { since, until, between } = texts.audit.filters;
  if (from !== undefined && to !== undefined) return between(formatMoment(from), formatMoment(to));
  if (from !== undefined) return since(formatMoment(from));
  return to === undefined ? null : until(formatMoment(to));
}

/** With both ends, whichever were given: the picker knows no open ones. */
function valueOf(from: string | undefined, to: string | undefined): DateRangePickerProps.AbsoluteValue {
  return {
    type: 'absolute',
    startDate: from ?? new Date(0).toISOString(),
    endDate: to ?? new Date().toISOString(),
  };
}

function spanOf(value: DateRangePickerProps.Value | null) {
  if (value === null) return { from: undefined, to: undefined };
  if (value.type === 'relative') {
    const lengthMs = value.amount * (unitMs[value.unit] ?? 0);
    return { from: new Date(Date.now() - lengthMs).toISOString(), to: undefined };
  }
  return { from: new Date(value.startDate).toISOString(), to: new Date(value.endDate).toISOString() };
}

function validate(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  const { incompleteTimes, reversedTimes } = texts.audit.filters;
  if (value === null || value.type === 'relative') return { valid: true };
  const [from, to] = [Date.parse(value.startDate), Date.parse(value.endDate)];
  if (Number.isNaN(from) || Number.isNaN(to)) return { valid: false, errorMessage: incompleteTimes };
  return from > to ? { valid: false, errorMessage: reversedTimes } : { valid: true };
}
