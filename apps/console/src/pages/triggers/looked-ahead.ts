/** Of a schedule so many occurrences are asked for, though few are shown: what the clocks do to a daily one within a year is told. */
export const LOOKED_AHEAD = 366;
