import type { Outcome } from '../model/report.js';

/** What the shell and CI see; the same for every output format. */
export const EXIT = {
  inSync: 0,
  error: 1,
  drift: 2,
  incomplete: 3,
  interrupted: 130,
  terminated: 143,
} as const;

export function exitCodeOf(outcome: Outcome): number {
  switch (outcome) {
    case 'in-sync':
      return EXIT.inSync;
    case 'drift':
      return EXIT.drift;
    case 'incomplete':
      return EXIT.incomplete;
  }
}

export const EXIT_CODES_HELP =
  'Exit codes: 0 in sync · 1 error, nothing may be concluded · 2 drift · 3 something could not be read, and no drift in what could';
