import { finished, type Readable } from 'node:stream';

/** A middleware of the SDK, as little of it as is needed here. */
interface AnswerPlugin {
  applyToStack(stack: {
    add(middleware: AnswerMiddleware, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
  }): void;
}

type AnswerMiddleware = <Args, Result extends { response: unknown }>(
  next: (args: Args) => Promise<Result>,
  context: object,
) => (args: Args) => Promise<Result>;

/** How often one call may be too slow before it is given up: each time costs the user the whole wait. */
const TRIES = 3;

/** An endpoint gave no whole answer in time, again and again. */
export class SlowAnswerError extends Error {
  override readonly name = 'SlowAnswerError';

  constructor(readonly waitedMs: number) {
    super(`no whole answer within ${waitedMs / 1000} s, ${TRIES} times`);
  }
}

/**
 * Ends an attempt whose answer is not there to its last byte within `limitMs`, counted from the request: the SDK's own
 * limit ends with the first byte, so that an answer that drips would never end. The SDK then tries again; the third
 * time is a SlowAnswerError.
 */
export function slowAnswersPlugin(limitMs: number): AnswerPlugin {
  const slow = new WeakMap<object, number>();
  const tooSlow = (context: object): Error => {
    const times = (slow.get(context) ?? 0) + 1;
    slow.set(context, times);
    // The SDK tries again by this name.
    return times < TRIES
      ? Object.assign(new Error(`no whole answer within ${limitMs} ms`), { name: 'TimeoutError' })
      : new SlowAnswerError(limitMs);
  };
  return {
    applyToStack: (stack) => {
      stack.add(
        (next, context) => async (args) => {
          const began = Date.now();
          const result = await next(args).catch((error: unknown) => {
            // What the SDK's own limit ends counts as well; that of a connection is shorter.
            const isTimeout = error instanceof Error && error.name === 'TimeoutError';
            throw isTimeout && Date.now() - began >= limitMs ? tooSlow(context) : error;
          });
          const body = bodyOf(result.response);
          if (body) {
            const left = Math.max(0, limitMs - (Date.now() - began));
            const timer = setTimeout(() => body.destroy(tooSlow(context)), left);
            finished(body, () => clearTimeout(timer));
          }
          return result;
        },
        { step: 'deserialize', priority: 'low', name: 'iamdriftSlowAnswers' },
      );
    },
  };
}

function bodyOf(response: unknown): Readable | undefined {
  const body = (response as { readonly body?: Partial<Readable> } | undefined)?.body;
  return typeof body?.destroy === 'function' ? (body as Readable) : undefined;
}
