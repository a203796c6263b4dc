import type { AccessInput, PolicySet } from '../model/access.js';
import type { PolicyDocument } from '../model/policy.js';
import { documentKey } from '../policy/canonical.js';

/**
 * Keys of what access is compared of. Documents that say the same have one number: the texts that tell so are long,
 * and many sets and questions are made of the same few documents.
 */
export class QuestionKeys {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<AccessInput, string>();

  /** Equal for documents that say the same. */
  ofDocument(document: PolicyDocument): number {
    const text = documentKey(document);
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size));
    return number;
  }

  /** Equal for sets of policies that say the same, document by document. */
  ofSet({ policies, boundary }: PolicySet): string {
    const numbers = new Set(policies.map((policy) => this.ofDocument(policy)));
    const limit = boundary ? String(this.ofDocument(boundary)) : '';
    return `${[...numbers].sort((a, b) => a - b).join(' ')}|${limit}`;
  }

  /** Equal for questions that ask the same. */
  ofQuestion(question: AccessInput): string {
    let key = this.#known.get(question);
    if (key === undefined) this.#known.set(question, (key = this.#makeKey(question)));
    return key;
  }

  #makeKey(question: AccessInput): string {
    if (question.type === 'identity') return `${this.ofSet(question.before)} → ${this.ofSet(question.after)}`;
    const { beforeAccount, afterAccount } = question;
    return JSON.stringify([
      beforeAccount,
      afterAccount,
      this.ofDocument(question.before),
      this.ofDocument(question.after),
    ]);
  }
}
