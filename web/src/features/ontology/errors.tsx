import { createContext, use, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OntologyError } from './rules';

const Errors = createContext<readonly OntologyError[]>([]);

export const OntologyErrors = ({ errors, children }: { errors: readonly OntologyError[]; children: ReactNode }) => <Errors value={errors}>{children}</Errors>;

/** What is wrong at exactly this place, in words; undefined when nothing is. */
export function useErrorAt(): (path: string) => string | undefined {
  const { t } = useTranslation('ontology');
  const errors = use(Errors);
  return (path) => {
    const error = errors.find((e) => e.path === path);
    return error === undefined ? undefined : t(`error.${error.code}`, error.params);
  };
}

/** How many things are wrong at or below a place. */
export function useErrorCount(): (path: string) => number {
  const errors = use(Errors);
  return (path) => errors.filter((e) => e.path === path || e.path.startsWith(`${path}.`) || e.path.startsWith(`${path}[`)).length;
}
