import { cleanEnv } from 'envalid';
import { ConfigError, refuse, withoutEmpty } from './config.js';
import { environment } from './environment.js';

/** What of the environment a client of the api reads: it needs neither secrets nor servers. */
export class ClientConfig {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string | undefined;

  /** Throws {@link ConfigError}. */
  constructor(env: NodeJS.ProcessEnv) {
    const { ETP_URL, ETP_API_KEY } = environment;
    const values = cleanEnv(withoutEmpty(env), { ETP_URL, ETP_API_KEY }, { reporter: refuse });
    if (!/^https?:\/\/[^/]/.test(values.ETP_URL) || !URL.canParse(values.ETP_URL))
      throw new ConfigError([`ETP_URL: "${values.ETP_URL}" is not an http or https URL`]);
    if (/[^\x21-\x7e]/.test(values.ETP_API_KEY)) throw new ConfigError(['ETP_API_KEY: is not an API key']);
    this.url = values.ETP_URL.replace(/\/+$/, '');
    this.apiKey = values.ETP_API_KEY || undefined;
  }
}
