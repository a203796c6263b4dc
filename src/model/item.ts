/**
 * One row of a flattened policy document. Every cell is a text; what doesn't apply is ''.
 * A negated element never shares a cell with its opposite, so that a row can't be read as its opposite.
 */
export interface Item {
  readonly effect: string;
  /** Service prefix of `action`: `s3`; `*` for an action pattern over all services. */
  readonly service: string;
  /** Name without its prefix, in the catalogue's spelling where the catalogue knows it: `GetObject`. */
  readonly action: string;
  /** Pattern as written: `arn:aws:s3:::app1/*`. */
  readonly resource: string;
  readonly principalType: string;
  readonly principal: string;
  /** The condition block as canonical JSON: `{"StringEquals":{"aws:RequestedRegion":["eu-west-1"]}}`. */
  readonly condition: string;
  /** JSON list of the patterns of NotAction, NotResource, NotPrincipal: a statement's list is one condition, never rows. */
  readonly notAction: string;
  readonly notResource: string;
  readonly notPrincipal: string;
}
