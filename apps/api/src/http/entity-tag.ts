import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

/** A strong tag of a revision; what is no field of a definition (`last_fired_at` and such) does not change it. */
export function entityTag(revision: number): string {
  return `"${revision}"`;
}

/** The revisions that an `If-Match` allows; undefined without one and for `*`: any will do. */
export const ExpectedRevisions = createParamDecorator((_: unknown, context: ExecutionContext) =>
  expectedRevisions(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/**
 * RFC 9110, 13.1.1. Tags are compared strongly, so a weak one allows nothing, nor does one that we have not given out, nor a
 * field that cannot be read: who sends such a thing must not win.
 */
export function expectedRevisions(field: string | undefined): number[] | undefined {
  if (field === undefined || field.trim() === '*') return undefined;
  if (!LIST.test(field)) return [];
  return [...field.matchAll(TAG)].flatMap(([, weak, text]) =>
    weak === undefined && /^[1-9]\d{0,9}$/.test(text!) ? [Number(text)] : [],
  );
}

const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
const LIST = /^[\s,]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[\s,]*|$))+$/;

/** Documents the header of a route that takes `@ExpectedRevisions()`; its 412 is one of its `@Problems`. */
export function IfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description:
        'The `ETag` of the answer that the change is based on (RFC 9110): the change is refused with 412 if somebody else has ' +
        'changed it since. Several tags allow each of them, `*` allows any, a weak one (`W/`) none. Without it the last one wins.',
      example: '"3"',
    }),
  );
}
