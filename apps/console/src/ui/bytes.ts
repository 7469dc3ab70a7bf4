const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Space in words: `512 bytes`, `1.4 MiB`. */
export function bytesInWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${amount.toFixed(power === 0 || amount >= 100 ? 0 : 1)} ${UNITS[power]}`;
}
