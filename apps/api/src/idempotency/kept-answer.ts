import type { FastifyReply } from 'fastify';

/** What of an answer is given again; a repeat has a request id and a date of its own. */
interface KeptAnswer {
  status: number;
  location?: string;
  body?: unknown;
}

export function keptAnswer(reply: Pick<FastifyReply, 'statusCode' | 'getHeader'>, body: unknown): string {
  const location = reply.getHeader('location');
  return JSON.stringify({
    status: reply.statusCode,
    ...(location !== undefined && { location: String(location) }),
    ...(body !== undefined && { body }),
  } satisfies KeptAnswer);
}

export function readKeptAnswer(kept: string): KeptAnswer {
  return JSON.parse(kept) as KeptAnswer;
}
