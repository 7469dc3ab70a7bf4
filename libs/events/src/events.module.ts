import { Module } from '@nestjs/common';
import { SlicesRepository } from './slices.repository.js';

@Module({ providers: [SlicesRepository], exports: [SlicesRepository] })
export class EventsModule {}
