import { beforeEach, describe, expect, it, vi } from 'vitest';
import { usePlatform } from '../../../../test/support/platform.js';
import { useReceiver, type Behaviour } from '../../../../test/support/receiver.js';
import { Lanes } from '../lanes/lanes.js';
import { Deliver } from './deliver.js';

describe('Delivering', () => {
  const on = usePlatform();
  const receiver = useReceiver();

  beforeEach(() => on.sql('DELETE FROM deliveries'));

  /** An endpoint whose destination is as said, with so many deliveries. */
  async function endpointWith(count: number, columns: string, ...answers: Behaviour[]) {
    const endpoint = receiver.endpoint(...answers);
    const { id } = await on.newDestination({ url: endpoint.url });
    await on.sql(`UPDATE destinations SET ${columns} WHERE id = $1`, [id]);
    await on.get(Lanes).refresh();
    const { deliveries } = await on.record({ destination_ids: Array<string>(count).fill(id) });
    return { endpoint, id, deliveries, destination: () => on.row('destinations', id) };
  }
  /** What the dispatcher hands over is delivered; answers how many that were. */
  async function turn(): Promise<number> {
    on.handedOver.length = 0;
    await on.dispatcher.runOnce('active');
    const refs = [...on.handedOver];
    await on.get(Deliver).run(refs);
    return refs.length;
  }
  it('a 410 turns a destination off and is written, also when PostgreSQL is away in that moment', async () => {
    const { endpoint, deliveries, destination } = await endpointWith(1, 'congested = false', 410);
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    const transaction = vi.spyOn(on.database, 'transaction').mockRejectedValueOnce(away);
    await on.get(Deliver).run(deliveries);
    transaction.mockRestore();

    expect(await destination()).toMatchObject({ enabled: false });
    expect(await on.row('deliveries', deliveries[0]!.id)).toMatchObject({ status: 'dead', attempt_count: 1 });
    expect(endpoint.requests).toHaveLength(1);
  });

  const DUE = `circuit_state = 'open', circuit_until = now()`;

  it('a probe that fails lets no other through, not even at once', async () => {
    const { endpoint, destination } = await endpointWith(5, DUE, 503);

    expect([await turn(), await turn(), await turn()]).toEqual([1, 0, 0]);
    expect(endpoint.requests).toHaveLength(1);
    expect(await destination()).toMatchObject({ circuit_state: 'open' });
  });

  it('probes that succeed let one more through each time, until the circuit closes', async () => {
    const { destination } = await endpointWith(12, DUE, 204);

    expect([await turn(), await turn()]).toEqual([1, 2]);
    expect(await destination()).toMatchObject({ circuit_state: 'half_open', circuit_passed: 3 });
    expect(await turn()).toBe(4);
    expect(await destination()).toMatchObject({ circuit_state: 'closed' });
  });
});
