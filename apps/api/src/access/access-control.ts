import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator, homeOf, type Principal, type Scope } from '@app/auth';
import { Config } from '@app/config';
import { AppError, forbidden, rateLimited, unauthenticated } from '@app/errors';
import type { Access } from './access.decorator.js';
import { rateLimitHeaders, RateLimits } from './rate-limits.js';

const BEARER = /^Bearer +(\S+) *$/i;

/** Judges each request before its body is read: who it is from, how many they have made, and what they may do. */
@Injectable()
export class AccessControl {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly config: Config,
  ) {}

  /**
   * Answers who makes the request; undefined on a route that is open to everybody. Throws `request.rate_limited`,
   * `auth.unauthenticated`, `access.scope_missing`, `project.not_found`.
   */
  async admit(request: FastifyRequest, reply: FastifyReply, access: Access): Promise<Principal | undefined> {
    const isOn = this.config.auth.mode === 'on';
    if (access === 'open') {
      if (isOn) await this.count('address', request.ip, reply);
      return undefined;
    }
    const identity = isOn ? await this.identify(request) : this.authenticator.operator();
    if (!identity) {
      await this.count('address', request.ip, reply);
      void reply.header('www-authenticate', 'Bearer');
      throw unauthenticated();
    }
    if (isOn) await this.count('key', `${identity.kind}:${identity.id}`, reply);
    if (access !== 'signed-in' && !identity.scopes.has(access))
      throw forbidden('access.scope_missing', `These credentials lack the scope ${access}.`);
    const home = access === 'signed-in' ? homeOf(identity) : undefined;
    return this.authenticator.enter(identity, headerOf(request, 'x-project') ?? home);
  }

  /**
   * Whether a request that was admitted would be again: its credentials are still in force, and allow as much in the same
   * project. It is not counted. Rejects while that cannot be told.
   */
  async admitsStill(request: FastifyRequest, access: Scope): Promise<boolean> {
    if (this.config.auth.mode === 'off') return true;
    const identity = await this.identify(request);
    if (!identity?.scopes.has(access)) return false;
    const { project } = await this.authenticator
      .enter(identity, headerOf(request, 'x-project'))
      .catch((error: unknown) => {
        if (error instanceof AppError) return { project: undefined };
        throw error;
      });
    return project !== undefined && project.id === request.principal?.project.id;
  }

  /** A login is counted more strictly, beside its address's other requests. Throws `request.rate_limited`. */
  async countLogin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (this.config.auth.mode === 'on') await this.count('login', request.ip, reply);
  }

  private identify(request: FastifyRequest) {
    const [, credentials] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    return credentials === undefined ? undefined : this.authenticator.identify(credentials);
  }

  private async count(
    kind: 'key' | 'address' | 'login',
    subject: string,
    reply: FastifyReply,
  ): Promise<void> {
    const state = await this.limits.consume(kind, subject);
    void reply.headers(rateLimitHeaders(state));
    if (!state.allowed) throw rateLimited(state.resetSeconds);
  }
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
