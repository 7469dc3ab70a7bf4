/** At most `max` deliveries are handed over within any `per`, a duration such as `1m`. */
export interface RateLimit {
  max: number;
  per: string;
}

export const DEFAULT_MAX_IN_FLIGHT = 10;
