import { Avatar, Menu, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconApi, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../features/session/api/signOut';
import type { Me } from '../../lib/contracts';
import { eraseLocalWork } from '../../workbench/shell';
import { languages, toLanguage } from '../i18n/languages';
import { openHelp } from './HelpOverlay';
import classes from './Navigation.module.css';
import { themeChoices, useChangePreferences, type ThemeChoice } from './usePreferences';

const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

export function UserMenu({ me }: { me: Me }) {
  const { t, i18n } = useTranslation('shell');
  const navigate = useNavigate();
  const preferences = useChangePreferences();
  const leave = useMutation({ mutationFn: async () => { await signOut(); await eraseLocalWork(me.person); }, onSettled: () => window.location.assign('/sign-in') });
  return (
    <Menu width={240} position="top-start" keepMounted={false}>
      <Menu.Target>
        <UnstyledButton className={classes.menuButton} aria-label={t('accountMenu', { name: me.displayName })}>
          <Avatar name={me.displayName} size={26} radius="xl" color="gray" variant="filled" aria-hidden="true" alt="" />
          <span className={classes.menuText}><strong>{me.displayName}</strong><small>{me.email}</small></span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('theme')}</Menu.Label>
        <SegmentedControl
          fullWidth size="xs" mx={8} mb={6} aria-label={t('theme')} value={preferences.theme}
          onChange={(value) => preferences.changeTheme(value as ThemeChoice)}
          data={themeChoices.map((choice) => {
            const ThemeIcon = icons[choice];
            return { value: choice, label: <span className={classes.choice} title={t(`themes.${choice}`)}><ThemeIcon size={15} aria-label={t(`themes.${choice}`)} /></span> };
          })}
          style={{ width: 'calc(100% - 16px)' }}
        />
        <Menu.Label>{t('language')}</Menu.Label>
        <SegmentedControl
          fullWidth size="xs" mx={8} mb={6} aria-label={t('language')} value={toLanguage(i18n.language) ?? 'en'}
          onChange={(value) => preferences.changeLanguage(toLanguage(value) ?? 'en')}
          data={languages.map((language) => ({ value: language.id, label: language.name }))}
          style={{ width: 'calc(100% - 16px)' }}
        />
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => void navigate({ to: '/account' })}>{t('account')}</Menu.Item>
        <Menu.Item leftSection={<IconApi size={16} />} onClick={() => void navigate({ to: '/api-docs' })}>{t('apiDocs')}</Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openHelp}>{t('shortcuts')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()}>{t('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
