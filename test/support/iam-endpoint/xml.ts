/** What an answer holds: lists become `<member>` elements, as the query protocol writes them. */
export type XmlValue = string | number | boolean | readonly XmlValue[] | XmlRecord;

export interface XmlRecord {
  readonly [key: string]: XmlValue;
}

/** `<ListRolesResponse><ListRolesResult>…`, with a request id. */
export function answerXml(action: string, result: XmlValue, requestId: string): string {
  return (
    `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${xmlOf(result)}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  );
}

export function errorXml(code: string, message: string, requestId: string): string {
  return (
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

function xmlOf(value: XmlValue): string {
  if (typeof value !== 'object') return escaped(String(value));
  if (isList(value)) return value.map((one) => `<member>${xmlOf(one)}</member>`).join('');
  return Object.entries(value)
    .map(([key, one]) => `<${key}>${xmlOf(one)}</${key}>`)
    .join('');
}

export function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
