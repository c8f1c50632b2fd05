import { countedAttempts, statedAttempts, wayIn } from './attempts.ts';
import { cursors } from './cursors.ts';
import { functionsAboveOnesStation } from './functions-above-ones-station.ts';
import { headers } from './headers.ts';
import { input } from './input.ts';
import { logs } from './logs.ts';
import { massAssignment } from './mass-assignment.ts';
import { objectsOfOthers } from './objects-of-others.ts';
import { sockets } from './sockets.ts';
import { tokens } from './tokens.ts';

wayIn('headers', headers);
wayIn('tokens', tokens);
wayIn('objects of others', objectsOfOthers);
wayIn('functions above one’s station', functionsAboveOnesStation);
wayIn('mass assignment', massAssignment);
wayIn('cursors', cursors);
wayIn('input', input);
wayIn('sockets', sockets);
wayIn('logs', logs);

test('SECURITY.md counts the attempts, and adds them up', () => {
  const { all, browsers, ...stated } = statedAttempts();
  expect(stated).toEqual(countedAttempts());
  expect(Object.values(stated).reduce((sum, count) => sum + count, browsers ?? 0)).toBe(all);
});
