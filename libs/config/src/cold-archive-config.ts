import { cleanEnv } from 'envalid';
import { coldArchiveFaults, coldArchiveOf, type ColdArchiveSettings } from './cold-archive-settings.js';
import { ConfigError, refuse, withoutEmpty } from './config.js';
import { coldArchiveEnvironment } from './environment.js';

/** What of the environment is needed to read the cold archive: it can be read where the platform is not. */
export class ColdArchiveConfig {
  readonly coldArchive: ColdArchiveSettings | undefined;

  /** Throws {@link ConfigError}. */
  constructor(env: NodeJS.ProcessEnv) {
    const values = cleanEnv(withoutEmpty(env), coldArchiveEnvironment, { reporter: refuse });
    const faults = coldArchiveFaults(values);
    if (faults.length > 0) throw new ConfigError(faults);
    this.coldArchive = coldArchiveOf(values);
  }
}
