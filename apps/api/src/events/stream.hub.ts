import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import type { ProjectRef } from '@app/auth';
import { Config } from '@app/config';
import { Feed, FeedTail, isMeant, writePosition, type FeedChange, type FeedFilter } from '@app/deliveries';
