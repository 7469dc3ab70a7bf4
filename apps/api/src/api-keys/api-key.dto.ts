import { IsString, MaxLength, MinLength } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { SCOPES, type Scope } from '@app/auth';
import { IsInstant, Nullable, rule } from '../validation/fields.js';

/** What a program identifies itself with, in the request's project. */
export class ApiKeyDto {
  /** For people. @example checkout service */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  name!: string;

  /** `read`: every GET; `fire`: fire, test, replay; `manage`: every other write; `admin`: users, projects, keys, audit. None implies another. */
  @ApiProperty({ type: 'array', minItems: 1, items: { type: 'string', enum: SCOPES }, example: ['fire'] })
  @rule(
    'isScopes',
    `must be an array of at least one of ${SCOPES.join(', ')}`,
    (value) =>
      Array.isArray(value) && value.length > 0 && value.every((one) => SCOPES.includes(one as Scope)),
  )
  scopes!: Scope[];

  /** When it stops working; never if left out or null. */
  @IsInstant()
  @Nullable()
  expires_at?: string | null;
}
