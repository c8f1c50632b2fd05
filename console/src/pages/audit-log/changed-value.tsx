import Box from '@cloudscape-design/components/box';
import { formatNumber, formatUtc } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { isRecord, leaves } from './change-lines.ts';

interface ChangedValueProps {
  readonly value: unknown;
  /** What it was, or has become: members of lists that are not in it are marked. */
  readonly other: unknown;
  readonly side: 'before' | 'after';
}

/** A value of a field in plain words: nothing of it is lost, as null, an empty list and an empty text differ. */
export function ChangedValue({ value, other, side }: ChangedValueProps) {
  const { changes } = texts.audit;
  if (value === null || value === undefined) return <Missing>{changes.none}</Missing>;
  if (typeof value === 'boolean') return <>{value ? changes.yes : changes.no}</>;
  if (typeof value === 'number') return <>{formatNumber(value)}</>;
  if (typeof value === 'string')
    return value === '' ? <Missing>{changes.empty}</Missing> : <Text>{value}</Text>;
  if (Array.isArray(value))
    return <Members values={value} others={Array.isArray(other) ? other : null} side={side} />;
  if (!isRecord(value)) return <Named>{JSON.stringify(value)}</Named>;
  const members = leaves(value);
  if (members.length === 0) return <Missing>{changes.empty}</Missing>;
  return (
    <ul className="plain-list">
      {members.map(([name, member]) => (
        <li key={name}>
          <Named>{name}</Named>
          {': '}
          <ChangedValue value={member} other={member} side={side} />
        </li>
      ))}
    </ul>
  );
}

const timestampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function Text({ children }: { readonly children: string }) {
  if (timestampPattern.test(children)) return <span title={children}>{formatUtc(children)}</span>;
  return <Named>{children}</Named>;
}

function Missing({ children }: { readonly children: string }) {
  return (
    <Box variant="span" color="text-body-secondary">
      <em>{children}</em>
    </Box>
  );
}

interface MembersProps {
  readonly values: readonly unknown[];
  /** Null where the other side is no list. */
  readonly others: readonly unknown[] | null;
  readonly side: 'before' | 'after';
}

/** A list, one member a line. What has gone is struck through, what has come is underlined, and both are said. */
function Members({ values, others, side }: MembersProps) {
  const { changes } = texts.audit;
  if (values.length === 0) return <Missing>{changes.empty}</Missing>;
  const known = others?.map((each) => JSON.stringify(each));
  const Marked = side === 'before' ? 'del' : 'ins';
  const said = side === 'before' ? changes.removed : changes.added;
  return (
    <ul className="plain-list">
      {values.map((value) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        const isSame = known === undefined || known.includes(JSON.stringify(value));
        return (
          <li key={text}>
            {isSame ? (
              <Named>{text}</Named>
            ) : (
              <Marked>
                <span className="said-only">{said} </span>
                <Named>{text}</Named>
              </Marked>
            )}
          </li>
        );
      })}
    </ul>
  );
}
