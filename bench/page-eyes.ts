import type { Page } from 'playwright-core';

const PATIENCE_MS = 10_000;

/** Tells when a window shows something. */
export interface Eyes {
  /** Resolves with the moment (ms since 1970) at which these words stand in the messages, counting from this call on. */
  see(words: string): Promise<number>;
}

/** Watches the messages of a window, in the window itself: nothing is asked again and again. */
export async function watchMessages(page: Page): Promise<Eyes> {
  const waiting = new Map<string, (at: number) => void>();
  await page.exposeFunction('benchSaw', (words: string, at: number) => waiting.get(words)?.(at));
  await page.evaluate(WATCH);
  return {
    see: (words) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the page never showed ${words}`)), PATIENCE_MS);
        waiting.set(words, (at) => {
          clearTimeout(timer);
          waiting.delete(words);
          resolve(at);
        });
      }),
  };
}

/** Runs in the page: each mutation is searched for numbered words that were not seen before. */
const WATCH = `(() => {
  const seen = new Set();
  const look = (text) => {
    const at = Date.now();
    for (const [words] of text.matchAll(/measured-\\d+\\./g)) {
      if (seen.has(words)) continue;
      seen.add(words);
      window.benchSaw(words, at);
    }
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.nodeType === 3) look(target.data);
      for (const node of addedNodes) look(node.textContent ?? '');
    }
  }).observe(document.querySelector('[role=log]'), { childList: true, characterData: true, subtree: true });
})()`;

/** Scrolls the messages from the newest to the oldest and back; ms between frames, the first left out. */
export async function countFrames(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(SCROLL);
}

/** Runs in the page, a step a frame. */
const SCROLL = `new Promise((resolve) => {
  let box = document.querySelector('[role=log]');
  while (box !== null && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  const scroller = box ?? document.scrollingElement;
  const frames = [];
  const STEPS = 120;
  const stride = scroller.scrollHeight / STEPS;
  let last = null;
  let step = 0;
  const next = (now) => {
    if (last !== null) frames.push(now - last);
    last = now;
    step += 1;
    if (step > 2 * STEPS) return resolve(frames.slice(1));
    scroller.scrollTop += step <= STEPS ? -stride : stride;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})`;
