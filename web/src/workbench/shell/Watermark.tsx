import classes from './shell.module.css';

/** How often it stands across the content: a photograph of any part of the screen has it whole. */
const times = 24;

/** Who looks, when, and for whom, across what is shown. Nothing of it is in the way of a pointer or a screen reader. */
export function Watermark({ text }: { readonly text: string }) {
  return <div className={classes.watermark} aria-hidden="true" data-testid="watermark">{Array.from({ length: times }, (_, i) => <span key={i}>{text}</span>)}</div>;
}
