export class FaultView {
  /** JSON Pointer to the field, or `/name` of the query parameter. @example /trigger_type */
  pointer!: string;

  /** What is wrong with it, for a person. */
  detail!: string;
}

/** Problem details (RFC 9457). */
export class ProblemView {
  /** Names the kind of problem. @example about:blank */
  type!: string;

  /** The HTTP status in words. @example Not Found */
  title!: string;

  /** The HTTP status. @example 404 */
  status!: number;

  /** What happened, for a person. */
  detail!: string;

  /** Stable, for programs. @example trigger.not_found */
  code!: string;

  /** Also in the answer's `X-Request-Id` and in the logs. */
  request_id!: string;

  /** Each fault of an invalid request. */
  errors?: FaultView[];
}
