import type { ParsedDocument, PolicyDocument } from '../model/policy.js';
import type { AttachedPolicy } from '../model/snapshot.js';
import { isSameDocument } from '../policy/same-document.js';
import {
  type DocumentSubstitute,
  everywhere,
  type SubstitutedDocument,
  substituteDocument,
} from './document.js';
import { type ArnRules, substituteArn } from './fields.js';
import { rawTextsOfLike } from './like.js';
import { NAME_FIELDS, type NameField } from './list/entry.js';
import { isRegion } from './regions.js';
import type { SideRules } from './replacements.js';
import { compileBoth, kept, type Replacement, type Substitute, type Substitution } from './substitution.js';
import { isAwsManaged } from './texts.js';

/** What of an account is compared by its raw name: `kind normalised-name`, such as `role app_<env>`. */
export type KeptNames = ReadonlySet<string>;

/** How the texts of one account are replaced. */
export interface Layer {
  /** Texts that are compared. */
  readonly content: (field: NameField) => Substitute;
  /** Names by which entities are paired; `kind` and what it belongs to, so that one can be kept raw. */
  readonly name: (kind: string, field: 'role' | 'policy', name: string) => string;
  /** The same for an entity or an inline policy itself: notes what is foreign. */
  readonly ownName: Layer['name'];
  readonly arn: (field: NameField, arn: string) => string;
  /** How ARNs of roles, users and groups begin. */
  readonly arnStart: Substitute;
  readonly attached: (policy: AttachedPolicy) => AttachedPolicy;
  /** `like`: what the other side's counterpart became, where there is one. It comes back where this becomes the same. */
  readonly document: (document: ParsedDocument, like?: ParsedDocument) => ParsedDocument;
  /** In AWS's own policies nothing is a name of ours; only the partition may be another. */
  readonly awsArn: Substitute;
  readonly awsDocument: Layer['document'];
}

/** What is learned of an account while it is normalised. */
export interface Notes {
  readonly rawTexts: Map<PolicyDocument, ReadonlyMap<string, string>>;
  /** Names that pair and say of whose account they are as well, raw → as they would be compared. */
  readonly foreignNames: Map<string, string>;
}

/** The layer of one account; what is `keep` keeps its raw name. */
export function layerOf(rules: SideRules, keep: KeptNames, { rawTexts, foreignNames }: Notes): Layer {
  const { sso, partitions } = rules;
  const fields = perField(rules, (replacements) => compileBoth(replacements, sso));
  const content = (field: NameField): Substitute => fields(field).content;
  const regions = rules.replacements.some(({ value, regex }) => regex === true || isRegion(value));
  const arns: ArnRules = { partitions, regions };
  const identity = (text: string): string => text;
  const unlessKept = (kind: string, name: string, paired: string): string =>
    keep.size > 0 && keep.has(`${kind} ${paired}`) ? kept(name) : paired;
  const name: Layer['name'] = (kind, field, raw) => unlessKept(kind, raw, fields(field).pairing(raw));
  const arn: Layer['arn'] = (field, raw) => substituteArn(raw, content(field), arns);
  const awsArn: Substitute = partitions.size === 0 ? identity : (raw) => substituteArn(raw, identity, arns);
  return {
    content,
    name,
    ownName: (kind, field, raw) => {
      const { once: own, pairing, differs } = fields(field);
      const paired = pairing(raw);
      const compared = differs(raw) ? own(raw) : paired;
      if (compared !== paired) foreignNames.set(raw, compared);
      return unlessKept(kind, raw, paired);
    },
    arn,
    arnStart: rememberingLast((start) => arn('role', start)),
    attached: attachedLayer((policy) => {
      if (!isAwsManaged(policy.arn)) {
        return { name: name('policy', 'policy', policy.name), arn: arn('policy', policy.arn) };
      }
      const normalised = awsArn(policy.arn);
      return normalised === policy.arn ? policy : { name: policy.name, arn: normalised };
    }),
    document: documentLayer(
      {
        resource: fields('resource').once,
        principal: content('principal'),
        condition: content('condition'),
        arns,
      },
      rawTexts,
    ),
    awsArn,
    awsDocument:
      partitions.size === 0
        ? sameAsLike
        : documentLayer(everywhere(identity, { partitions, regions: false }), rawTexts),
  };
}

/** Most that are asked for are the same as the one before. */
function rememberingLast(substitute: Substitute): Substitute {
  let last = '';
  let became = substitute(last);
  return (text) => {
    if (text !== last) [last, became] = [text, substitute(text)];
    return became;
  };
}

/** One substitution per field; the same one for all fields that the same replacements apply to. */
function perField(
  { replacements }: SideRules,
  compile: (replacements: readonly Replacement[]) => Substitution,
): (field: NameField) => Substitution {
  if (replacements.every((one) => !one.in)) {
    const substitute = compile(replacements);
    return () => substitute;
  }
  const byField = new Map(
    NAME_FIELDS.map((field) => [
      field,
      compile(replacements.filter((one) => one.in?.includes(field) ?? true)),
    ]),
  );
  return (field) => byField.get(field)!;
}

/** A document that many entities share is substituted once. */
function documentLayer(substitute: DocumentSubstitute, rawTexts: Notes['rawTexts']): Layer['document'] {
  const documents = new Map<ParsedDocument, ParsedDocument>();
  return (document, like) => {
    const known = documents.get(document);
    if (known) return known;
    const substituted =
      asLike(document, like, substitute, rawTexts) ?? substituteDocument(document, substitute);
    if (substituted.document.kind === 'policy' && substituted.rawTexts.size > 0) {
      rawTexts.set(substituted.document, substituted.rawTexts);
    }
    documents.set(document, substituted.document);
    return substituted.document;
  };
}

/** What is on both sides is one object. */
function sameAsLike(document: ParsedDocument, like: ParsedDocument | undefined): ParsedDocument {
  return document.kind === 'policy' && like?.kind === 'policy' && isSameDocument(document, like)
    ? like
    : document;
}

/**
 * Nearly every document becomes what its counterpart became: then it is that very object, and known to be the same.
 * One object stands for one document of a side, so that what its texts were stays known.
 */
function asLike(
  document: ParsedDocument,
  like: ParsedDocument | undefined,
  substitute: DocumentSubstitute,
  taken: Notes['rawTexts'],
): SubstitutedDocument | null {
  if (document.kind !== 'policy' || like?.kind !== 'policy' || taken.has(like)) return null;
  const rawTexts = rawTextsOfLike(document, like, substitute);
  return rawTexts && { document: rawTexts.size === 0 ? document : like, rawTexts };
}

/** A managed policy that is attached to many entities is normalised once; no two have one ARN. */
function attachedLayer(normalise: Layer['attached']): Layer['attached'] {
  const known = new Map<string, { readonly raw: AttachedPolicy; readonly value: AttachedPolicy }>();
  return (raw) => {
    const same = known.get(raw.arn);
    if (same?.raw.name === raw.name) return same.value;
    const value = normalise(raw);
    known.set(raw.arn, { raw, value });
    return value;
  };
}
