import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { Fragment, type ReactNode, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { Sentence } from './markdown.tsx';
import type { OpenApi, Schema } from './openapi.ts';
import { type Bound, boundsOf, descriptionOf, type Member, type Members, membersOf } from './schema.ts';
import { typeOf } from './type-words.ts';

interface SchemaViewProps {
  readonly document: OpenApi;
  readonly schema: Schema;
}

/** What is in a body: its members, and, where the reader opens them, theirs. */
export function SchemaView({ document, schema }: SchemaViewProps) {
  const groups = membersOf(document, schema);
  const description = descriptionOf(document, schema);
  return (
    <>
      <Box variant="p">
        <code>{typeOf(document, schema)}</code>
        {description !== null && (
          <>
            {' – '}
            <Sentence>{description}</Sentence>
          </>
        )}
      </Box>
      {groups.map((group) => (
        <div key={group.name}>
          {groups.length > 1 && group.name !== null && <Box variant="h4">{group.name}</Box>}
          <MemberList document={document} group={group} />
        </div>
      ))}
    </>
  );
}

function MemberList({ document, group }: { readonly document: OpenApi; readonly group: Members }) {
  return (
    <ul className="plain-list schema-members">
      {group.members.map((member) => (
        <MemberItem key={member.name} document={document} member={member} />
      ))}
    </ul>
  );
}

function MemberItem({ document, member }: { readonly document: OpenApi; readonly member: Member }) {
  const { name, schema, isRequired } = member;
  const shown = name ?? texts.docs.anyName;
  const groups = membersOf(document, schema);
  return (
    <ValueItem
      document={document}
      schema={schema}
      name={name === null ? <em>{shown}</em> : <code>{name}</code>}
      note={name === null ? null : isRequired ? texts.docs.required : texts.docs.optional}
      description={descriptionOf(document, schema)}
    >
      {groups.map((group) => (
        <Inside
          key={group.name}
          title={
            groups.length > 1 && group.name !== null
              ? texts.docs.insideVariant(shown, group.name)
              : name === null
                ? texts.docs.insideAny
                : texts.docs.inside(shown)
          }
        >
          <MemberList document={document} group={group} />
        </Inside>
      ))}
    </ValueItem>
  );
}

interface ValueItemProps extends SchemaViewProps {
  readonly name: ReactNode;
  /** Beside its type. */
  readonly note: string | null;
  readonly description: string | null;
  readonly children?: ReactNode;
}

/** A value with a name: its type, what it means, its bounds. */
export function ValueItem({ document, schema, name, note, description, children }: ValueItemProps) {
  return (
    <li>
      <strong>{name}</strong> <code>{typeOf(document, schema)}</code>
      {note !== null && (
        <>
          {' '}
          <Box variant="small">{note}</Box>
        </>
      )}
      {description !== null && (
        <div>
          <Sentence>{description}</Sentence>
        </div>
      )}
      <Bounds bounds={boundsOf(document, schema)} />
      {children}
    </li>
  );
}

function Bounds({ bounds }: { readonly bounds: readonly Bound[] }) {
  return (
    <div>
      {bounds.map((bound, index) => (
        <Fragment key={bound.join(' ')}>
          {index > 0 && ' · '}
          <OneBound bound={bound} />
        </Fragment>
      ))}
    </div>
  );
}

function OneBound({ bound: [name, value] }: { readonly bound: Bound }) {
  const values = name === 'enum' && Array.isArray(value) ? value : [value];
  return (
    <>
      {texts.docs.bounds[name]}:{' '}
      {values.map((each, index) => (
        <span key={String(each)}>
          {index > 0 && ', '}
          <code>{typeof each === 'string' ? each : JSON.stringify(each)}</code>
        </span>
      ))}
    </>
  );
}

/** Drawn when it is opened: what refers to itself has no end. */
function Inside({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <ExpandableSection
      headerText={title}
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {isOpen && children}
    </ExpandableSection>
  );
}
