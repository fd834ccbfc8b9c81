import { TextInput, Tooltip } from '@mantine/core';

/** Takes the one key that is pressed. */
export function HotkeyInput({ value, onChange, label, error }: { value?: string; onChange: (next: string | undefined) => void; label: string; error?: boolean }) {
  return (
    <Tooltip label={label}>
      <TextInput
        size="xs" w={34} aria-label={label} value={value ?? ''} error={error} maxLength={1} autoComplete="off"
        styles={{ input: { textAlign: 'center', padding: 0, fontFamily: 'var(--mantine-font-family-monospace)', textTransform: 'uppercase' } }}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => onChange(event.currentTarget.value.trim().slice(-1) || undefined)}
      />
    </Tooltip>
  );
}
