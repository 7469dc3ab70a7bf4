import { Module } from '@nestjs/common';
import { SlicesAhead } from './slices-ahead.js';
import { SlicesRepository } from './slices.repository.js';

@Module({ providers: [SlicesAhead, SlicesRepository], exports: [SlicesAhead, SlicesRepository] })
export class EventsModule {}
