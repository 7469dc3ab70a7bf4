import { Skeleton, Tooltip } from '@mantine/core';
import { $api } from '../../../api/client';
import { explain } from '../../../api/problem';
import { barsOf, sparkInWords } from './spark';

const [BARS, WIDTH, HEIGHT] = [28, 84, 22];
const BAR = WIDTH / BARS;

/** How deliveries to a destination went in the last 24 hours, as a small picture. */
export function Sparkline({ id }: { id: string }) {
  const stats = $api.useQuery(
    'get',
    '/destinations/{id}/stats',
    { params: { path: { id }, query: { window: '24h' } } },
    { staleTime: 60_000, refetchInterval: 60_000 },
  );
  if (stats.isError && !stats.data) return <span title={explain(stats.error).title}>–</span>;
  if (!stats.data) return <Skeleton width={WIDTH} height={HEIGHT} />;
  const words = `Last 24 hours: ${sparkInWords(stats.data.totals)}`;
  return (
    <Tooltip label={words}>
      <svg role="img" aria-label={words} width={WIDTH} height={HEIGHT} style={{ display: 'block' }}>
        <rect y={HEIGHT - 1} width={WIDTH} height={1} fill="var(--chart-grid)" />
        {barsOf(stats.data.series, BARS).map(({ x, delivered, failed }) => (
          <g key={x} transform={`translate(${x * BAR} 0)`}>
            <rect
              y={HEIGHT * (1 - delivered)}
              width={BAR - 1}
              height={HEIGHT * delivered}
              fill="var(--tone-ok)"
            />
            <rect
              y={HEIGHT * (1 - delivered - failed)}
              width={BAR - 1}
              height={HEIGHT * failed}
              fill="var(--tone-bad)"
            />
          </g>
        ))}
      </svg>
    </Tooltip>
  );
}
