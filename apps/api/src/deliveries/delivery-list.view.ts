import type { DeliveryView } from '../events/event.view.js';

export class DeliveryListView {
  /** One page. */
  data!: DeliveryView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}
