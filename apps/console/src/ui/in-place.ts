/**
 * How a page writes into its address what it shows: it is no step for the browser's back button, and nothing is scrolled.
 * The router would scroll the page to its top, and a list to where it was, which is another place in another list.
 */
export const inPlace = { replace: true, resetScroll: false } as const;
