// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { act, useEffect, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Field, FieldValue, Values } from '../../engine/model';
import english from '../../i18n/en/workbench.fields.json';
import { AttributeForm } from './AttributeForm';

const fields: Field[] = [
  { kind: 'choice', name: 'state', title: 'State', required: true, options: [{ value: 'parked' }, { value: 'moving', hotkey: 'm' }] },
  { kind: 'number', name: 'speed', showWhen: { field: 'state', anyOf: ['moving'] } },
  { kind: 'multi_choice', name: 'lights', options: [{ value: 'head' }, { value: 'brake' }] },
  { kind: 'boolean', name: 'occluded' },
  { kind: 'text', name: 'plate' },
];

let root: Root;
let host: HTMLElement;
let values: Values;

function Form({ advance }: { readonly advance: boolean }) {
  const [state, setState] = useState<Values>({});
  useEffect(() => void (values = state), [state]);
  const change = (name: string, value: FieldValue | undefined): void =>
    setState((before) => Object.fromEntries(Object.entries({ ...before, [name]: value }).filter(([, v]) => v !== undefined)) as Values);
  return <AttributeForm fields={fields} values={state} onChange={change} advance={advance} issues={[{ path: 'values.plate', field: 'plate', messageKey: 'fields.no' }]} />;
}

beforeAll(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  window.matchMedia ??= () => ({ matches: false, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
  await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { workbench: english } } });
});

beforeEach(async () => {
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  await act(async () => root.render(<MantineProvider env="test"><Form advance /></MantineProvider>));
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

const question = (name: string): HTMLElement | null => host.querySelector(`[data-field="${name}"]`);

async function press(name: string, key: string, code: string): Promise<void> {
  const target = question(name)!.querySelector<HTMLElement>('[tabindex="0"]')!;
  await act(async () => {
    target.focus();
    target.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
    await new Promise((done) => requestAnimationFrame(done));
  });
}

it('chooses by digit and by the option’s own key, shows what then is asked, and goes on to it', async () => {
  await press('state', '1', 'Digit1');
  expect(values).toEqual({ state: 'parked' });
  expect(question('speed')).toBeNull();
  await press('state', 'm', 'KeyM');
  expect(values).toEqual({ state: 'moving' });
  expect(question('speed')!.contains(document.activeElement)).toBe(true);
});

it('takes a second press on a multiple choice back, and leaves no empty list', async () => {
  await press('lights', '2', 'Digit2');
  await press('lights', '1', 'Numpad1');
  expect(values).toEqual({ lights: ['head', 'brake'] });
  await press('lights', '2', 'Digit2');
  await press('lights', '1', 'Digit1');
  expect(values).toEqual({});
});

it('knows yes, no and unanswered', async () => {
  await press('occluded', 'n', 'KeyN');
  expect(values).toEqual({ occluded: false });
  await press('occluded', 'n', 'KeyN');
  expect(values).toEqual({});
});

it('says what is wrong beside its question', () => {
  expect(question('plate')!.querySelector('[role=alert]')!.textContent).toBe('No');
  expect(question('state')!.querySelector('[role=alert]')).toBeNull();
});
