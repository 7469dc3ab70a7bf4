import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/secrets';
import type { DestinationAuth, DestinationDefinition } from './destination-definition.js';
import type { Destination } from './destination.entity.js';
import { withoutCredentials } from './redis-url.js';

type Sealed = Pick<Destination, 'headers_sealed' | 'auth_sealed' | 'redis_url_sealed'>;

/** What of a destination's write-only fields may be shown: to clients, and in the audit log. */
export interface ShownSecrets {
  /** Names of the custom headers. */
  headers: string[];
  auth: { type: DestinationAuth['type']; username?: string } | null;
  redis_url: string | null;
}

/** The write-only fields of a destination, between what a client says and what is stored. */
@Injectable()
export class DestinationSecrets {
  constructor(private readonly box: SecretBox) {}

  seal({ headers = {}, auth, redis_url }: DestinationDefinition): Sealed {
    return {
      headers_sealed: Object.keys(headers).length === 0 ? null : this.box.seal(JSON.stringify(headers)),
      auth_sealed: auth ? this.box.seal(JSON.stringify(auth)) : null,
      redis_url_sealed: redis_url === undefined ? null : this.box.seal(redis_url),
    };
  }

  /** The plain values, which must never reach an answer or a log. */
  open({ headers_sealed, auth_sealed, redis_url_sealed }: Sealed): {
    headers: Record<string, string>;
    auth: DestinationAuth | undefined;
    redis_url: string | undefined;
  } {
    const open = (sealed: string) => this.box.open(sealed);
    return {
      headers: headers_sealed === null ? {} : (JSON.parse(open(headers_sealed)) as Record<string, string>),
      auth: auth_sealed === null ? undefined : (JSON.parse(open(auth_sealed)) as DestinationAuth),
      redis_url: redis_url_sealed === null ? undefined : open(redis_url_sealed),
    };
  }

  shown(destination: Sealed): ShownSecrets {
    const { headers, auth, redis_url } = this.open(destination);
    return {
      headers: Object.keys(headers),
      auth: auth ? { type: auth.type, ...(auth.type === 'basic' && { username: auth.username }) } : null,
      redis_url: redis_url === undefined ? null : withoutCredentials(redis_url),
    };
  }
}
