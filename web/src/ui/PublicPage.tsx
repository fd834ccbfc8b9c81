import { ActionIcon, Box, Group, Menu, Text, Title, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../app/i18n/i18n';
import { languages } from '../app/i18n/languages';
import { Logo } from './Logo';
import classes from './PublicPage.module.css';

/** A page before the door: sign-in, set-up, invitation. Two rooms, one thin wall. */
export function PublicPage({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('session');
  const { colorScheme, toggleColorScheme } = useMantineColorScheme();
  useEffect(() => {
    document.title = `${title} · Cloison`;
  }, [title]);
  return (
    <div className={classes.page}>
      <aside className={classes.side} aria-hidden="true">
        <svg className={classes.art} viewBox="0 0 24 24">
          <path d="M11 1.5v18.6A9.3 9.3 0 0 1 11 1.5Z" fill="currentColor" />
          <path d="M13 3.9v18.6a9.3 9.3 0 0 0 0-18.6Z" fill="currentColor" fillOpacity=".5" />
        </svg>
        <p className={classes.motto}>{t('motto')}</p>
      </aside>
      <main className={classes.main}>
        <Group justify="space-between" className={classes.bar}>
          <Logo />
          <Group gap={4}>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon aria-label={t('language')}><IconLanguage size={18} /></ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {languages.map((language) => (
                  <Menu.Item key={language.id} lang={language.id} onClick={() => void changeLanguage(language.id)}>{language.name}</Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Tooltip label={t('theme')}>
              <ActionIcon aria-label={t('theme')} onClick={() => toggleColorScheme()}>
                {colorScheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        <Box className={classes.form}>
          <Title order={1} size="h1" mb={4}>{title}</Title>
          {text !== undefined && <Text c="dimmed" size="sm" mb="lg">{text}</Text>}
          {children}
        </Box>
      </main>
    </div>
  );
}
