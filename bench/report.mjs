// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./measurement.mjs').Measurement} Measurement */
/** @typedef {{ began: string, quick: boolean, machine: Awaited<ReturnType<typeof import('./machine.mjs').machine>>, measurements: Measurement[] }} Result */

const FOLDER = join(import.meta.dirname, 'results');

/** @param {Result} result */
export function asMarkdown({ began, quick, machine, measurements }) {
  const { cores, processor, memory_gib, node, postgresql, redis, postgresql_settings: settings } = machine;
  const rows = measurements.map(({ what, unit, reading, yardstick, ratio, budget, met }) => [
    what,
    `${figure(reading)} ${unit}`,
    yardstick ? `${yardstick.name}: ${figure(yardstick.reading)} ${unit}` : '',
    ratio === undefined ? '' : `${figure(ratio)}×`,
    budget ?? '',
    met === undefined ? '' : met ? 'yes' : '**no**',
  ]);
  const notes = measurements.flatMap(({ what, note }) => (note ? [`- ${what}: ${note}`] : []));
  return [
    `# Bench of ${began}${quick ? ' (quick: says nothing)' : ''}`,
    '',
    `${cores} cores (${processor}), ${memory_gib} GiB, Node ${node}, PostgreSQL ${postgresql} (${Object.entries(
      settings,
    )
      .map(([name, value]) => `${name}=${value}`)
      .join(', ')}), Redis ${redis}. Medians of rounds in turns.`,
    '',
    table(['what', 'reading', 'yardstick', 'ratio', 'budget', 'met'], rows),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
  ].join('\n');
}

/** Writes the raw figures and the table; answers where the table is. @param {Result} result */
export function writeResults(result) {
  mkdirSync(FOLDER, { recursive: true });
  const name = `${result.began.slice(0, 16).replace(':', '')}${result.quick ? '-quick' : ''}`;
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(FOLDER, `${name}.md`), asMarkdown(result));
  return join('bench', 'results', `${name}.md`);
}

/** @param {number} value three digits that count */
function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 3) });
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
