import type {
  AttributeFinding,
  CrossReferenceFinding,
  DocumentFinding,
  DocumentSide,
  Finding,
  SideText,
  UnreadableFinding,
} from '../../model/finding.js';
import { ownItems } from '../csv/difference-items.js';
import { crossReferenceText } from '../cross-reference.js';
import { isReplaced, onSide, SIDES } from '../entities.js';
import { visible } from '../../model/hidden-characters.js';
import { itemSentences } from './item-sentences.js';
import { capped, type Mark, type Style } from './style.js';

/** A sentence about a finding, safe for a terminal. */
export interface Sentence {
  readonly mark: Mark;
  readonly text: string;
}

export type Tags = readonly [string, string];

/** Item sentences per finding and side before the rest is counted. */
const MOST_SENTENCES = 6;

/** `withRows`: each row that a document finding tells of, not only where it is. */
export function findingSentences(finding: Finding, tags: Tags, style: Style, withRows: boolean): Sentence[] {
  switch (finding.kind) {
    case 'attribute':
      return [attributeSentence(finding, tags)];
    case 'document':
      return documentSentences(finding, tags, style, withRows);
    case 'unreadable':
      return [{ mark: '?', text: visible(unreadableText(finding, tags)) }];
    case 'presence': {
      const isIn1 = finding.type === 'only-in-1';
      return [{ mark: isIn1 ? '-' : '+', text: visible(`only ${isIn1 ? tags[0] : tags[1]} has it`) }];
    }
    case 'cross-reference':
      return [crossReferenceSentence(finding, tags)];
    case 'recreated': {
      const { id1, id2 } = finding;
      const text = `deleted and created anew: its unique id is ${id1} in ${tags[0]}, ${id2} in ${tags[1]}`;
      return [{ mark: '~', text: visible(text) }];
    }
  }
}

function crossReferenceSentence(finding: CrossReferenceFinding, tags: Tags): Sentence {
  const text = crossReferenceText(finding, tags);
  return { mark: '~', text: visible(finding.severity === 'high' ? `high severity: ${text}` : text) };
}

function attributeSentence({ type, key, side1, side2 }: AttributeFinding, tags: Tags): Sentence {
  const attribute = type.slice(0, type.lastIndexOf('-'));
  const name = key === null ? ATTRIBUTE_WORDS[attribute]! : `${ATTRIBUTE_WORDS[attribute]!} ${quoted(key)}`;
  if (side1 && side2) {
    const text = `the ${name} is ${valueOf(side1)} in ${tags[0]}, ${valueOf(side2)} in ${tags[1]}`;
    return { mark: '~', text: visible(text) };
  }
  const text = `only ${side1 ? tags[0] : tags[1]} has the ${name} ${valueOf((side1 ?? side2)!)}`;
  return { mark: side1 ? '-' : '+', text: visible(text) };
}

const ATTRIBUTE_WORDS: Readonly<Record<string, string>> = {
  path: 'path',
  description: 'description',
  'max-session-duration': 'maximum session duration (seconds)',
  tag: 'tag',
  'instance-profile': 'instance profile',
  'group-membership': 'membership in the group',
};

function valueOf({ normalised }: SideText): string {
  return quoted(normalised);
}

/** In quotes, so that a value can't be read as a part of the sentence. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function documentSentences(
  finding: DocumentFinding,
  tags: Tags,
  style: Style,
  withRows: boolean,
): Sentence[] {
  const sentences: Sentence[] = [];
  const { side1, side2 } = finding;
  if (!side1 || !side2) {
    const [tag, side] = side1 ? [tags[0], side1] : [tags[1], side2!];
    sentences.push({
      mark: side1 ? '-' : '+',
      text: visible(`only ${tag} has the ${policyWords(finding, side)}`),
    });
  } else if (isReplaced(finding)) {
    const subject = SUBJECT_WORDS[subjectOf(finding)]!;
    const text = `the ${subject} is ${identityOf(side1)} in ${tags[0]}, ${identityOf(side2)} in ${tags[1]}`;
    sentences.push({ mark: '~', text: visible(text) });
  }
  for (const side of SIDES) {
    const policy = onSide(finding, side);
    if (!policy || !withRows) continue;
    const all = itemSentences(ownItems(finding, side), tags[side], policyWords(finding, policy), style);
    const { shown, more } = capped(all, MOST_SENTENCES, style);
    const mark = side === 0 ? '-' : '+';
    sentences.push(...shown.map((text): Sentence => ({ mark, text })));
    if (more > 0) sentences.push({ mark, text: visible(`… and ${more} more like these in ${tags[side]}`) });
  }
  const about = (side1 ?? side2)!;
  for (const note of finding.notes) {
    sentences.push({ mark: '~', text: visible(`${policyWords(finding, about)}: ${note}`) });
  }
  return sentences.length > 0
    ? sentences
    : [{ mark: '~', text: visible(`the ${policyWords(finding, about)} differs`) }];
}

const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  'trust-policy': 'trust policy',
  'inline-policy': 'inline policy',
  'attached-policy': 'managed policy',
  'permissions-boundary': 'permissions boundary',
  'managed-policy': 'managed policy',
};

function subjectOf({ type }: DocumentFinding): string {
  return type.slice(0, type.lastIndexOf('-'));
}

/** `trust policy`, `inline policy s3_inline_policy`. */
function policyWords(finding: DocumentFinding, side: DocumentSide): string {
  const words = SUBJECT_WORDS[subjectOf(finding)]!;
  return finding.policyType === 'trust' ? words : `${words} ${side.name.normalised}`;
}

function identityOf(side: DocumentSide): string {
  return (side.arn ?? side.name).normalised;
}

function unreadableText(
  { policyType, side1, side2, reason1, reason2 }: UnreadableFinding,
  tags: Tags,
): string {
  const name = (side1 ?? side2)!.name.normalised;
  const what = policyType === 'trust' ? 'trust policy' : `${policyType} policy ${name}`;
  const reasons = [
    reason1 === null ? [] : [`${tags[0]}: ${reason1}`],
    reason2 === null ? [] : [`${tags[1]}: ${reason2}`],
  ];
  return `the ${what} could not be compared (${reasons.flat().join('; ')})`;
}
