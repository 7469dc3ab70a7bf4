import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Dense, quiet and readable: people look at this for hours. Every text has a contrast of 4.5 to 1 at least (WCAG AA). */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' }, h3: { fontSize: '0.9375rem' } },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } }, // it is no item, and a menu has nothing else
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
});

/** Mantine's secondary text and placeholders are too pale for AA. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray?.[7] ?? '',
    '--mantine-color-placeholder': colors.gray?.[7] ?? '',
    '--mantine-color-error': colors.red?.[9] ?? '',
    '--mantine-color-anchor': colors.indigo?.[8] ?? '',
    '--mantine-color-gray-light-color': colors.gray?.[8] ?? '',
    '--mantine-color-indigo-light-color': colors.indigo?.[9] ?? '',
    '--mantine-color-indigo-light-hover': '#cbd6ff', // paler than Mantine's, for what is written on it
    '--mantine-color-red-light-color': colors.red?.[9] ?? '',
    '--mantine-color-yellow-light-color': 'var(--tone-wait)',
    '--mantine-color-green-light-color': 'var(--tone-ok)',
  },
  dark: {
    '--mantine-color-dimmed': colors.dark?.[1] ?? '',
    '--mantine-color-placeholder': colors.dark?.[1] ?? '',
    '--mantine-color-error': colors.red?.[4] ?? '',
    '--mantine-color-anchor': colors.indigo?.[3] ?? '',
  },
});
