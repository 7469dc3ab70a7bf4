import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '@app/config';
import { Triggers } from '@app/triggers';
import { type SavedTrigger } from '@app/triggers';
import { entityTag } from '../http/entity-tag.js';
import { triggerView, type TriggerView } from './trigger.view.js';

/**
 * Shows triggers with their absolute hook URLs, from PUBLIC_URL or else as the request reached us. Whoever knows such a
 * URL can fire, so it is shown to those alone who may change the trigger.
 */
@Injectable()
export class TriggerPresenter {
  constructor(
    private readonly triggers: Triggers,
    private readonly config: Config,
  ) {}

  view(saved: SavedTrigger, request: FastifyRequest): TriggerView {
    const mayFire = request.principal?.scopes.has('manage') && saved.trigger.trigger_type === 'api';
    const token = mayFire ? this.triggers.hookToken(saved.trigger) : null;
    return triggerView(saved, token && `${this.origin(request)}/hooks/${token}`);
  }

  /** The answer that is one trigger: with the tag of its revision. */
  answer(saved: SavedTrigger, request: FastifyRequest, reply: FastifyReply): TriggerView {
    void reply.header('etag', entityTag(saved.trigger.revision));
    return this.view(saved, request);
  }

  private origin(request: FastifyRequest): string {
    return this.config.http.publicUrl ?? `${request.protocol}://${request.host}`;
  }
}
