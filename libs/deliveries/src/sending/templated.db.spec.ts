import { afterEach, describe, expect, it, vi } from 'vitest';
import { usePlatform } from '../../../../test/support/platform.js';
import { Templates } from '../templates/templates.js';
import { Deliver } from './deliver.js';

describe('A delivery with a template', () => {
  const on = usePlatform();
  afterEach(() => vi.restoreAllMocks());

  async function delivered(render: Awaited<ReturnType<Templates['render']>>) {
    vi.spyOn(on.get(Templates), 'render').mockResolvedValue(render);
    const { id } = await on.newDestination({ template: '{"a": 1}' });
    const { deliveries } = await on.record({ destination_ids: [id] });
    await on.get(Deliver).run(deliveries);
    return on.row<{ status: string }>('deliveries', deliveries[0]!.id);
  }

  it('that had no turn is not tried, and waits in its lane', async () => {
    const row = await delivered({ error: 'too many', final: false, unstarted: true });

    expect(row).toMatchObject({ status: 'waiting', in_lane: true, attempt_count: 0, attempts: [] });
  });

  it('that fails for good is dead with the reason', async () => {
    const row = await delivered({ error: 'at position 1: it gives nothing', final: true });

    expect(row).toMatchObject({ status: 'dead', attempt_count: 1 });
    expect(row).toHaveProperty('attempts.0.error', 'the template failed: at position 1: it gives nothing');
  });
});
