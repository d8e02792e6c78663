import { createTheme, DEFAULT_THEME, type CSSVariablesResolver } from '@mantine/core';

function withDefaults(components: readonly string[], defaultProps: object) {
  return Object.fromEntries(components.map((name) => [name, { defaultProps }]));
}

const CLEARED = { clearButtonProps: { 'aria-label': 'Clear' } };

/**
 * The list of options scrolls by itself, by the arrows of its field too. A scroll area within it, as Mantine has it, would be a place
 * that scrolls and that no key reaches.
 */
function withScrollingList(components: readonly string[], defaultProps: object) {
  const styles = { options: { maxHeight: 220, overflowY: 'auto' } };
  const component = { defaultProps: { ...defaultProps, withScrollArea: false }, styles };
  return Object.fromEntries(components.map((name) => [name, component]));
}

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  cursorType: 'pointer',
  defaultRadius: 'sm',
  autoContrast: true,
  respectReducedMotion: true,
  components: {
    ...withDefaults(['Drawer', 'Modal', 'Notification'], { closeButtonProps: { 'aria-label': 'Close' } }),
    ...withDefaults(['FileInput'], CLEARED),
    ...withScrollingList(['Select', 'MultiSelect'], CLEARED),
    ...withScrollingList(['Autocomplete', 'TagsInput'], {}),
    DateTimePicker: {
      defaultProps: {
        clearButtonProps: { 'aria-label': 'Clear' },
        ariaLabels: { previousMonth: 'Month before', nextMonth: 'Next month' },
        submitButtonProps: { 'aria-label': 'Take this time' },
        popoverProps: { attributes: { dropdown: { 'aria-label': 'Time' } } },
        // Days of other months, and of weekends, are paler than can be read.
        hideOutsideDates: true,
        weekendDays: [],
      },
    },
  },
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
      '--mantine-color-error': 'var(--mantine-color-red-4)',
    },
  };
};
