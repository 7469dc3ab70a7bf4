import { Logger } from '@nestjs/common';
import { ConfigError, type Config } from '@app/config';

/** Access control is still to come: until then the api serves nobody unless it is told to serve everybody. */
export function refuseUnsafe({ auth }: Config): void {
  if (auth === 'on')
    throw new ConfigError([
      'AUTH: is on, but access control is not built yet; set AUTH=off and keep the api private',
    ]);
  new Logger('Access').warn('AUTH=off: everybody who can connect may do everything.');
}
