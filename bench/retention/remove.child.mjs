// @ts-check
import 'reflect-metadata';
import { options, report } from '../yardsticks/report.mjs';

// What a worker does with the tables of dropped slices, in a process of its own; from the build.
const libs = '../../dist/libs';
const { Config } = await import(`${libs}/config/src/index.js`);
const { OwnConnections } = await import(`${libs}/database/src/index.js`);
const { ExpiredTables } = await import(`${libs}/retention/src/index.js`);
const { ExpiredTablesRepository } = await import(
  `${libs}/retention/src/dropping/expired-tables.repository.js`
);

const { env } = /** @type {{ env: NodeJS.ProcessEnv }} */ (options());
const tables = new ExpiredTables(new ExpiredTablesRepository(), new OwnConnections(new Config(env)));
report({ removed: await tables.runOnce(600_000) });
