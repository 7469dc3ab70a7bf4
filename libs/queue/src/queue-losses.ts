import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Config } from '@app/config';
import { RedisCommands } from './redis-commands.js';

/** So many questions pass, at one a second, until every other process has found Redis again too. */
const QUESTIONS_TO_WAIT = 2;
/** Of the processes that notice a loss within this, one acts on it. */
const ONE_LOSS_SECONDS = 5;
/** Nobody waits for the answer. */
const PATIENT = { insist: true, patienceMs: 2000 };

/**
 * Notices when Redis cannot have kept every job: it was emptied, went back to an earlier copy (a fail-over loses its
 * tail), could not be reached, or took nothing more. All processes count up one number in it: a number that does not rise
 * is one that Redis has forgotten, and so is one that a new process finds nowhere.
 */
@Injectable()
export class QueueLosses {
  private readonly keys: { count: string; noticed: string };
  private count = 0;
  private isSuspicious = false;
  /** The first question was put and not answered in time: it may have begun the number that it was to find. */
  private isUnheard = false;
  private waiting: number | undefined;

  constructor(
    private readonly redis: RedisCommands,
    { queue }: Config,
  ) {
    this.keys = { count: `${queue.namespace}:losses:count`, noticed: `${queue.namespace}:losses:noticed` };
    redis.client?.on('close', () => (this.isSuspicious = true));
  }

  /**
   * Whether what was handed over until now may be lost. To be asked once a second; of all processes that ask, one is told
   * of a loss, once, when it is over. Never rejects.
   */
  async isToBeMadeUp(): Promise<boolean> {
    if (this.waiting !== undefined && --this.waiting <= 0) {
      this.waiting = undefined;
      return true;
    }
    const isNew = this.count === 0 && !this.isSuspicious;
    if (!(await this.hasLost())) return false;
    if (isNew && this.count === 1) return true; // it was lost while nobody asked, and one alone finds no number
    if (await this.isFirstToNotice()) this.waiting = QUESTIONS_TO_WAIT;
    return false;
  }

  private async hasLost(): Promise<boolean> {
    const count = await this.redis.attempt((redis) => this.next(redis), PATIENT);
    if (count === undefined) return false;
    const hasLost = this.isSuspicious || count <= this.count || count === 1;
    this.count = count;
    this.isSuspicious = this.isUnheard = false;
    return hasLost;
  }

  private next(redis: Redis): Promise<number> {
    if (this.isUnheard) this.isSuspicious = true;
    this.isUnheard = this.count === 0;
    return redis.incr(this.keys.count).catch((error: Error) => {
      // It is there and refuses (out of memory, read only, loading), so it has refused jobs as well.
      if (error.name === 'ReplyError') this.isSuspicious = true;
      throw error;
    });
  }

  private async isFirstToNotice(): Promise<boolean> {
    const notice = (redis: Redis) => redis.set(this.keys.noticed, '', 'EX', ONE_LOSS_SECONDS, 'NX');
    return (await this.redis.attempt(notice, PATIENT)) === 'OK';
  }
}
