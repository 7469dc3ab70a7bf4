import { AppError } from '@app/errors';

/** Events cannot be moved to a slice, because there is none (it can be made), or because it is about to be dropped. */
export class SliceUnready extends AppError {
  constructor(
    /** Ids that are to lie in the slices, by bucket. */
    readonly needed: ReadonlyMap<number, string[]>,
    cause?: unknown,
  ) {
    super('unavailable', 'archive.busy', 'This part of the archive is being made or dropped. Try again.', {
      retryAfter: 1,
      cause,
    });
  }
}
