import { Kbd, ScrollArea, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import {
  IconBuilding, IconHome2, IconKey, IconLifebuoy, IconPencil, IconSearch, IconShieldCheck, IconStack2, IconUsers, IconUsersGroup, type Icon,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '../../lib/contracts';
import { TextLink } from '../../ui/links';
import { Logo } from '../../ui/Logo';
import { isMac } from '../hotkeys/matching';
import { may } from '../session/permissions';
import { CustomerSwitcher } from './CustomerSwitcher';
import classes from './Navigation.module.css';
import { UserMenu } from './UserMenu';

export function Navigation({ me }: { me: Me }) {
  const { t } = useTranslation('shell');
  const inRoom = me.customer !== undefined && me.glass === undefined;
  return (
    <>
      <div className={classes.top}>
        <TextLink to="/" underline="never" c="inherit" visibleFrom="sm" className={classes.brand} aria-label={t('home')}><Logo /></TextLink>
        <CustomerSwitcher me={me} />
        <UnstyledButton className={classes.search} onClick={spotlight.open}>
          <IconSearch size={15} aria-hidden />
          <span>{t('search')}</span>
          <Kbd size="xs">{isMac ? '⌘' : 'Ctrl'} K</Kbd>
        </UnstyledButton>
      </div>
      <ScrollArea className={classes.links} scrollbarSize={6}>
        <nav aria-label={t('pages')}>
          <Item to="/" icon={IconHome2} label={t('home')} exact />
          {inRoom && may(me, 'work') && <Item to="/work" icon={IconPencil} label={t('work')} />}
          {inRoom && may(me, 'seeProgress') && <Item to="/projects" icon={IconStack2} label={t('projects')} />}
          {inRoom && may(me, 'staff') && <Item to="/staffing" icon={IconUsersGroup} label={t('staffing')} />}
          {inRoom && may(me, 'managePeople') && <Item to="/people" icon={IconUsers} label={t('people')} />}
          {inRoom && may(me, 'manageKeys') && <Item to="/keys" icon={IconKey} label={t('keys')} />}
          {inRoom && may(me, 'audit') && <Item to="/trust" icon={IconShieldCheck} label={t('trust')} />}
          {!may(me, 'manageCustomers') && may(me, 'askForGlass') && <Item to="/customers/emergency" icon={IconLifebuoy} label={t('emergency')} />}
          {may(me, 'manageCustomers') && (
            <>
              <div className={classes.section} id="nav-operator">{t('operator')}</div>
              <Item to="/customers" icon={IconBuilding} label={t('customers')} />
            </>
          )}
        </nav>
      </ScrollArea>
      <div className={classes.bottom}><UserMenu me={me} /></div>
    </>
  );
}

function Item({ to, icon: ItemIcon, label, exact = false }: { to: LinkProps['to']; icon: Icon; label: string; exact?: boolean }) {
  return (
    <Link to={to} className={classes.item} activeOptions={{ exact }} activeProps={{ 'aria-current': 'page' }}>
      <ItemIcon size={17} stroke={1.7} aria-hidden />
      {label}
    </Link>
  );
}
