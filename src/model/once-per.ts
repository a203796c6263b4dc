/** The function, which works once for each object and remembers the answer as long as the object is there. */
export function oncePer<K extends object, V>(make: (from: K) => V): (from: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (from) => {
    let known = made.get(from);
    if (!known) made.set(from, (known = { value: make(from) }));
    return known.value;
  };
}
