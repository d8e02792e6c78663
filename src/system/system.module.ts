import { Module } from '@nestjs/common';
import { DatabaseSize } from './database-size.js';
import { Replicas } from './replicas.js';
import { SystemController } from './system.controller.js';

/** What an operator asks of the gateway itself: who serves, from how large a database, and by which settings. */
@Module({ controllers: [SystemController], providers: [Replicas, DatabaseSize] })
export class SystemModule {}
