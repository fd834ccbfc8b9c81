import { isMac } from '../app/hotkeys/matching';
import classes from './Keycap.module.css';

const names: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl', shift: isMac ? '⇧' : 'Shift', alt: isMac ? '⌥' : 'Alt', enter: '↵', escape: 'Esc',
  arrowdown: '↓', arrowup: '↑', arrowleft: '←', arrowright: '→',
};

/** A shortcut as key caps: `mod+k`, or `g p` for one after the other. */
export function Keycaps({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(' ').map((step, i) => (
        <span key={i} className={classes.step}>
          {step.split('+').map((part, j) => <kbd key={j} className={classes.key}>{names[part.toLowerCase()] ?? part.toUpperCase()}</kbd>)}
        </span>
      ))}
    </span>
  );
}
