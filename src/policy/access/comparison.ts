import type { Statement } from '../../model/policy.js';
import { foldConditionKey } from '../operators.js';
import { type ActionClass, differingClasses } from './action-classes.js';
import { changesOf, type ProvedChange } from './changes.js';
import { type Decision, decide, type Finding, type Proof, prove } from './decide.js';
import { isConsistent } from './relations.js';
import type { Rest } from './rest.js';
import { resourceGuesses } from './resource-guesses.js';
import { type ServiceData } from './service-data.js';
import { settingOf, type Setting } from './setting.js';
import type { Side, Term } from './terms.js';
import { type ActionResources, areApart, isOfOtherService, isResource, resourcesOf } from './today.js';
import type {
  AccessChange,
  AccessComparison,
  AccessInput,
  AccessRequest,
  ChangeCause,
  Verdict,
  Witness,
} from './types.js';

type Direction = 'gained' | 'lost';

interface Tally {
  proved: boolean;
  readonly open: Set<string>;
}

/** One comparison under way. */
export class Comparison {
  readonly #setting: Setting;
  readonly #spelling: ReadonlyMap<string, string>;
  readonly #decisions = new Map<string, Decision>();
  readonly #apart = new Map<string, boolean>();
  /** Resources on which a finding didn't prove to be one of today: no action, and no other type, makes it another answer. */
  readonly #failed = new Map<Finding, Set<string>>();
  readonly #changes: ProvedChange[] = [];
  readonly #all = { gained: tally(), lost: tally() };
  readonly #today = { gained: tally(), lost: tally() };

  constructor(
    input: AccessInput,
    private readonly data: ServiceData,
  ) {
    this.#setting = settingOf(input);
    this.#spelling = spellings(
      [...this.#setting.before.values(), ...this.#setting.after.values()].map(({ rest }) => rest.statement),
    );
  }

