import type { Labels } from './metrics-registry.js';

/** Stands for every value that has no label of its own. */
export const OTHER = 'other';

/**
 * What is counted for each combination of labels. It is found without making a text or an object of the labels, since
 * that is done for each call. Bounded: past `most` combinations the rest is counted together, as `other`.
 */
export class LabelTree<Counted> {
  private readonly root: Branch<Counted> = { counted: null, children: new Map() };
  private readonly leaves: Leaf<Counted>[] = [];
  private rest: Counted | null = null;

  /** @param names of the labels, in the order of their values */
  constructor(
    private readonly names: readonly string[],
    private readonly most: number,
    private readonly create: () => Counted,
  ) {}

  /** @param values one for each name */
  find(...values: readonly string[]): Counted {
    let branch: Branch<Counted> | undefined = this.root;
    for (const value of values) branch = branch?.children.get(value);
    return branch?.counted ?? this.add(values);
  }

  get all(): Iterable<Leaf<Counted>> {
    return this.leaves;
  }

  private add(values: readonly string[]): Counted {
    if (this.leaves.length >= this.most) {
      this.rest ??= this.addLeaf(values.map(() => OTHER));
      return this.rest;
    }
    let branch = this.root;
    for (const value of values) branch = childOf(branch, value);
    branch.counted = this.addLeaf(values);
    return branch.counted;
  }

  private addLeaf(values: readonly string[]): Counted {
    const counted = this.create();
    const labels = Object.fromEntries(this.names.map((name, index) => [name, values[index] ?? '']));
    this.leaves.push({ labels, counted });
    return counted;
  }
}

interface Leaf<Counted> {
  readonly labels: Labels;
  readonly counted: Counted;
}

interface Branch<Counted> {
  counted: Counted | null;
  readonly children: Map<string, Branch<Counted>>;
}

function childOf<Counted>({ children }: Branch<Counted>, value: string): Branch<Counted> {
  const known = children.get(value);
  if (known !== undefined) return known;
  const made: Branch<Counted> = { counted: null, children: new Map() };
  children.set(value, made);
  return made;
}
