import { createTheme, DEFAULT_THEME, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  cursorType: 'pointer',
  defaultRadius: 'sm',
  autoContrast: true,
  respectReducedMotion: true,
  components: Object.fromEntries(
    ['Drawer', 'Modal', 'Notification'].map((name) => [
      name,
      { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    ]),
  ),
});

const darkest = (color: string) => `color-mix(in srgb, var(--mantine-color-${color}-9), black 30%)`;

/** Texts that Mantine makes paler than WCAG AA allows on their background get a darker shade. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const colors = Object.keys(DEFAULT_THEME.colors);
  return {
    variables: {},
    light: {
      '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
      '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
      '--mantine-color-error': 'var(--mantine-color-red-9)',
      ...Object.fromEntries(colors.map((color) => [`--mantine-color-${color}-light-color`, darkest(color)])),
    },
    dark: {
      '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
      '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    },
  };
};
