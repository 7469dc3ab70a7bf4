export class RetentionView {
  /** Time from the firing until an event is archived, or `never`. @example 2h */
  archive_after!: string;
  /** Time from the firing until an event is deleted, or `never`. @example 48h */
  delete_after!: string;
  /** Whether it is the installation's, since the project has none of its own. */
  inherited!: boolean;
}
