import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { may, type Permission } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { Breaks } from './Breaks';
import classes from './Trust.module.css';

const tabs: readonly { id: 'now' | 'seen' | 'log' | 'keys' | 'walls' | 'certificates' | 'leave'; to: string; for: Permission }[] = [
  { id: 'now', to: '/trust', for: 'audit' },
  { id: 'seen', to: '/trust/seen', for: 'audit' },
  { id: 'log', to: '/trust/log', for: 'audit' },
  { id: 'keys', to: '/trust/keys', for: 'manageTrust' },
  { id: 'walls', to: '/trust/walls', for: 'manageTrust' },
  { id: 'certificates', to: '/trust/certificates', for: 'audit' },
  { id: 'leave', to: '/trust/leave', for: 'manageTrust' },
];

/** What a customer can check and decide about his own data; every page of it has these tabs. */
export function TrustLayout() {
  const { t } = useTranslation('trust');
  const me = useMe();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // On a phone the tabs are wider than the screen: the present one is brought into sight.
  // In braces: newer browsers return a promise, which would be taken for the clean-up.
  useEffect(() => { nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }); }, [pathname]);
  return (
    <>
      <nav ref={nav} className={classes.tabs} aria-label={t('tab.label')}>
        {tabs.filter((tab) => may(me, tab.for)).map((tab) => (
          <Link key={tab.id} to={tab.to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>{t(`tab.${tab.id}`)}</Link>
        ))}
      </nav>
      {may(me, 'audit') && <Breaks />}
      <Outlet />
    </>
  );
}
