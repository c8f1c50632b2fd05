import { numbered } from './numbered.ts';

/** Of counts of keys, and what to do about them. */
export const counting = {
  running: 'Counting',
  soFar: (count: string) => `Counting. ${numbered(count, 'key')} so far.`,
  now: 'Counted just now.',
  at: (ago: string) => `Counted ${ago}.`,
  incomplete: 'It stopped before the end: there are more.',
  again: 'Count again',
  concerns: {
    expiring: {
      title: 'Expire within 14 days',
      detail: 'Calls with them are refused from then on. Tell who uses them, or give them more time.',
      action: 'Extend or replace',
    },
    unused: {
      title: 'Unused for 90 days',
      detail: 'Nobody misses them. Pause them first: what is paused can be resumed.',
      action: 'Pause or delete',
    },
    neverExpiring: {
      title: 'Never expire',
      detail: 'What leaks stays open until somebody notices. Give them an end.',
      action: 'Set an expiry',
    },
    unrotated: {
      title: 'Not rotated for 90 days',
      detail: 'Whoever has seen the secret since then can still use it. Rotate them with a grace period.',
      action: 'Rotate',
    },
    broad: {
      title: 'Broader than what they used',
      detail:
        'For 30 days or longer no call has needed all that they hold. The permissions of each say what was not needed.',
      action: 'Narrow to what was used',
    },
    unlimited: {
      title: 'May do everything',
      detail:
        'They have no limits of their own: they may do all that their user may. Narrow them to what they need.',
      action: 'Narrow',
    },
  },
};
