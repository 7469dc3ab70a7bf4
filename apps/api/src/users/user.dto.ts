import { IsBoolean, IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role, type UserChange, type UserDefinition } from '@app/auth';
import { Optional, rule } from '../validation/fields.js';

const USERNAME = /^[\w.@+-]{1,100}$/;

function IsSlugs(): PropertyDecorator {
  return rule(
    'isSlugs',
    'must be an array of at most 100 slugs of projects',
    (value) => Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === 'string'),
  );
}

/** Somebody who logs in with a password. */
export class UserDto implements UserDefinition {
  /** 1 to 100 letters, digits or `. _ @ + -`; taken in lower case. @example ada */
  @rule(
    'isUsername',
    'must be 1 to 100 letters, digits or . _ @ + -',
    (value) => typeof value === 'string' && USERNAME.test(value),
  )
  username!: string;

  /** 8 to 200 characters. */
  @MaxLength(200)
  @MinLength(8)
  @IsString()
  password!: string;

  /** `admin` may do everything everywhere; `member` (the default) reads, fires and manages in their projects. */
  @IsIn(ROLES)
  @Optional()
  role?: Role;

  /** Slugs of the projects that a member works in. */
  @ApiProperty({ type: 'array', items: { type: 'string' }, example: ['default'] })
  @IsSlugs()
  @Optional()
  projects?: string[];

  /** Whether they can log in. */
  @IsBoolean()
  @Optional()
  enabled?: boolean;
}

/** What of a user can be changed; what is left out stays. A new password, role or state ends their sessions. */
export class UserPatchDto implements UserChange {
  /** A new one: 8 to 200 characters. */
  @MaxLength(200)
  @MinLength(8)
  @IsString()
  @Optional()
  password?: string;

  /** `admin` or `member`. */
  @IsIn(ROLES)
  @Optional()
  role?: Role;

  /** Slugs of all projects that a member works in. */
  @ApiProperty({ type: 'array', items: { type: 'string' } })
  @IsSlugs()
  @Optional()
  projects?: string[];

  /** Whether they can log in. */
  @IsBoolean()
  @Optional()
  enabled?: boolean;
}
