/** To a thousandth of a firing: what is finer says nothing. */
export function rounded(firings: number): number {
  return Math.round(firings * 1000) / 1000;
}
