import { IsString, MaxLength, MinLength } from 'class-validator';

export class LoginDto {
  /** In any case. @example admin */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  username!: string;

  /** The password. */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  password!: string;
}

export class RefreshDto {
  /** The `refresh_token` of the last login or refresh; good for one exchange. */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  refresh_token!: string;
}

export class PasswordDto {
  /** The password so far. */
  @MaxLength(200)
  @MinLength(1)
  @IsString()
  current_password!: string;

  /** The new one: 8 to 200 characters. */
  @MaxLength(200)
  @MinLength(8)
  @IsString()
  new_password!: string;
}
