// @ts-check
import { options, report } from '../yardsticks/report.mjs';

// The archiver as a worker has it, in a process of its own; from the build.
const libs = '../../dist/libs';
const { Config } = await import(`${libs}/config/src/index.js`);
const { Database } = await import(`${libs}/database/src/index.js`);
const { dataSourceOptions } = await import(`${libs}/database/src/data-source.js`);
const { SlicesRepository } = await import(`${libs}/events/src/index.js`);
const { EventMover } = await import(`${libs}/deliveries/src/moving/event-mover.js`);
const { EventMoverRepository } = await import(`${libs}/deliveries/src/moving/event-mover.repository.js`);
const { Archiver } = await import(`${libs}/retention/src/index.js`);
const { DueEventsRepository } = await import(`${libs}/retention/src/archiving/due-events.repository.js`);
const { NothingBeforeDrop } = await import(`${libs}/retention/src/dropping/before-drop.js`);
const { DataSource } = await import('typeorm');

const LIMIT = 50_000;

const { env } = /** @type {{ env: NodeJS.ProcessEnv }} */ (options());
const dataSource = await new DataSource(dataSourceOptions(new Config(env))).initialize();
const database = new Database(dataSource);
const mover = new EventMover(new EventMoverRepository(database), database, new SlicesRepository(database));
const archiver = new Archiver(new DueEventsRepository(database), mover, new NothingBeforeDrop());

let archived = 0;
const began = performance.now();
for (let more = true; more;) {
  const turn = await archiver.runOnce(LIMIT);
  archived += turn.archived;
  more = turn.more;
}
const tookMs = performance.now() - began;
await dataSource.destroy();
report({ archived, tookMs });
