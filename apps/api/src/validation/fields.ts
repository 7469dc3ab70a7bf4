import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { parseDuration, parseRetentionTime } from '@app/clock';
import { instantFault } from './instant.js';
import { isObject } from './validate.js';

/** May be left out. Unlike class-validator's IsOptional, null is a wrong type. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** May be left out or null. */
export function Nullable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined && value !== null);
}

/** A duration such as `90s`, `30m`, `2h`, `7d`, within the given milliseconds. */
export function IsDuration({
  min = 0,
  max = Infinity,
}: { min?: number; max?: number } = {}): PropertyDecorator {
  return rule('isDuration', 'must be a duration such as 90s, 30m, 2h or 7d', (value) => {
    const length = parseDuration(value);
    return length !== undefined && length >= min && length <= max;
  });
}

/** A duration of at least a second, or `never`. */
export function IsRetentionTime(): PropertyDecorator {
  return rule('isRetentionTime', 'must be a duration from 1s, such as 30m, 2h or 7d, or never', (value) => {
    return parseRetentionTime(value) !== undefined;
  });
}

/** A time: ISO 8601 with an offset. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    rule('isInstant', instantFault, (value) => instantFault(value) === undefined),
    ApiProperty({ type: 'string', format: 'date-time' }),
  );
}

/** A JSON object of any members. */
export function IsJsonObject(): PropertyDecorator {
  return applyDecorators(
    rule('isJsonObject', 'must be a JSON object', isObject),
    ApiProperty({ type: 'object', additionalProperties: true }),
  );
}

const LABEL_KEY = /^[\w.\-/]{1,63}$/;

/** At most 32 labels; keys of 1 to 63 letters, digits or `. _ - /`, values of at most 200 characters. */
export function IsLabels(): PropertyDecorator {
  const detail =
    'must be an object of at most 32 strings (keys: 1 to 63 letters, digits, . _ - /; values: up to 200 characters)';
  const isLabel = ([key, value]: [string, unknown]) =>
    LABEL_KEY.test(key) && typeof value === 'string' && value.length <= 200;
  return applyDecorators(
    rule('isLabels', detail, (value) => {
      return isObject(value) && Object.keys(value).length <= 32 && Object.entries(value).every(isLabel);
    }),
    ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }),
  );
}

/** A rule of ours as a class-validator decorator. */
export function rule(
  name: string,
  detail: string | ((value: unknown) => string | undefined),
  isValid: (value: unknown) => boolean,
): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: isValid,
      defaultMessage: (args) => (typeof detail === 'string' ? detail : (detail(args?.value) ?? 'is invalid')),
    },
  });
}
