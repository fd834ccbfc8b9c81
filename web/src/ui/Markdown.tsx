import { Typography } from '@mantine/core';
import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './Markdown.module.css';

/** Links that may be followed: the web, mail, and places on this page or site. Everything else is dropped. */
const safeUrl = (url: string): string => (/^(https?:|mailto:|#|\/(?!\/))/i.test(url.trim()) ? url.trim() : '');
/** Pictures only from here: one from elsewhere would tell its owner who reads, and when. */
const ownPicture = (url: string): string => (/^\/api\/projects\/[\w-]+\/assets\/[\w-]+$/.test(url) ? url : '');

const components: Components = {
  a: ({ href, children }) => (href === undefined || href === '' ? <>{children}</> : <a href={href} target="_blank" rel="noopener noreferrer nofollow">{children}</a>),
  img: ({ src, alt }) => (typeof src === 'string' && src !== '' ? <img src={src} alt={alt ?? ''} loading="lazy" /> : <em>{alt}</em>),
  // The page has its own first heading.
  h1: 'h2',
};

/** Text that somebody else wrote: raw HTML stays text. Memoised: long instructions stand beside work that redraws often. */
export const Markdown = memo(function Markdown({ text, className }: { readonly text: string; readonly className?: string | undefined }) {
  return (
    <Typography className={className ?? classes.root} dir="auto">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components} urlTransform={(url, key) => (key === 'src' ? ownPicture(url) : safeUrl(url))}>{text}</ReactMarkdown>
    </Typography>
  );
});
