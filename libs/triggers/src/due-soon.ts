import { Injectable } from '@nestjs/common';
import { Notifications } from '@app/database';
import { RateLimitedLog } from '@app/observability';
import type { Trigger } from './trigger.entity.js';

const CHANNEL = 'triggers_due_soon';
/** Scheduler loops sleep no longer than this, so only what is due sooner needs a word. */
const LONGEST_SLEEP_MS = 1000;

/**
 * Wakes the scheduler loops of all workers when a trigger is saved that is due before they would look again. Firing and
 * claiming say nothing: a notification makes commits wait for each other. Whoever hears nothing looks a second later.
 */
@Injectable()
export class DueSoon {
  private readonly log = new RateLimitedLog(DueSoon.name);

  constructor(private readonly notifications: Notifications) {}

  /** After the commit of triggers, at `now` (ms since the epoch). Never throws. */
  async tell(triggers: Trigger[], now: number): Promise<void> {
    if (!triggers.some((trigger) => isDueSoon(trigger, now))) return;
    await this.notifications
      .publish(CHANNEL, '')
      .catch((error: Error) =>
        this.log.warn(`Workers look for due triggers a second later: ${error.message}`),
      );
  }

  onHeard(wake: () => void): void {
    this.notifications.subscribe(CHANNEL, { heard: wake, connected: wake });
  }
}

function isDueSoon({ enabled, archived, next_fire_at }: Trigger, now: number): boolean {
  return enabled && !archived && next_fire_at !== null && next_fire_at.getTime() - now <= LONGEST_SLEEP_MS;
}
