import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useMergedRef, useResizeObserver } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useViewerZone } from '../app/viewer-zone';
import { axisTimes } from './axis-times';
import { exactTime } from './time';
import classes from './uplot-chart.module.css';

export type Tone = 'ok' | 'bad' | 'wait' | 'info' | 'quiet';

export interface ChartProps {
  /** What a picture of it says, for who cannot see it: `Firings of the last hour: 1,240, at most 60 a minute`. */
  summary: string;
  /** Unix times in s, ascending. */
  times: number[];
  series: { label: string; tone: Tone; values: (number | null)[]; fill?: boolean }[];
  /** How values are written on the axis and in the legend. */
  format?: (value: number) => string;
  height?: number;
  /** Bars stand for counts of a step, lines for levels. */
  bars?: boolean;
  /** Of steps that are days of a zone: that one. The viewer's without. */
  zone?: string;
}

const plain = (value: number): string => value.toLocaleString('en');

export function UplotChart({
  summary,
  times,
  series,
  format = plain,
  height = 180,
  bars = false,
  zone: given,
}: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [measure, { width }] = useResizeObserver<HTMLDivElement>();
  const chart = useRef<uPlot>(undefined);
  const scheme = useComputedColorScheme();
  const viewer = useViewerZone();
  const zone = given ?? viewer.zone;
  const shape = JSON.stringify(series.map(({ label, tone, fill }) => [label, tone, fill]));
  const data = [times, ...series.map(({ values }) => values)] as uPlot.AlignedData;
  const latest = useRef({ data, format });
  useEffect(() => {
    latest.current = { data, format };
  });

  useEffect(() => {
    const element = host.current;
    if (width === 0 || !element) return undefined;
    const colour = (variable: string) => resolved(element, variable, scheme);
    const axis = {
      stroke: colour('--mantine-color-dimmed'),
      grid: { stroke: colour('--chart-grid'), width: 1 },
      ticks: { show: false },
    };
    const lines = JSON.parse(shape) as [string, Tone, boolean | undefined][];
    const made = new uPlot(
      {
        width,
        height,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
        cursor: { points: { size: 6 }, y: false },
        scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
        axes: [
          { ...axis, values: (_, ticks) => axisTimes(ticks, zone) },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => latest.current.format(tick)) },
        ],
        series: [
          {
            value: (_, seconds) =>
              seconds === null ? '–' : exactTime(new Date(seconds * 1000).toISOString(), zone),
          },
          ...lines.map(([label, tone, fill]) => ({
            label,
            value: (_: uPlot, value: number | null) => (value === null ? '–' : latest.current.format(value)),
            points: { show: false },
            ...(bars
              ? {
                  width: 0,
                  fill: colour(`--tone-${tone}`),
                  paths: uPlot.paths.bars!({ size: [0.7, 40] }),
                }
              : { width: 1.5, stroke: colour(`--tone-${tone}`) }),
            ...(fill && !bars && { fill: colour(`--tone-${tone}-back`) }),
          })),
        ],
      },
      latest.current.data,
      element,
    );
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = undefined;
    };
  }, [width, height, scheme, zone, shape, bars]);
  useEffect(() => chart.current?.setData(data));

  return (
    <div
      ref={useMergedRef(host, measure)}
      role="img"
      aria-label={summary}
      className={classes.chart}
      style={{ minHeight: height }}
    />
  );
}

/** A canvas knows no variables and no `light-dark()`: the colour as the page computes it. */
function resolved(element: HTMLElement, variable: string, scheme: string): string {
  const probe = element.appendChild(document.createElement('span'));
  probe.style.colorScheme = scheme;
  probe.style.color = `var(${variable})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
