export class HookView {
  /** UUIDv7 of the event that was made. */
  event_id!: string;
}
