import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import classes from '../trust/Trust.module.css';

const tabs = [
  { id: 'customers', to: '/customers', for: 'manageCustomers' },
  { id: 'emergency', to: '/customers/emergency', for: 'askForGlass' },
  { id: 'registry', to: '/customers/registry', for: 'manageCustomers' },
  { id: 'owners', to: '/customers/owners', for: 'manageCustomers' },
] as const;

/** What the operator sees of his server: rooms and people by what stands between them. No content anywhere. */
export function OperatorLayout() {
  const { t } = useTranslation('customers');
  const me = useMe();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // In braces: newer browsers return a promise, which would be taken for the clean-up.
  useEffect(() => { nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }); }, [pathname]);
  return (
    <>
      <nav ref={nav} className={classes.tabs} aria-label={t('tab.label')}>
        {tabs.filter((tab) => may(me, tab.for)).map((tab) => <Link key={tab.id} to={tab.to} className={classes.tab} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>{t(`tab.${tab.id}`)}</Link>)}
      </nav>
      <Outlet />
    </>
  );
}
