import type { DestinationView } from './destination.view.js';

export class DestinationListView {
  /** One page. */
  data!: DestinationView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}
