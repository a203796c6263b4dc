import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerXml, errorXml, type XmlValue } from './xml.js';

/** What the endpoint does with one call. */
export type Reply =
  | { readonly kind: 'result'; readonly action: string; readonly result: XmlValue }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly status: number }
  /** A text that is no answer of AWS's. */
  | { readonly kind: 'text'; readonly status: number; readonly text: string; readonly type: string }
  /** The connection breaks: instead of an answer, in the middle of one, or as soon as it is out. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'reset-during'; readonly reply: Reply }
  | { readonly kind: 'reset-after'; readonly reply: Reply }
  /** Half of the answer's bytes, as if they were all. */
  | { readonly kind: 'cut'; readonly reply: Reply }
  /** The answer byte by byte, with this many milliseconds in between. */
  | { readonly kind: 'drip'; readonly reply: Reply; readonly everyMs: number }
  /** No answer, and the connection stays open. */
  | { readonly kind: 'silence' }
  /** Hands the call to the server behind. */
  | { readonly kind: 'forward' };

/** One call as it came over the wire. `nth` counts the calls of its action from 0. */
export interface WireCall {
  readonly action: string;
  readonly params: URLSearchParams;
  readonly nth: number;
  /** Key that signed the call; undefined: unsigned. */
  readonly accessKeyId: string | undefined;
}

export interface WireServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every call on the wire, repeated ones too, in order. */
  readonly calls: readonly WireCall[];
  /** The largest number of calls that were unanswered at one time. */
  readonly mostAtOnce: () => number;
  stop(): Promise<void>;
}

export interface WireOptions {
  /** Server that calls are forwarded to. */
  readonly upstream?: string | undefined;
}

/** Speaks HTTP and the query protocol's envelope on a free port of the loopback interface; `answer` says what. */
export async function startWireServer(
  answer: (call: WireCall) => Reply | Promise<Reply>,
  { upstream }: WireOptions = {},
): Promise<WireServer> {
  const calls: WireCall[] = [];
  const counts = new Map<string, number>();
  let open = 0;
  let most = 0;
  const server = createServer((incoming, response) => {
    most = Math.max(most, ++open);
    response.once('close', () => open--);
    void (async () => {
      const body = await textOf(incoming);
      const params = new URLSearchParams(body);
      const action = params.get('Action') ?? '';
      const nth = counts.get(action) ?? 0;
      counts.set(action, nth + 1);
      const accessKeyId = /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1];
      const call: WireCall = { action, params, nth, accessKeyId };
      calls.push(call);
      const reply = await answer(call);
      await send(reply, { incoming, response, body, upstream, requestId: requestId(calls.length) });
    })().catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    mostAtOnce: () => most,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function requestId(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly upstream: string | undefined;
  readonly requestId: string;
}

interface Text {
  readonly status: number;
  readonly type: string;
  readonly bytes: Buffer;
}

async function send(reply: Reply, exchange: Exchange): Promise<void> {
  const { incoming, response } = exchange;
  switch (reply.kind) {
    case 'silence':
      return;
    case 'reset':
      incoming.socket.destroy();
      return;
    case 'reset-during': {
      const text = await textFor(reply.reply, exchange);
      begin(text, exchange);
      response.write(text.bytes.subarray(0, Math.ceil(text.bytes.length / 2)), () =>
        incoming.socket.destroy(),
      );
      return;
    }
    case 'reset-after': {
      const text = await textFor(reply.reply, exchange);
      begin(text, exchange);
      response.end(text.bytes, () => incoming.socket.resetAndDestroy());
      return;
    }
    case 'cut': {
      const text = await textFor(reply.reply, exchange);
      const bytes = text.bytes.subarray(0, Math.floor(text.bytes.length / 2));
      begin({ ...text, bytes }, exchange);
      response.end(bytes);
      return;
    }
    case 'drip': {
      const text = await textFor(reply.reply, exchange);
      begin(text, exchange);
      for (const byte of text.bytes) {
        if (response.destroyed) return;
        response.write(Buffer.of(byte));
        await sleep(reply.everyMs);
      }
      response.end();
      return;
    }
    case 'result':
    case 'error':
    case 'text':
    case 'forward': {
      const text = await textFor(reply, exchange);
      begin(text, exchange);
      response.end(text.bytes);
    }
  }
}

function begin({ status, type, bytes }: Text, { response, requestId: id }: Exchange): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': String(bytes.length),
    'x-amzn-requestid': id,
  });
}

/** The bytes of an answer that has any. */
async function textFor(reply: Reply, { incoming, body, upstream, requestId: id }: Exchange): Promise<Text> {
  const xml = (status: number, text: string): Text => ({
    status,
    type: 'text/xml',
    bytes: Buffer.from(text),
  });
  switch (reply.kind) {
    case 'result':
      return xml(200, answerXml(reply.action, reply.result, id));
    case 'error':
      return xml(reply.status, errorXml(reply.code, reply.message, id));
    case 'text':
      return { status: reply.status, type: reply.type, bytes: Buffer.from(reply.text) };
    case 'forward': {
      if (upstream === undefined) return xml(500, '<ErrorResponse/>');
      const passed = await pass(upstream, incoming, body);
      return xml(passed.statusCode ?? 500, await textOf(passed));
    }
    case 'reset':
    case 'reset-during':
    case 'reset-after':
    case 'cut':
    case 'drip':
    case 'silence':
      throw new Error(`${reply.kind} has no text of its own`);
  }
}

/** Headers go on as they came, the host's name too: the caller has signed them. */
function pass(upstream: string, { headers }: IncomingMessage, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(upstream, { method: 'POST', headers }, resolve).once('error', reject).end(body);
  });
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
