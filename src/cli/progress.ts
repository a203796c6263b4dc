import type { Ora } from 'ora';
import { visible } from '../model/hidden-characters.js';
import type { Progress } from '../snapshot/snapshotter.js';
import type { World } from '../workflow/world.js';
import { ask } from './ask.js';
import type { Terminal } from './terminal.js';

/** A line with counts on stderr while accounts are read, and the question for an MFA code. */
export interface ProgressLine {
  readonly hooks: Pick<World, 'onProgress' | 'endProgress' | 'askMfaCode'>;
  close(): void;
}

/** Draws only in a terminal; silent otherwise. */
export function openProgress(terminal: Terminal): ProgressLine {
  if (!terminal.interactive) return { hooks: {}, close: () => undefined };
  const latest = new Map<string, Progress>();
  let spinner: Promise<Ora> | null = null;
  let closed = false;
  let asking: Promise<string> = Promise.resolve('');
  /** Questions that wait for an answer: nothing may be drawn over them. */
  let open = 0;
  const draw = async (): Promise<void> => {
    spinner ??= import('ora').then(({ default: ora }) =>
      ora({ stream: process.stderr, discardStdin: false }),
    );
    const line = await spinner;
    if (closed || open > 0) return;
    line.text = [...latest.values()].map(progressText).join('   ');
    if (!line.isSpinning) line.start();
  };
  const stop = async (): Promise<void> => {
    (await spinner)?.stop();
  };
  return {
    hooks: {
      ...(!terminal.quiet && {
        onProgress: (progress: Progress): void => {
          latest.set(progress.source, progress);
          void draw();
        },
      }),
      endProgress: stop,
      // Both sides may ask at once; people answer one question at a time.
      askMfaCode: (serial) => {
        open++;
        const answer = asking
          .then(async () => {
            await stop();
            return ask(`MFA code for ${visible(serial)}: `);
          })
          .finally(() => open--);
        asking = answer.catch(() => '');
        return answer;
      },
    },
    close: () => {
      closed = true;
      void stop();
    },
  };
}

function progressText({ source, calls, roles, policies }: Progress): string {
  return `${visible(source)}: ${roles} roles, ${policies} policies, ${calls} calls`;
}
