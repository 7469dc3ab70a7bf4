import { expect, it } from 'vitest';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';
import { expectNothingLostNorDoubled } from '../support/truth.js';
import { fireVolley } from '../support/volley.js';

describeOnEachQueue('A thousand firings from 20 clients at once', (queue) => {
  const stack = useStack({ queue, workers: 2 });
  const receiver = useReceiver();

  it('are a thousand events, each delivered once and verified', async () => {
    const endpoint = receiver.endpoint();
    const trigger = endpoint.trust(
      await stack.api.createTrigger({
        name: 'Busy',
        trigger_type: 'api',
        destinations: [{ url: endpoint.url }],
      }),
    );

    const accepted = await fireVolley(stack.api, trigger.id, { total: 1000, clients: 20 });

    expect(new Set(accepted).size).toBe(1000);
    const ids = await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);
    expect(ids).toEqual(accepted.sort());
    expect(endpoint.requests, 'nobody was killed, so nothing is sent twice').toHaveLength(1000);
    expect(endpoint.deliveries.map(({ payload }) => payload['n'] as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, n) => n),
    );
  });
});
