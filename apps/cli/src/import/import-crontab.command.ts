import { ClientConfig } from '@app/config';
import { ApiClient } from '../api-client.js';
import type { Command } from '../command.js';
import { readArguments } from './arguments.js';
import { Import } from './import.js';
import { Platform } from './platform.js';

export const importCrontab: Command = {
  summary:
    'makes triggers of a crontab, a CSV table or a JSON file; says what it would do unless --apply is given',
  help: `usage: npm run cli -- import-crontab FILE [OPTIONS]      (FILE - is standard input)

  --apply             do it; without this nothing is changed
  --destination D     where commands go that are no plain curl or wget: the id of a destination, or a URL
  --system            the lines name a user before the command, as /etc/crontab does
  --timezone ZONE     what times are meant in where the file does not say; this machine's own if left out
  --format FORMAT     crontab, csv or json; by the file's name if left out
  --source NAME       what the file is known by from one import to the next; its name if left out
  --url URL           the api, instead of ETP_URL
  --project SLUG      the project, for a user's token; an API key has its own

docs/import.md says how lines become triggers, and how one is found again when the file is imported once more.`,

  async run(args, terminal, env) {
    const asked = readArguments(args);
    const { url, apiKey } = new ClientConfig({
      ...env,
      ...(asked.url !== undefined && { ETP_URL: asked.url }),
    });
    const platform = new Platform(new ApiClient({ url, apiKey, project: asked.project }));
    return new Import(asked, platform, terminal).run();
  },
};
