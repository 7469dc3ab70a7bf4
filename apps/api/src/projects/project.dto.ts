import { IsString, MaxLength, MinLength } from 'class-validator';
import { rule } from '../validation/fields.js';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A tenant. */
export class ProjectDto {
  /** Names it in `X-Project`: 1 to 63 lower-case letters, digits or inner hyphens. It never changes. @example billing */
  @rule(
    'isSlug',
    'must be 1 to 63 lower-case letters, digits or inner hyphens',
    (value) => typeof value === 'string' && SLUG.test(value),
  )
  slug!: string;

  /** For people. @example Billing */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  name!: string;
}

/** What of a project can be changed. */
export class ProjectPatchDto {
  /** For people. */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  name!: string;
}
