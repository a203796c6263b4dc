/**
 * Imported first of all, this lets timers and the clock of a process run twenty times as fast, so that a test need
 * not wait for real retries and timeouts and the program need not know of tests. Timers of Node's own modules, such
 * as `node:timers/promises`, are not touched. Also for a process of its own: `node --import fast-time.js`; there
 * FAST_TIME_FACTOR may say how many times as fast.
 */
const FACTOR = Number(process.env.FAST_TIME_FACTOR ?? 20);
/** The SDK's two waits for a connection: the loopback interface is no faster than ever. */
const LEFT_ALONE = new Set([1000, 4000]);

const { setTimeout: realTimeout } = globalThis;
const { now: realNow } = Date;
const began = realNow();

globalThis.setTimeout = Object.assign(
  (work, ms = 0, ...rest) => realTimeout(work, LEFT_ALONE.has(ms) ? ms : ms / FACTOR, ...rest),
  realTimeout,
);
Date.now = () => Math.floor(began + (realNow() - began) * FACTOR);