  result(): AccessComparison {
    const { before, after, differentRules } = this.#setting;
    for (const actions of differingClasses(before, after, this.data, differentRules)) this.#compare(actions);
    const pick = (direction: Direction): AccessChange[] =>
      changesOf(
        this.#changes.filter((one) => one.direction === direction),
        this.#setting.statements,
        this.data,
      );
    const gained = pick('gained');
    const lost = pick('lost');
    const verdict = verdictOf(this.#all);
    const today = verdictOf(this.#today);
    const reasons = new Set([
      ...(verdict === 'unknown' ? [...this.#all.gained.open, ...this.#all.lost.open] : []),
      ...(today === 'unknown' ? [...this.#today.gained.open, ...this.#today.lost.open] : []),
    ]);
    return {
      verdict,
      today,
      gained,
      lost,
      witnesses: [gained, lost].flatMap(([first]) => (first ? [first.witness] : [])),
      reasons: [...reasons],
    };
  }

  /** One class of actions: over all resources, then over those that each known action has today. */
  #compare(actions: ActionClass): void {
    const { sideOf } = this.#setting;
    const before = sideOf('before', actions);
    const after = sideOf('after', actions);
    const sample = actions.known[0];
    const spelled = sample
      ? `${sample.service}:${sample.action.name}`
      : (actions.named[0] ?? actions.unknown ?? '');
    const everything = this.#decide(actions, before, after, spelled, null);
    const groups = new Map<string, { readonly resources: ActionResources; readonly action: string }>();
    for (const { service, action } of actions.known) {
      const resources = resourcesOf(service, action, this.data);
      if (!groups.has(resources.key))
        groups.set(resources.key, { resources, action: `${service}:${action.name}` });
    }
    for (const direction of ['gained', 'lost'] as const) {
      const possible = new Map(everything[direction].map((finding) => [finding.term.id, finding]));
      if (possible.size === 0) continue;
      const proved = new Map<string, Witness>();
      const open = new Set<string>();
      for (const { resources, action } of groups.values()) {
        if (proved.size === possible.size) break;
        const unsettled = [...possible.values()]
          .filter(({ term }) => !proved.has(term.id))
          .filter((finding) => {
            const found = this.#todayProof(finding, direction, before, after, resources, action);
            if (typeof found === 'object') proved.set(finding.term.id, this.#witness(found, action, true));
            return found === 'unsettled';
          });
        if (unsettled.length === 0) continue;
        for (const finding of this.#decide(actions, before, after, action, resources)[direction]) {
          if (finding.kind === 'open') open.add(finding.reason);
          else if (!proved.has(finding.term.id))
            proved.set(finding.term.id, this.#witness(finding.proof, action, true));
        }
      }
      if (proved.size > 0) this.#today[direction].proved = true;
      for (const reason of open) this.#today[direction].open.add(reason);
      if (actions.service === null && groups.size === 0) {
        this.#today[direction].open.add(
          'no service of the catalogue was loaded that the documents do not name',
        );
      }
      for (const finding of possible.values()) {
        const found = proved.get(finding.term.id);
        const witness =
          found ?? (finding.kind === 'proved' ? this.#witness(finding.proof, spelled, false) : null);
        if (witness === null) {
          if (finding.kind === 'open') this.#all[direction].open.add(finding.reason);
          continue;
        }
        this.#all[direction].proved = true;
        this.#changes.push({
          direction,
          term: finding.term,
          cause: causeOf(direction, finding.term, this.#setting),
          actions,
          witness,
        });
      }
    }
  }

  /**
   * Tries what was found over all resources on those of today first: most differences are proved by a request that
   * is not hard to guess, and statements about other resources have nothing to say here.
   */
  #todayProof(
    finding: Finding,
    direction: Direction,
    before: Side,
    after: Side,
    resources: ActionResources,
    action: string,
  ): Proof | 'impossible' | 'unsettled' {
    if (!this.#setting.hasResources) return finding.kind === 'proved' ? finding.proof : 'unsettled';
    // Seen at once, and so of nearly all services where any action is meant.
    if (finding.term.rests.some((rest) => isElsewhere(rest, resources))) return 'impossible';
    if (finding.kind === 'proved') {
      const { request } = finding.proof;
      let failed = this.#failed.get(finding);
      if (!failed) this.#failed.set(finding, (failed = new Set()));
      for (const resource of resourceGuesses(finding, resources)) {
        if (failed.has(resource)) continue;
        const guess = { ...request, action, resource };
        const proof = isConsistent(guess) ? prove({ before, after }, guess, direction) : null;
        if (proof) return proof;
        failed.add(resource);
      }
    }
    return finding.term.rests.some((rest) => this.#areApart(rest, resources)) ? 'impossible' : 'unsettled';
  }

  #areApart({ resource }: Rest, resources: ActionResources): boolean {
    if (!isPlain(resource)) return false;
    const key = `${resource.key}\n${resources.key}`;
    const apart = this.#apart.get(key) ?? areApart(resource.plain, resources);
    this.#apart.set(key, apart);
    return apart;
  }

  #decide(
    actions: ActionClass,
    before: Side,
    after: Side,
    action: string,
    resources: ActionResources | null,
  ): Decision {
    const limited =
      resources !== null && this.#setting.hasResources && resourcesMatter(before, after) ? resources : null;
    const key = `${limited?.key ?? ''}\n${actions.key}`;
    const known = this.#decisions.get(key);
    // Without resources in play the answer is the same for all of them, apart from what the witness looks like.
    const settled = known && [...known.gained, ...known.lost].every(({ kind }) => kind === 'open');
    if (known && (resources === null || limited !== null || settled)) return known;
    const made = decide({
      before,
      after,
      resources: limited,
      wishes: {
        action,
        resources: resources?.examples ?? ['*'],
        isResource: (text) => limited === null || isResource(limited, text),
        ...(this.#setting.question.startsOf ? { startsOf: this.#setting.question.startsOf } : {}),
      },
      ...(this.#setting.question.prepare ? { prepare: this.#setting.question.prepare } : {}),
    });
    this.#decisions.set(key, made);
    return made;
  }

  #witness(proof: Proof, action: string, today: boolean): Witness {
    const { derived, hasResources } = this.#setting;
    const context: [string, readonly string[]][] = Object.entries(proof.request.context).flatMap(
      ([key, values]) => {
        const spelled = this.#spelling.get(foldConditionKey(key));
        return spelled === undefined && derived.has(key) ? [] : [[spelled ?? key, values]];
      },
    );
    const request: AccessRequest = {
      ...(proof.request.principal ? { principal: proof.request.principal } : {}),
      action,
      resource: hasResources ? proof.request.resource : '*',
      context: Object.fromEntries(context.sort(([a], [b]) => (a < b ? -1 : 1))),
    };
    return { request, before: proof.before, after: proof.after, today };
  }
}

/** Patterns without variables, which one of the resources must match. */
function isPlain(resource: Rest['resource']): resource is NonNullable<Rest['resource']> {
  return resource !== null && !resource.negated && resource.variable.length === 0;
}

/** Are all of the statement's resources of other services? */
function isElsewhere({ resource }: Rest, resources: ActionResources): boolean {
  return isPlain(resource) && resource.plain.every((pattern) => isOfOtherService(pattern, resources));
}

function resourcesMatter(before: Side, after: Side): boolean {
  return [...before.denies, ...before.grants, ...after.denies, ...after.grants].some(({ rests }) =>
    rests.some((rest) => rest.resource !== null),
  );
}

function tally(): Tally {
  return { proved: false, open: new Set() };
}

function verdictOf({ gained, lost }: Readonly<Record<Direction, Tally>>): Verdict {
  if (gained.proved && lost.proved) return 'incomparable';
  if (gained.open.size > 0 || lost.open.size > 0) {
    // An open direction that is proved elsewhere is settled.
    if ((!gained.proved && gained.open.size > 0) || (!lost.proved && lost.open.size > 0)) return 'unknown';
  }
  return gained.proved ? 'broader' : lost.proved ? 'narrower' : 'equivalent';
}

/** Where the policies' own statement stands on the other side too, the boundary made the difference. */
function causeOf(direction: Direction, term: Term, { before, after }: Setting): ChangeCause {
  const gained = direction === 'gained';
  if (term.grants === 'explicitly-denied') return gained ? 'deny removed' : 'deny added';
  const other = gained ? before : after;
  const own = term.rests[0]!.id;
  const stays = other.has(own);
  if (
    stays &&
    (term.rests.length > 1 || [...(gained ? before : after).keys()].some((id) => id.startsWith('boundary ')))
  ) {
    return gained ? 'boundary widened' : 'boundary narrowed';
  }
  return gained ? 'allow added' : 'allow removed';
}

/** Condition keys, and keys of variables, as the documents spell them. */
function spellings(statements: readonly Statement[]): Map<string, string> {
  const keys = statements.flatMap((statement) => [
    ...statement.conditions.map(({ key }) => key),
    ...[
      ...(statement.resource?.patterns ?? []),
      ...statement.conditions.flatMap(({ values }) => values),
    ].flatMap((text) => [...text.matchAll(/\$\{\s*([^},]+?)\s*[,}]/g)].map((match) => match[1]!)),
  ]);
  return new Map(keys.map((key) => [foldConditionKey(key), key]));
}
