// Preloaded into a process (node --import): writes down every connection, name look-up and program that it begins, one line
// of JSON each, into the file that WATCHED_SOCKETS names. With NO_NAMES in the environment no name is found.
import { ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';

const note = (kind, what) =>
  appendFileSync(process.env.WATCHED_SOCKETS, `${JSON.stringify({ kind, what: String(what) })}\n`);

function watch(object, method, kind, what) {
  const original = object[method];
  object[method] = function (...args) {
    note(kind, what(...args));
    return original.apply(this, args);
  };
}

watch(net.Socket.prototype, 'connect', 'connect', (first, second) => {
  // net.connect hands over its arguments as one list.
  const [options, host] = Array.isArray(first) ? first : [first, second];
  if (typeof options !== 'object') return `${host ?? 'localhost'}:${options}`;
  return options.path ?? `${options.host ?? 'localhost'}:${options.port}`;
});
watch(dgram.Socket.prototype, 'send', 'datagram', (...args) => args.slice(1).join(' '));
for (const method of Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name)))
  watch(dns, method, 'name', (name) => name);
for (const method of Object.keys(dns.promises).filter((name) => /^(lookup|resolve|reverse)/.test(name)))
  watch(dns.promises, method, 'name', (name) => name);
if (process.env.NO_NAMES) {
  const lookup = dns.lookup;
  dns.lookup = (name, ...rest) => {
    if (/^[\d.:]+$/.test(name)) return lookup(name, ...rest);
    note('name', name);
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    return process.nextTick(rest.at(-1), error);
  };
}
watch(ChildProcess.prototype, 'spawn', 'program', ({ file }) => file);
syncBuiltinESMExports();
