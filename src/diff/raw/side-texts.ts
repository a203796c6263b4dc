import type { AccessChange, RawChange } from '../../model/access.js';
import type { NormalisedSnapshot } from '../../model/normalised.js';
import type { PatternSet, PolicyDocument, PrincipalSet, Statement } from '../../model/policy.js';
import { sortedUnique } from '../../model/text.js';
import { conditionText, notPrincipalText } from '../../policy/access/index.js';
import type { PlaceholderSymbols } from '../placeholder-symbols.js';
import { speaksOf } from './could-apply.js';
import { readings } from './readings.js';

/** What a text is in one statement. */
interface Occurrence {
  readonly raw: string;
  readonly statement: Statement;
}

/** Texts as results show them, each with all that it is. */
type Index = Map<string, Occurrence[]>;

/**
 * The texts of one side's documents as results show them, with what they are in the account: of the documents that
 * decide one half of an entity's access.
 */
export class SideTexts {
  readonly #resources: Index = new Map();
  readonly #principals: Index = new Map();
  readonly #conditions: Index = new Map();
  #changed: readonly (readonly [normalised: string, raw: string])[] | undefined;

  constructor(
    readonly documents: readonly PolicyDocument[],
    readonly side: NormalisedSnapshot,
    readonly symbols: PlaceholderSymbols,
  ) {
    for (const document of documents) {
      const raws = side.rawTexts.get(document);
      for (const one of document.statements) this.#read(one, (text) => raws?.get(text) ?? text);
    }
  }

  /** A change of which a statement of this side is the reason, in the words of such statements. */
  change({ cause, witness, resources, principals, conditions }: AccessChange): RawChange {
    const effect = cause.startsWith('deny') ? 'Deny' : 'Allow';
    const { action } = witness.request;
    const isAbout = (statement: Statement): boolean =>
      statement.effect === effect && speaksOf(statement, action);
    const raw = (shown: readonly string[], index: Index): string[] =>
      shown.flatMap((text) => {
        const all = index.get(text) ?? [];
        const about = all.length > 1 ? all.filter(({ statement }) => isAbout(statement)) : all;
        // Statements that say the same but for their actions count as one, which may be another of them.
        const found = about.length > 0 ? about : all;
        return found.length > 0 ? sortedUnique(found.map((one) => one.raw)) : text;
      });
    return {
      resources: raw(resources, this.#resources),
      principals: raw(principals, this.#principals),
      conditions: raw(conditions, this.#conditions),
    };
  }

  /** What a condition, or the principals of a NotPrincipal, are here by the name that a reason gives them; null: not here. */
  condition(shown: string): readonly string[] | null {
    const found = this.#conditions.get(shown);
    return found ? sortedUnique(found.map(({ raw }) => raw)) : null;
  }

  /** What a text of a request can be in this account, the likeliest first. Whether it is that is for the caller to ask. */
  readings(shown: string): readonly string[] {
    return readings(shown, this.#changedTexts(), this.side, this.symbols);
  }

  /** Nothing was substituted in the documents: they were compared as they are. */
  get areRaw(): boolean {
    return this.side.partitions.size === 0 && this.#changedTexts().length === 0;
  }

  #changedTexts(): readonly (readonly [normalised: string, raw: string])[] {
    return (this.#changed ??= this.documents.flatMap((one) => [...(this.side.rawTexts.get(one) ?? [])]));
  }

  #read(statement: Statement, rawOf: (text: string) => string): void {
    const { resource, principal, conditions } = statement;
    const add = (index: Index, text: string, raw: string): void => {
      const shown = this.symbols.shown(text);
      const known = index.get(shown);
      if (known) known.push({ raw, statement });
      else index.set(shown, [{ raw, statement }]);
    };
    for (const text of resource?.patterns ?? []) {
      add(this.#resources, not(resource!) + text, not(resource!) + rawOf(text));
    }
    for (const { type, value } of principal?.principals ?? []) {
      const start = `${not(principal!)}${type} `;
      add(this.#principals, start + value, start + rawOf(value));
    }
    if (principal?.negated) {
      add(this.#conditions, notPrincipalText(principal), notPrincipalText(principal, rawOf));
    }
    for (const one of conditions) add(this.#conditions, conditionText(one), conditionText(one, rawOf));
  }
}

function not({ negated }: PatternSet | PrincipalSet): string {
  return negated ? 'not ' : '';
}
