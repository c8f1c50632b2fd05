import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useEffect, useRef } from 'react';
import { texts } from '../texts/texts.ts';

export interface Difference {
  readonly field: string;
  /** As it was when the form was opened, where that tells something. */
  readonly former?: string;
  readonly theirs: string;
  readonly mine: string;
}

interface ChangedMeanwhileProps {
  readonly differences: readonly Difference[];
  /** Goes on with what is typed here, on top of their change. */
  readonly keepMine: () => void;
  /** Throws away what is typed here. */
  readonly takeTheirs: () => void;
}

/** Somebody else has saved meanwhile: theirs beside yours, and which of both it is to be. */
export function ChangedMeanwhile({ differences, keepMine, takeTheirs }: ChangedMeanwhileProps) {
  const { meanwhile } = texts;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1}>
      <Alert
        type="warning"
        header={meanwhile.title}
        action={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" onClick={takeTheirs}>
              {meanwhile.takeTheirs}
            </Button>
            <Button formAction="none" onClick={keepMine}>
              {meanwhile.keepMine}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="s">
          <div>{differences.length === 0 ? meanwhile.same : meanwhile.detail}</div>
          {differences.length > 0 && (
            <Table
              variant="embedded"
              wrapLines
              trackBy="field"
              items={differences}
              ariaLabels={{ tableLabel: meanwhile.title }}
              columnDefinitions={[
                { id: 'field', header: meanwhile.field, isRowHeader: true, cell: ({ field }) => field },
                ...(differences.some(({ former }) => former !== undefined) ? [formerColumn()] : []),
                { id: 'theirs', header: meanwhile.theirs, cell: ({ theirs }) => <Value text={theirs} /> },
                { id: 'mine', header: meanwhile.mine, cell: ({ mine }) => <Value text={mine} /> },
              ]}
            />
          )}
        </SpaceBetween>
      </Alert>
    </div>
  );
}

function formerColumn(): TableProps.ColumnDefinition<Difference> {
  return {
    id: 'former',
    header: texts.meanwhile.former,
    cell: ({ former = '' }) => <Value text={former} />,
  };
}

function Value({ text }: { readonly text: string }) {
  return <bdi className="name lines">{text === '' ? texts.meanwhile.nothing : text}</bdi>;
}
