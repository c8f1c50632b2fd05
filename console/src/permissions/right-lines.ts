import type { AccessRights } from '@latchkey/client';
import { texts } from '../texts/texts.ts';
import { type Right, rightsIn } from './permission-change.ts';

/** A right as a line of text, such as `sales / Module orders: Write`. */
export function rightLine({ project, kind, name, action }: Right): string {
  const { rights } = texts;
  const target = name === '*' ? rights.all[kind] : `${rights.kinds[kind]} ${name}`;
  return rights.line(project === '*' ? rights.allProjects : project, target, rights.verbs[action]);
}

export function rightLines(accessRights: AccessRights): readonly string[] {
  return rightsIn(accessRights).map(rightLine);
}
