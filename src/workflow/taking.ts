/**
 * Takes numbers from 0 on that several threads share: each is given once, to whoever asks first. The function gives the
 * next one below `limit`, or null where all of those are taken.
 */
export function taking(shared: SharedArrayBuffer): (limit: number) => number | null {
  const next = new Int32Array(shared);
  return (limit) => {
    for (;;) {
      const number = Atomics.load(next, 0);
      if (number >= limit) return null;
      if (Atomics.compareExchange(next, 0, number, number + 1) === number) return number;
    }
  };
}
