/** A JSON object out of what is typed, or what is wrong with that, as the api would say it of a field. */
export function objectIn(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    return 'must be a JSON object: { … }';
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
}
