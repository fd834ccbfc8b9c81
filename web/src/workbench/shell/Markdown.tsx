import { Markdown as Plain } from '../../ui/Markdown';
import classes from './shell.module.css';

/** Instructions and inputs in the workbench's own type size. */
export const Markdown = ({ text }: { readonly text: string }) => <Plain text={text} className={classes.markdown} />;
