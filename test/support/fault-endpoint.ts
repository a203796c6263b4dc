import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the endpoint does with one call. `forward` hands it to the server behind. */
export type Reply =
  | { readonly kind: 'result'; readonly action: string; readonly result: XmlValue }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly status: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'forward' };

export type XmlValue = string | number | boolean | readonly XmlValue[] | { readonly [key: string]: XmlValue };

/** One call as it came over the wire. `nth` counts the calls of its action from 0. */
export interface WireCall {
  readonly action: string;
  readonly params: URLSearchParams;
  readonly nth: number;
  /** Key that signed the call; undefined: unsigned. */
  readonly accessKeyId: string | undefined;
}

export interface FaultEndpoint {
  readonly url: string;
  /** Every call on the wire, repeated ones too, in order. */
  readonly calls: readonly WireCall[];
  /** The largest number of calls that were unanswered at one time. */
  readonly mostAtOnce: () => number;
  stop(): Promise<void>;
}

export type Behaviour = Readonly<Record<string, (call: WireCall) => Reply>>;

/**
 * Speaks the query protocol of IAM and STS, for what a healthy server never does: throttling, denials, pages that
 * go in a circle, broken connections. Actions without a behaviour go to `upstream` or, without one, are errors;
 * GetCallerIdentity always works unless told otherwise.
 */
export async function startFaultEndpoint(behaviour: Behaviour, upstream?: string): Promise<FaultEndpoint> {
  const calls: WireCall[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((incoming, response) => {
    most = Math.max(most, ++open);
    response.once('close', () => open--);
    void (async () => {
      const body = await textOf(incoming);
      const params = new URLSearchParams(body);
      const action = params.get('Action') ?? '';
      const call: WireCall = {
        action,
        params,
        nth: calls.filter((one) => one.action === action).length,
        accessKeyId: /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1],
      };
      calls.push(call);
      const reply =
        behaviour[action]?.(call) ?? (upstream === undefined ? standard(action) : { kind: 'forward' });
      await send(reply, { incoming, response, body, upstream });
    })();
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

export const FAULT_ACCOUNT = '111122223333';

export function result(action: string, value: XmlValue): Reply {
  return { kind: 'result', action, result: value };
}

export function failure(code: string, message: string, status = 400): Reply {
  return { kind: 'error', code, message, status };
}

export function denied(action: string): Reply {
  const caller = `arn:aws:iam::${FAULT_ACCOUNT}:user/auditor`;
  const message = `User: ${caller} is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`;
  return failure('AccessDenied', message, 403);
}

export const forward: Reply = { kind: 'forward' };

function standard(action: string): Reply {
  if (action !== 'GetCallerIdentity') return failure('InvalidAction', `no behaviour for ${action}`);
  return result(action, {
    Account: FAULT_ACCOUNT,
    Arn: `arn:aws:iam::${FAULT_ACCOUNT}:user/auditor`,
    UserId: 'AIDAEXAMPLE',
  });
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly upstream: string | undefined;
}

async function send(reply: Reply, { incoming, response, body, upstream }: Exchange): Promise<void> {
  const answer = (status: number, xml: string): void => {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(xml);
  };
  switch (reply.kind) {
    case 'result': {
      answer(
        200,
        `<${reply.action}Response><${reply.action}Result>${xmlOf(reply.result)}</${reply.action}Result>` +
          `<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${reply.action}Response>`,
      );
      return;
    }
    case 'error': {
      answer(
        reply.status,
        `<ErrorResponse><Error><Type>Sender</Type><Code>${reply.code}</Code><Message>${escaped(reply.message)}</Message>` +
          '</Error><RequestId>r</RequestId></ErrorResponse>',
      );
      return;
    }
    case 'reset':
      incoming.socket.destroy();
      return;
    case 'forward': {
      if (upstream === undefined) {
        answer(500, '<ErrorResponse/>');
        return;
      }
      const passed = await pass(upstream, incoming, body);
      answer(passed.statusCode ?? 500, await textOf(passed));
    }
  }
}

/** Headers go on as they came, the host's name too: the caller has signed them. */
function pass(upstream: string, { headers }: IncomingMessage, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(upstream, { method: 'POST', headers }, resolve).once('error', reject).end(body);
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function xmlOf(value: XmlValue): string {
  if (typeof value !== 'object') return escaped(String(value));
  if (isList(value)) return value.map((one) => `<member>${xmlOf(one)}</member>`).join('');
  return Object.entries(value)
    .map(([key, one]) => `<${key}>${xmlOf(one)}</${key}>`)
    .join('');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
