import { connect, type LookupFunction, type NetConnectOpts } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { AbstractConnector, type RedisOptions } from 'ioredis';

type Stream = Awaited<ReturnType<AbstractConnector['connect']>>;

/** How ioredis connects when names have to pass the address guard: what the look-up allowed is what is connected to. */
export function guardedConnector(lookup: LookupFunction | undefined) {
  return class GuardedConnector extends AbstractConnector {
    private readonly options: RedisOptions;

    constructor(options: unknown) {
      super((options as RedisOptions).disconnectTimeout ?? 2000);
      this.options = options as RedisOptions;
    }

    override async connect(): Promise<Stream> {
      const { host = 'localhost', port = 6379, tls } = this.options;
      this.connecting = true;
      const place = { host, port, ...(lookup && { lookup }) };
      this.stream = tls
        ? connectTls({ ...place, servername: host } as ConnectionOptions)
        : connect(place as NetConnectOpts);
      return this.stream;
    }
  };
}
