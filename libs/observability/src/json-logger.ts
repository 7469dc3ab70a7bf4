import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { describeError, redact, redactText } from './redact.js';
import { currentLogContext } from './request-context.js';

interface LogOptions {
  app: string;
  level: string;
  pretty: boolean;
}

/** Contexts in which Nest tells of every module and route when it starts. */
const START_UP_CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

/**
 * Nest's logger on pino: JSON lines in production, readable ones in development. Whatever it is given, errors above all,
 * passes through {@link redact} before it is written.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor({ app, level, pretty }: LogOptions) {
    this.pino = pino({
      level,
      base: { app },
      mixin: () => currentLogContext() ?? {},
      // what is logged has been made safe already: pino's own serializer would put back what it was made safe of
      serializers: { err: (error: unknown) => error },
      ...(pretty && {
        transport: {
          target: 'pino-pretty',
          options: {
            ignore: 'pid,hostname,app,context',
            messageFormat: `${app} [{context}] {msg}`,
            singleLine: true,
          },
        },
      }),
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(START_UP_CHATTER.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes the context last, and for errors a stack before it. */
  private write(
    level: 'info' | 'warn' | 'error' | 'fatal' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.length > 0 ? rest[rest.length - 1] : undefined;
    const details = redact(rest.slice(0, -1).filter((part) => part !== undefined)) as unknown[];
    if (message instanceof Error) {
      const err = describeError(message);
      this.pino[level]({ context, err }, err.message);
    } else if (typeof message === 'object')
      this.pino[level]({ context, ...(redact(message) as Record<string, unknown> | null) });
    else
      this.pino[level](
        { context, ...(details.length > 0 && { details }) },
        redactText(String(message as unknown)),
      );
  }
}
