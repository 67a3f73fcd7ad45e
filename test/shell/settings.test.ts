// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const load = async () => {
  vi.resetModules();
  return import('@/components/shell/settings');
};
const root = () => ({ ...document.documentElement.dataset });

beforeEach(() => {
  localStorage.clear();
  for (const name of Object.keys(root())) delete document.documentElement.dataset[name];
});

describe('settings', () => {
  it('are kept, and in force as attributes of the root', async () => {
    const first = await load();
    first.changeSettings({ scheme: 'dark', text: 'large', backend: 'cpu' });
    expect(root()).toEqual({ scheme: 'dark', text: 'large' });
    const again = await load();
    expect(again.getSettings()).toEqual({ ...again.DEFAULT_SETTINGS, scheme: 'dark', text: 'large', backend: 'cpu' });
    again.changeSettings({ scheme: 'system' });
    expect(root()).toEqual({ text: 'large' });
  });

  it('are in force before the first paint', async () => {
    const { changeSettings, SETTINGS_SCRIPT } = await load();
    changeSettings({ scheme: 'light', text: 'small', motion: 'reduced' });
    for (const name of Object.keys(root())) delete document.documentElement.dataset[name];
    new Function(SETTINGS_SCRIPT)();
    expect(root()).toEqual({ scheme: 'light', text: 'small', motion: 'reduced' });
  });

  it('tell those who listen', async () => {
    const { changeSettings, subscribeSettings } = await load();
    const heard = vi.fn();
    const leave = subscribeSettings(heard);
    changeSettings({ memory: 256 });
    leave();
    changeSettings({ memory: 512 });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('survive anything that storage may hold', async () => {
    const { parseSettings, DEFAULT_SETTINGS, SETTINGS_SCRIPT } = await load();
    for (const text of [null, '', 'null', '[]', '3', '{"scheme":"pink","memory":7}', '{'])
      expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS);
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        parseSettings(text);
        localStorage.setItem('statescope.settings', text);
        new Function(SETTINGS_SCRIPT)();
      }),
    );
    expect(parseSettings('{"scheme":"dark","memory":7}')).toEqual({ ...DEFAULT_SETTINGS, scheme: 'dark' });
  });
});
