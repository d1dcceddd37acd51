import type { LocalClock } from '../../infra/local/clock.ts';

/** The machine's clock, but programme time can be set back, so that a scene can be played again. */
export function openStoryClock(): LocalClock & { setProgramme(at: number): void } {
  let anchor = Date.now();
  let start = anchor;
  let offset = 0;
  const listeners: (() => void)[] = [];
  const programme = () => start + Date.now() - anchor;
  const set = (at: number) => {
    start = at;
    anchor = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    rate: 1,
    programme,
    machine: () => Date.now() + offset,
    toString: () => [anchor, start, 1, offset].join(':'),
    advance(by) {
      offset += by.machine ?? 0;
      set(programme() + (by.programme ?? 0));
    },
    onChange: (listener) => void listeners.push(listener),
    setProgramme: set,
    stop() {},
  };
}
