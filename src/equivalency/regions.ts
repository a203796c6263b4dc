/**
 * A pattern (without anchors) of the regions of AWS: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. By their form, since new
 * ones come every year. `separator` is a pattern of what stands between the parts.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export function regionPattern(separator = '-'): string {
  const area = `(?:[a-z]{2}(?:${separator}gov|${separator}iso[a-z]?)?|eusc${separator}[a-z]{2})`;
  return `${area}${separator}(?:north|south|east|west|central)(?:east|west)?${separator}\\d{1,2}`;
}

const REGION = new RegExp(`^${regionPattern()}$`);

/** Is the whole text a region? */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}
