import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import { SecretBox } from '@app/secrets';
import { closedCircuit } from '../lanes/circuit.js';
import { withDefaults, type DestinationDefinition } from './destination-definition.js';
import { DestinationSecrets } from './destination-secrets.js';
import type { Destination } from './destination.entity.js';
import { newSigningSecret } from './signing-secret.js';

/** A destination with the secret that is told just once, when it is made; a queue has none. */
export interface NewDestination {
  destination: Destination;
  secret: string | null;
}

/** Makes the row of a destination out of what a client says. */
@Injectable()
export class DestinationMaker {
  constructor(
    private readonly box: SecretBox,
    private readonly secrets: DestinationSecrets,
    private readonly clock: Clock,
  ) {}

  make(projectId: string, definition: DestinationDefinition, ephemeralUntil: Date | null): NewDestination {
    const columns = withDefaults(definition);
    const secret = columns.kind === 'http' ? newSigningSecret() : null;
    const now = this.clock.now();
    const destination: Destination = {
      id: uuidV7(now),
      project_id: projectId,
      ...columns,
      ...this.secrets.seal(definition),
      secret_sealed: secret === null ? null : this.box.seal(secret),
      previous_secret_sealed: null,
      previous_secret_until: null,
      rate_used: [],
      congested: false,
      ...closedCircuit(new Date(now)),
      disabled_reason: null,
      ephemeral_until: ephemeralUntil,
      created_at: new Date(now),
      updated_at: new Date(now),
    };
    return { destination, secret };
  }
}
