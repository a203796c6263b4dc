import type { ApiCallCount } from '../../model/snapshot.js';
import { compareText } from '../../model/text.js';

/** A middleware of the SDK, as little of it as is needed here. */
interface CountingPlugin {
  applyToStack(stack: {
    add(middleware: CountingMiddleware, options: { step: 'initialize'; name: string }): void;
  }): void;
}

type CountingMiddleware = <Args, Result>(
  next: (args: Args) => Promise<Result>,
  context: Readonly<Record<string, unknown>>,
) => (args: Args) => Promise<Result>;

/**
 * Counts the calls that the SDK is asked to make and remembers which call an error came from.
 * A call that the SDK repeats after throttling counts once, so that the count depends on the account alone.
 */
export class CallLog {
  private readonly counted = new Map<string, number>();
  private readonly origins = new WeakMap<Error, string>();

  constructor(private readonly onCall: () => void = () => undefined) {}

  get total(): number {
    return [...this.counted.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Sorted by API: `{ api: 'iam:ListRoles', count: 2 }`. */
  get counts(): ApiCallCount[] {
    return [...this.counted]
      .map(([api, count]) => ({ api, count }))
      .sort((a, b) => compareText(a.api, b.api));
  }

  /** The call that failed with this error, such as `sts:AssumeRole`; undefined if it was no call. */
  originOf(error: unknown): string | undefined {
    return error instanceof Error ? this.origins.get(error) : undefined;
  }

  /** To be used on every client whose calls count. */
  readonly plugin: CountingPlugin = {
    applyToStack: (stack) => {
      stack.add(
        (next, context) => async (args) => {
          const api = apiName(context);
          this.counted.set(api, (this.counted.get(api) ?? 0) + 1);
          this.onCall();
          try {
            return await next(args);
          } catch (error) {
            if (error instanceof Error) this.origins.set(error, api);
            throw error;
          }
        },
        { step: 'initialize', name: 'iamdriftCountCalls' },
      );
    },
  };
}

/** `IAMClient` and `ListRolesCommand` make `iam:ListRoles`. */
function apiName(context: Readonly<Record<string, unknown>>): string {
  const service = String(context.clientName).replace(/Client$/, '');
  return `${service.toLowerCase()}:${String(context.commandName).replace(/Command$/, '')}`;
}
