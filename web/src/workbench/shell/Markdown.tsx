import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './shell.module.css';

const safe = /^(?:https?:|mailto:|#)/i;

const components: Components = {
  // Links leave the page without telling where from, and only by these protocols.
  a: ({ href, children }) => (href !== undefined && safe.test(href) ? <a href={href} target="_blank" rel="noopener noreferrer nofollow">{children}</a> : <span>{children}</span>),
  // A picture from elsewhere would tell its server who reads this.
  img: ({ alt }) => <span>{alt}</span>,
};

/** Text that a customer wrote: Markdown, without HTML and without anything that is fetched. */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={classes.markdown} dir="auto">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components} skipHtml>{text}</ReactMarkdown>
    </div>
  );
});
