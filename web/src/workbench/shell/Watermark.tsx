import classes from './shell.module.css';

const rows = Array.from({ length: 12 }, (_, i) => i);

/** The mark over what is shown: a photograph of the screen then says whose it was. Nothing to hear and nothing in the way of the pointer. */
export function Watermark({ text }: { readonly text: string }) {
  return (
    <div className={classes.watermark} aria-hidden="true">
      {rows.map((row) => <span key={row}>{`${text}      ${text}      ${text}`}</span>)}
    </div>
  );
}
