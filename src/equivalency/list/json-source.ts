import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { UserError } from '../../model/errors.js';

/** A JSON text with comments, and where in its file each node stands. */
export class JsonSource {
  readonly root: Node;
  readonly #text: string;

  /** Throws UserError for what is not JSON. `where` is the file's name, for messages. */
  constructor(
    text: string,
    readonly where: string,
  ) {
    this.#text = text.replace(/^\uFEFF/, '');
    const errors: ParseError[] = [];
    const root = this.#tree(errors);
    const error = errors[0];
    if (!root || error) {
      const code = error ? printParseErrorCode(error.error) : 'ValueExpected';
      throw new UserError(
        `${this.#at(error?.offset ?? 0)}: not JSON: ${SYNTAX[code] ?? 'this is not expected here'}`,
        'Mend the syntax, or delete the file to compare without a list.',
      );
    }
    this.root = root;
  }

  /** `list.json:3:14`; the column counts UTF-16 units, as editors do. */
  position(node: Node): string {
    return this.#at(node.offset);
  }

  /** The parser calls itself for what is nested: a list needs three levels, a stack takes thousands. */
  #tree(errors: ParseError[]): Node | undefined {
    try {
      return parseTree(this.#text, errors, { allowTrailingComma: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new UserError(`${this.where}: nested too deeply to be an equivalency list`, undefined, {
        cause: error,
      });
    }
  }

  #at(offset: number): string {
    const before = this.#text.slice(0, offset);
    return `${this.where}:${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
  }
}

/** What the parser misses, in words for people. */
const SYNTAX: Readonly<Partial<Record<string, string>>> = {
  InvalidSymbol: 'a word or sign that JSON does not know: texts stand in double quotes',
  InvalidNumberFormat: 'not a number',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: '":" is missing',
  CommaExpected: '"," is missing',
  CloseBraceExpected: '"}" is missing',
  CloseBracketExpected: '"]" is missing',
  EndOfFileExpected: 'nothing more may follow the list',
  InvalidCommentToken: 'not a comment',
  UnexpectedEndOfComment: 'the comment does not end',
  UnexpectedEndOfString: 'the text has no closing quote',
  UnexpectedEndOfNumber: 'the number ends early',
  InvalidUnicode: 'not a Unicode escape',
  InvalidEscapeCharacter: 'not an escape that JSON knows: a backslash is written \\\\',
  InvalidCharacter: 'a control character in a text: write it as an escape',
};

/** The value of a node that is a text; undefined for any other. */
export function textOf(node: Node): string | undefined {
  return node.type === 'string' ? (node.value as string) : undefined;
}

export interface Property {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node;
}

/** The properties of an object as they stand there, also those with one name; undefined for what is no object. */
export function propertiesOf(node: Node): Property[] | undefined {
  if (node.type !== 'object') return undefined;
  return (node.children ?? []).map(({ children }) => {
    const [keyNode, value] = children as [Node, Node];
    return { key: keyNode.value as string, keyNode, value };
  });
}

/** The node's own text, shortened, for messages. */
export function shown(node: Node): string {
  switch (node.type) {
    case 'array':
      return 'a list';
    case 'object':
      return 'an object';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'property':
      return JSON.stringify(node.value);
  }
}
