import {
  ActionIcon, Anchor, Avatar, Badge, Button, Card, createTheme, Modal, NumberInput, Paper, PasswordInput, Select, Skeleton, Table, Textarea, TextInput, Tooltip,
  type CSSVariablesResolver, type MantineColorsTuple,
} from '@mantine/core';

/** Verdigris: what the metal walls of cloisonné enamel turn into. */
const verdigris: MantineColorsTuple = [
  '#e9f6f7', '#d5ebee', '#a9d6dc', '#7bc0c9', '#56adb9', '#3d9fad', '#2b8f9d', '#1b7a88', '#0b6573', '#064f5b',
];
const gray: MantineColorsTuple = [
  '#f7f8f9', '#f0f2f4', '#e5e8eb', '#d8dce0', '#c2c8ce', '#98a1aa', '#59636e', '#434b54', '#2d343b', '#191e23',
];
const dark: MantineColorsTuple = [
  '#d3d8de', '#b5bcc5', '#929ba6', '#78828d', '#3b434c', '#2e353d', '#23292f', '#15191d', '#101316', '#0a0c0e',
];

export const theme = createTheme({
  primaryColor: 'verdigris',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  colors: { verdigris, gray, dark },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.25rem', lineHeight: '1.3' }, h2: { fontSize: '1rem', lineHeight: '1.4' }, h3: { fontSize: '0.875rem', lineHeight: '1.45' } },
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm', fw: 500 } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    // The colours whose initials can be read on their own pale ground; green and yellow ones cannot.
    Avatar: Avatar.extend({ defaultProps: { allowedInitialsColors: ['blue', 'indigo', 'violet', 'grape', 'pink'] } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm', comboboxProps: { shadow: 'md' } } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 500, radius: 'sm' } }),
    Card: Card.extend({ defaultProps: { withBorder: true, padding: 'md', radius: 'md' } }),
    Paper: Paper.extend({ defaultProps: { radius: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 8, horizontalSpacing: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } } }),
    Modal: Modal.extend({ defaultProps: { radius: 'md', centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
  },
});

/** Contrast of 4.5:1 for quiet text too, and the surfaces of the house. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#191e23',
    '--mantine-color-dimmed': '#59636e',
    '--mantine-color-placeholder': '#646e79',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#0b6573',
    '--cl-canvas': '#fbfbfc',
    '--cl-side': '#f3f5f6',
    '--cl-raised': '#ffffff',
    '--cl-line': '#e2e6e9',
    '--cl-line-strong': '#cfd5da',
    '--cl-hover': '#eceff1',
    '--cl-selected': '#e1f0f2',
    '--cl-accent-text': '#0b6573',
  },
  dark: {
    '--mantine-color-body': '#15191d',
    '--mantine-color-text': '#dfe3e8',
    '--mantine-color-dimmed': '#99a2ad',
    '--mantine-color-placeholder': '#929ba6',
    '--mantine-color-error': '#ff9a92',
    '--mantine-color-anchor': '#7bc0c9',
    '--mantine-color-default': '#1b2025',
    '--mantine-color-default-hover': '#23292f',
    '--mantine-color-default-border': '#343c44',
    '--cl-canvas': '#15191d',
    '--cl-side': '#101316',
    '--cl-raised': '#1a1f24',
    '--cl-line': '#262d33',
    '--cl-line-strong': '#3b434c',
    '--cl-hover': '#20262c',
    '--cl-selected': '#12333a',
    '--cl-accent-text': '#7bc0c9',
  },
});
