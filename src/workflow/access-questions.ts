import type { AccessInput, IdentityComparison, PolicySet, TrustComparison } from '../model/access.js';
import type { PolicyDocument } from '../model/policy.js';

/** Questions on their way to another thread. Many are about the same documents: each is sent once. */
export interface QuestionBatch {
  /** Those that were not sent before; they are numbered on. */
  readonly documents: readonly PolicyDocument[];
  readonly questions: readonly PackedQuestion[];
}

/** A question with numbers in the place of documents. */
type PackedQuestion =
  | (Omit<IdentityComparison, 'before' | 'after'> & Record<'before' | 'after', PackedSet>)
  | (Omit<TrustComparison, 'before' | 'after'> & Record<'before' | 'after', number>);

interface PackedSet {
  readonly policies: readonly number[];
  readonly boundary: number | null;
}

/** Packs questions for one thread. */
export class QuestionPacker {
  readonly #numbers = new Map<PolicyDocument, number>();

  pack(questions: readonly AccessInput[]): QuestionBatch {
    const documents: PolicyDocument[] = [];
    const numberOf = (document: PolicyDocument): number => {
      let number = this.#numbers.get(document);
      if (number === undefined) {
        number = this.#numbers.size;
        this.#numbers.set(document, number);
        documents.push(document);
      }
      return number;
    };
    const packedSet = ({ policies, boundary }: PolicySet): PackedSet => ({
      policies: policies.map(numberOf),
      boundary: boundary ? numberOf(boundary) : null,
    });
    const packed = questions.map((question): PackedQuestion =>
      question.type === 'identity'
        ? { ...question, before: packedSet(question.before), after: packedSet(question.after) }
        : { ...question, before: numberOf(question.before), after: numberOf(question.after) },
    );
    return { documents, questions: packed };
  }
}

/** What `QuestionPacker` packed, batch by batch. */
export class QuestionUnpacker {
  readonly #documents: PolicyDocument[] = [];

  unpack({ documents, questions }: QuestionBatch): AccessInput[] {
    for (const document of documents) this.#documents.push(document);
    const documentOf = (number: number): PolicyDocument => this.#documents[number]!;
    const unpackedSet = ({ policies, boundary }: PackedSet): PolicySet => ({
      policies: policies.map(documentOf),
      boundary: boundary === null ? null : documentOf(boundary),
    });
    return questions.map((question): AccessInput =>
      question.type === 'identity'
        ? { ...question, before: unpackedSet(question.before), after: unpackedSet(question.after) }
        : { ...question, before: documentOf(question.before), after: documentOf(question.after) },
    );
  }
}
