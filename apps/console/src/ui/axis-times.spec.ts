import { expect, it } from 'vitest';
import { axisTimes } from './axis-times';

const NOON = Date.parse('2026-03-29T12:00:00Z') / 1000;
const ticks = (apart: number, from = NOON) => [0, 1, 2].map((index) => from + index * apart);

it('tells the clock of the zone', () => {
  expect(axisTimes(ticks(600), 'UTC')).toEqual(['12:00', '12:10', '12:20']);
  expect(axisTimes(ticks(600), 'Asia/Kolkata')).toEqual(['17:30', '17:40', '17:50']);
  expect(axisTimes(ticks(30), 'UTC')).toEqual(['12:00:00', '12:00:30', '12:01:00']);
});

it('tells the date where a day begins, and where ticks are days apart', () => {
  expect(axisTimes(ticks(6 * 3600), 'UTC')).toEqual(['12:00', '18:00', '30 Mar']);
  expect(axisTimes(ticks(86_400), 'UTC')).toEqual(['29 Mar', '30 Mar', '31 Mar']);
});
