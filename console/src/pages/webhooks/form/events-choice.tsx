import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../../../texts/texts.ts';
import { type EventGroup, groupsOf } from './event-groups.ts';

interface EventsChoiceProps {
  /** Types of events, groups of them, or `*`. */
  readonly chosen: readonly string[];
  readonly scope: 'own' | 'all';
  readonly choose: (events: readonly string[]) => void;
}

/** All events, groups of them, or single ones; what a group covers is not chosen beside it. */
export function EventsChoice({ chosen, scope, choose }: EventsChoiceProps) {
  const { events } = texts.webhooks;
  const isAll = chosen.includes('*');
  const toggle = (pattern: string, isChosen: boolean, covers: readonly string[] = []) => {
    const others = chosen.filter((each) => each !== pattern && !covers.includes(each));
    choose(isChosen ? [...others, pattern] : others);
  };
  return (
    <SpaceBetween size="m">
      <Checkbox
        checked={isAll}
        description={<code>*</code>}
        onChange={({ detail }) => choose(detail.checked ? ['*'] : [])}
      >
        {events.everything}
      </Checkbox>
      <div className="scope-groups">
        {groupsOf(scope).map((group) => (
          <Group key={group.name} group={group} chosen={chosen} isCovered={isAll} toggle={toggle} />
        ))}
      </div>
    </SpaceBetween>
  );
}

interface GroupProps {
  readonly group: EventGroup;
  readonly chosen: readonly string[];
  readonly isCovered: boolean;
  readonly toggle: (pattern: string, isChosen: boolean, covers?: readonly string[]) => void;
}

function Group({ group: { name, pattern, types }, chosen, isCovered, toggle }: GroupProps) {
  const { events } = texts.webhooks;
  const isWhole = chosen.includes(pattern);
  return (
    <fieldset className="scope-group">
      <Box variant="h4" tagOverride="legend">
        {events.groups[name]}
      </Box>
      <SpaceBetween size="xs">
        {(types.length > 1 || isWhole) && (
          <Checkbox
            checked={isCovered || isWhole}
            disabled={isCovered}
            description={<code>{pattern}</code>}
            onChange={({ detail }) => toggle(pattern, detail.checked, types)}
          >
            {events.wholeGroup}
          </Checkbox>
        )}
        {types.map((type) => (
          <Checkbox
            key={type}
            checked={isCovered || isWhole || chosen.includes(type)}
            disabled={isCovered || isWhole}
            description={<code>{type}</code>}
            onChange={({ detail }) => toggle(type, detail.checked)}
          >
            {texts.audit.actions[type]}
          </Checkbox>
        ))}
      </SpaceBetween>
    </fieldset>
  );
}
