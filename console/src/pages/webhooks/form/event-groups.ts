import type { AuditEvent } from '@latchkey/client';
import { en } from '../../../texts/en.ts';

export type EventType = AuditEvent['action'];
type Group = keyof typeof en.webhooks.events.groups;

/** Types of events that belong together, `api_key` for one; their pattern is `api_key.*`. */
export interface EventGroup {
  readonly name: Group;
  readonly pattern: string;
  readonly types: readonly EventType[];
}

const allTypes = Object.keys(en.audit.actions) as readonly EventType[];
const allGroups = (Object.keys(en.webhooks.events.groups) as readonly Group[]).map(
  (name): EventGroup => ({
    name,
    pattern: `${name}.*`,
    types: allTypes.filter((type) => type.startsWith(`${name}.`)),
  }),
);
/** What is nobody's own is told of with the scope `all` alone. */
const ofNobody: readonly Group[] = ['user', 'role', 'api'];

export function groupsOf(scope: 'own' | 'all'): readonly EventGroup[] {
  return scope === 'all' ? allGroups : allGroups.filter(({ name }) => !ofNobody.includes(name));
}

/** The patterns that go with a scope. */
export function withinScope(events: readonly string[], scope: 'own' | 'all'): readonly string[] {
  const beyond = (event: string) => ofNobody.some((name) => event.startsWith(`${name}.`));
  return scope === 'all' ? events : events.filter((event) => !beyond(event));
}
