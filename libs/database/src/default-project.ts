/** The project that always exists; the first migration makes it. */
export const DEFAULT_PROJECT = { id: '00000000-0000-7000-8000-000000000001', slug: 'default' } as const;
