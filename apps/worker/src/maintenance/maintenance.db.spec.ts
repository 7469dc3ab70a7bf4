import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { uuidV7 } from '@app/clock';
import { DestinationsRepository, Replays } from '@app/deliveries';
import { Leases } from '@app/database';
import { IdempotencyKeysRepository } from '@app/idempotency';
import { RetentionRun, RetentionRuns } from '@app/retention';
import { OccurrencesRepository } from '@app/triggers';
import { eventually } from '../../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { fillSlice } from '../../../../test/support/slices.js';
import { CleanUpCrons } from './clean-up.crons.js';
import { LeasedJobs } from './leased-jobs.js';
import { RetentionCrons } from './retention.crons.js';
import { SlicesCrons } from './slices.crons.js';

const DAY = 86_400_000;
