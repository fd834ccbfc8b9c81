import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { switchCustomer } from '../../lib/api/switchCustomer';
import type { CustomerSummary, Me } from '../../lib/contracts';
import classes from './Navigation.module.css';
import { roomColor } from './roomColor';

export function CustomerSwitcher({ me }: { me: Me }) {
  const { t } = useTranslation('shell');
  const change = useMutation({
    mutationFn: (customer: string) => switchCustomer({ customer }),
    // A full load, so that nothing of the room that is left stays in memory.
    onSuccess: () => window.location.assign('/'),
  });
  if (me.customer === undefined && me.customers.length === 0) return null;
  const current = (
    <>
      <Room customer={me.customer} />
      <span className={classes.menuText}><strong>{me.customer?.name ?? t('noCustomer')}</strong></span>
    </>
  );
  if (me.customers.length < 2 && me.customer !== undefined) return <div className={classes.menuButton} style={{ background: 'none' }}>{current}</div>;
  return (
    <Menu width={220} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.menuButton} aria-label={t('switchCustomer', { name: me.customer?.name ?? t('noCustomer') })} disabled={change.isPending}>
          {current}
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('customers')}</Menu.Label>
        {me.customers.map((customer) => (
          <Menu.Item
            key={customer.id} leftSection={<Room customer={customer} />} disabled={customer.id === me.customer?.id}
            rightSection={customer.id === me.customer?.id ? <IconCheck size={15} /> : undefined} onClick={() => change.mutate(customer.id)}
          >
            {customer.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Room({ customer }: { customer?: CustomerSummary }) {
  return (
    <span className={classes.room} style={{ '--room': roomColor(customer?.id) } as Record<string, string>} aria-hidden="true">
      {customer?.name.trim().charAt(0).toUpperCase()}
    </span>
  );
}
