import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemView } from './problem.view.js';
import { PROBLEM_HEADERS } from './security-headers.js';

const REFUSALS: Record<string, [status: number, code: string, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request.timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'request.headers_too_large', 'The header fields are larger than 16 KiB.'],
};
const MALFORMED: [number, string, string] = [400, 'request.malformed', 'This is not valid HTTP.'];

/**
 * Answers on the bare connection what Node's HTTP parser gave up on, where there is neither a request nor a route:
 * malformed, too large or too slow. The connection is closed, as nobody knows where a next request would begin.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable && !isAnswering(socket))
    socket.write(refusal(error.code));
  socket.destroy();
}

function refusal(errorCode: string | undefined): string {
  const [status, code, detail] = REFUSALS[errorCode ?? ''] ?? MALFORMED;
  const title = STATUS_CODES[status]!;
  const request_id = randomUUID();
  const problem: ProblemView = { type: 'about:blank', title, status, detail, code, request_id };
  const body = JSON.stringify(problem);
  const headers = {
    ...PROBLEM_HEADERS,
    'x-request-id': request_id,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${title}`, ...lines, '', body].join('\r\n');
}

/** Bytes in the middle of an answer would only spoil it. Node's own handler asks this in the same way. */
function isAnswering(socket: Socket): boolean {
  const answer = Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined;
  return answer?.headersSent === true;
}
