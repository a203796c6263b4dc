/**
 * An error that is not a bug: bad input, a missing file, a denied call. It prints as one line without a stack.
 * `message` says what and where; `mend` says what to do about it.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    message: string,
    readonly mend?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
