/** The six parts of an ARN; the last one may hold colons itself. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** null: the text is no ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function arnParts(text: string): ArnParts | null {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (arn !== 'arn' || partition === undefined || service === undefined || region === undefined) return null;
  if (account === undefined || resource.length === 0) return null;
  return { partition, service, region, account, resource: resource.join(':') };
}
