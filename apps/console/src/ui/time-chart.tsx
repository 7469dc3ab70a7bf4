import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { ChartProps } from './uplot-chart';

const Chart = lazy(() => import('./uplot-chart').then((file) => ({ default: file.UplotChart })));

/** A chart over time. What it shows must also be said in words or in a table: it is a picture. */
export function TimeChart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? 180} />}>
      <Chart {...props} />
    </Suspense>
  );
}
