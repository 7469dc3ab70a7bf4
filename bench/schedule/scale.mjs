// @ts-check

/** @typedef {typeof FULL} Scale */

export const FULL = {
  /** Enabled triggers in the table. */
  triggers: 1_000_000,
  /** Of these, due at one instant. */
  burst: 100_000,
  /** From arming to the instant: time to write what is due then, and for the table to be vacuumed. */
  leadMs: 30_000,
  /** Occurrences a second, and for how long. */
  rate: 500,
  rateSeconds: 30,
  idleSeconds: 30,
};

/** @type {Scale} */
export const QUICK = {
  ...FULL,
  triggers: 20_000,
  burst: 2000,
  leadMs: 9000,
  rateSeconds: 3,
  idleSeconds: 3,
};

/** Triggers that fire every second beside the burst, their instants spread over the second. */
export const STEADY = 100;
